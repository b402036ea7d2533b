package dev.durable.programs.steps;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.CopyOption;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * A step of a program: a call and its arguments, words with blanks between them; "-" is nothing.
 */
final class Line {
  private final String[] words;
  private final Names names;

  Line(String text, Names names) {
    words = text.split(" ");
    this.names = names;
  }

  int length() {
    return words.length;
  }

  String word(int i) {
    return words[i];
  }

  boolean isPath(int i) {
    return words[i].startsWith("@");
  }

  String name(int i) {
    return names.real(words[i]);
  }

  Path path(int i) {
    return Paths.get(name(i));
  }

  File file(int i) {
    return new File(name(i));
  }

  int number(int i) {
    return Integer.parseInt(words[i]);
  }

  boolean flag(int i) {
    return Boolean.parseBoolean(words[i]);
  }

  /** A text; "*" and a number is a pattern of that length. */
  String text(int i) {
    String word = words[i];
    if (word.equals("-")) {
      return "";
    }
    if (!word.startsWith("*")) {
      return word.replace("\\n", "\n");
    }
    StringBuilder pattern = new StringBuilder();
    for (int n = Integer.parseInt(word.substring(1)); pattern.length() < n; ) {
      pattern.append((char) ('a' + pattern.length() % 26));
    }
    return pattern.toString();
  }

  byte[] bytes(int i) {
    return text(i).getBytes(StandardCharsets.UTF_8);
  }

  private List<String> list(int i) {
    List<String> list = new ArrayList<>();
    if (i < words.length && !words[i].equals("-")) {
      for (String item : words[i].split(",")) {
        list.add(item);
      }
    }
    return list;
  }

  OpenOption[] openOptions(int i) {
    List<OpenOption> options = new ArrayList<>();
    for (String name : list(i)) {
      options.add(isLinkOption(name) ? LinkOption.valueOf(name) : StandardOpenOption.valueOf(name));
    }
    return options.toArray(new OpenOption[0]);
  }

  CopyOption[] copyOptions(int i) {
    List<CopyOption> options = new ArrayList<>();
    for (String name : list(i)) {
      options.add(isLinkOption(name) ? LinkOption.valueOf(name) : StandardCopyOption.valueOf(name));
    }
    return options.toArray(new CopyOption[0]);
  }

  LinkOption[] linkOptions(int i) {
    List<LinkOption> options = new ArrayList<>();
    for (String name : list(i)) {
      options.add(LinkOption.valueOf(name));
    }
    return options.toArray(new LinkOption[0]);
  }

  private static boolean isLinkOption(String name) {
    return name.equals("NOFOLLOW_LINKS");
  }

  /** Permissions for what is to be created, or none. */
  FileAttribute<?>[] permissions(int i) {
    return i >= words.length || words[i].equals("-")
        ? new FileAttribute<?>[0]
        : new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(words[i]))
        };
  }
}
