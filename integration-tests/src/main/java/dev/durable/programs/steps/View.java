package dev.durable.programs.steps;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.attribute.FileTime;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * How a program's files look from within this JVM, name by name: type, mode, owner, number of names
 * and then, behind a bar, what another writer of the file changes: length, time, content.
 */
final class View {
  private static final String LONGEST = String.join("", Collections.nCopies(255, "n"));

  /** The names that programs use, but for those that can never be. */
  private static final String[] NAMES = {
    "a",
    "b",
    "c",
    "x1",
    "x2",
    "x3",
    "sub",
    "sub/a",
    "sub/x",
    "sub/d",
    "empty",
    "empty/x",
    "link",
    "chain",
    "dangling",
    "made",
    "linkdir",
    "hard1",
    "hard2",
    "readonly",
    "suid",
    "shared",
    "secret",
    "locked/own",
    "locked/x",
    "sticky/own",
    "sticky/shared",
    "sticky/x",
    "t1",
    "t2",
    "loop",
    LONGEST
  };

  private final Names names;

  View(Names names) {
    this.names = names;
  }

  Iterable<String> names() {
    Set<String> all = new LinkedHashSet<>();
    for (String name : NAMES) {
      all.add("@/" + name);
    }
    for (String temporary : names.temporary()) {
      all.add(names.inProgram(temporary));
    }
    return all;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (String name : names()) {
      text.append(name).append(' ').append(of(names.real(name))).append(";");
    }
    return text.toString();
  }

  private static String of(String name) {
    Path path = Paths.get(name);
    try {
      Map<String, Object> facts =
          Files.readAttributes(
              path,
              "unix:mode,uid,gid,nlink,size,isSymbolicLink,isRegularFile,isDirectory,"
                  + "lastModifiedTime",
              LinkOption.NOFOLLOW_LINKS);
      String text =
          Integer.toOctalString((Integer) facts.get("mode"))
              + " "
              + facts.get("uid")
              + ":"
              + facts.get("gid");
      if ((Boolean) facts.get("isSymbolicLink")) {
        return text + " ->" + Files.readSymbolicLink(path);
      }
      if (!(Boolean) facts.get("isRegularFile")) {
        // A directory's time tells of temp files in it, too.
        return text;
      }
      return text
          + " "
          + facts.get("nlink")
          + " |"
          + facts.get("size")
          + " "
          + new File(name).length()
          + " "
          + Words.time((FileTime) facts.get("lastModifiedTime"))
          + " "
          + content(path);
    } catch (IOException e) {
      return (new File(name).exists() ? "exists, but " : "") + e.getClass().getName();
    }
  }

  private static String content(Path path) {
    try {
      return Words.of(Files.readAllBytes(path));
    } catch (IOException e) {
      return e.getClass().getName();
    }
  }
}
