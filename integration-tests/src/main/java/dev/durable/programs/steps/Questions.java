package dev.durable.programs.steps;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.FileReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.Scanner;
import java.util.TreeSet;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Calls that only ask about files and directories by their names. */
final class Questions {
  private static final int MORE_THAN_ANY_FILE_HAS = 100_000;

  private Questions() {}

  static void addTo(Map<String, Call> calls) {
    addContents(calls);
    addFacts(calls);
    addListings(calls);
  }

  private static void addContents(Map<String, Call> calls) {
    calls.put("readAllBytes", l -> Words.of(Files.readAllBytes(l.path(1))));
    calls.put("readAllLines", l -> Files.readAllLines(l.path(1)).hashCode());
    calls.put(
        "lines()",
        l -> {
          try (Stream<String> lines = Files.lines(l.path(1))) {
            return lines.collect(Collectors.toList()).hashCode();
          }
        });
    calls.put(
        "copyOut",
        l -> {
          ByteArrayOutputStream out = new ByteArrayOutputStream();
          Files.copy(l.path(1), out);
          return Words.of(out.toByteArray());
        });
    calls.put(
        "FileInputStream",
        l -> {
          try (FileInputStream in = new FileInputStream(l.file(1))) {
            return in.available() + " " + in.getChannel().size() + " " + contentOf(in);
          }
        });
    calls.put(
        "newInputStream",
        l -> {
          try (InputStream in = Files.newInputStream(l.path(1), l.openOptions(2))) {
            return in.available() + " " + contentOf(in);
          }
        });
    calls.put(
        "FileReader",
        l -> {
          try (BufferedReader in = new BufferedReader(new FileReader(l.file(1)))) {
            return in.readLine();
          }
        });
    calls.put(
        "Scanner",
        l -> {
          try (Scanner in = new Scanner(l.file(1), "UTF-8")) {
            return in.hasNextLine() ? in.nextLine() : "nothing";
          }
        });
    calls.put(
        "RandomAccessFile",
        l -> {
          try (RandomAccessFile in = new RandomAccessFile(l.file(1), "r")) {
            in.seek(l.number(2));
            return in.length() + " " + in.read();
          }
        });
    calls.put(
        "FileChannel",
        l -> {
          try (FileChannel in = FileChannel.open(l.path(1))) {
            ByteBuffer buffer = ByteBuffer.allocate(MORE_THAN_ANY_FILE_HAS);
            int count = in.read(buffer);
            return in.size() + " " + Words.of(buffer.array(), Math.max(count, 0));
          }
        });
  }

  private static String contentOf(InputStream in) throws IOException {
    byte[] bytes = new byte[MORE_THAN_ANY_FILE_HAS];
    int count = in.read(bytes);
    return count < 0 ? "end" : Words.of(bytes, count);
  }

  private static void addFacts(Map<String, Call> calls) {
    calls.put("size", l -> Files.isDirectory(l.path(1)) ? "a directory's" : Files.size(l.path(1)));
    calls.put("exists", l -> Files.exists(l.path(1), l.linkOptions(2)));
    calls.put("notExists", l -> Files.notExists(l.path(1), l.linkOptions(2)));
    calls.put("isRegularFile", l -> Files.isRegularFile(l.path(1), l.linkOptions(2)));
    calls.put("isDirectory", l -> Files.isDirectory(l.path(1), l.linkOptions(2)));
    calls.put("isReadable", l -> Files.isReadable(l.path(1)));
    calls.put("isWritable", l -> Files.isWritable(l.path(1)));
    calls.put("isExecutable", l -> Files.isExecutable(l.path(1)));
    calls.put("isHidden", l -> Files.isHidden(l.path(1)));
    calls.put("isSameFile", l -> Files.isSameFile(l.path(1), l.path(2)));
    calls.put("toRealPath", l -> l.path(1).toRealPath(l.linkOptions(2)));
    calls.put("readSymbolicLink", l -> Files.readSymbolicLink(l.path(1)));
    calls.put("getOwner", l -> Files.getOwner(l.path(1), l.linkOptions(2)));
    calls.put(
        "getPosixFilePermissions",
        l -> PosixFilePermissions.toString(Files.getPosixFilePermissions(l.path(1))));
    calls.put(
        "getLastModifiedTime",
        l -> {
          FileTime time = Files.getLastModifiedTime(l.path(1));
          return Files.isDirectory(l.path(1)) ? "a directory's" : Words.time(time);
        });
    calls.put("readAttributes", Questions::attributes);
    calls.put("attributeView", Questions::viewed);
    calls.put("unix:mode", l -> Files.getAttribute(l.path(1), "unix:mode", l.linkOptions(2)));
    calls.put("unix:nlink", l -> Files.getAttribute(l.path(1), "unix:nlink", l.linkOptions(2)));
    calls.put("listAttributes", l -> new TreeSet<>(Changes.extended(l.path(1)).list()));
    calls.put(
        "getAttribute",
        l -> {
          ByteBuffer value = ByteBuffer.allocate(1000);
          int length = Changes.extended(l.path(1)).read(l.word(2), value);
          return Words.of(value.array(), length);
        });
    calls.put("File.exists", l -> l.file(1).exists());
    calls.put("File.length", l -> l.file(1).isDirectory() ? "a directory's" : l.file(1).length());
    calls.put("File.isFile", l -> l.file(1).isFile());
    calls.put("File.isDirectory", l -> l.file(1).isDirectory());
    calls.put("File.isHidden", l -> l.file(1).isHidden());
    calls.put("File.canRead", l -> l.file(1).canRead());
    calls.put("File.canWrite", l -> l.file(1).canWrite());
    calls.put("File.canExecute", l -> l.file(1).canExecute());
    calls.put("File.getCanonicalPath", l -> l.file(1).getCanonicalPath());
    calls.put(
        "File.lastModified",
        l -> l.file(1).isDirectory() ? "a directory's" : Words.time(l.file(1).lastModified()));
  }

  private static Object attributes(Line l) throws IOException {
    PosixFileAttributes facts =
        Files.readAttributes(l.path(1), PosixFileAttributes.class, l.linkOptions(2));
    return PosixFilePermissions.toString(facts.permissions())
        + " "
        + facts.owner()
        + ":"
        + facts.group()
        + " "
        + described(facts);
  }

  private static Object viewed(Line l) throws IOException {
    return described(
        Files.getFileAttributeView(l.path(1), BasicFileAttributeView.class, l.linkOptions(2))
            .readAttributes());
  }

  private static String described(BasicFileAttributes facts) {
    if (facts.isDirectory()) {
      return "directory";
    }
    String type = facts.isRegularFile() ? "file" : facts.isSymbolicLink() ? "link" : "other";
    return type + " " + facts.size() + " " + Words.time(facts.lastModifiedTime());
  }

  private static void addListings(Map<String, Call> calls) {
    calls.put(
        "File.list",
        l -> {
          String[] list = l.file(1).list();
          return list == null ? null : new TreeSet<>(Arrays.asList(list));
        });
    calls.put(
        "list",
        l -> {
          try (Stream<Path> list = Files.list(l.path(1))) {
            return list.map(Path::getFileName).map(Path::toString).collect(sorted());
          }
        });
    calls.put(
        "walk",
        l -> {
          try (Stream<Path> walk = Files.walk(l.path(1))) {
            return walk.map(Path::toString).collect(sorted());
          }
        });
    calls.put(
        "newDirectoryStream",
        l -> {
          TreeSet<String> list = new TreeSet<>();
          try (DirectoryStream<Path> stream = Files.newDirectoryStream(l.path(1), l.word(2))) {
            stream.forEach(path -> list.add(path.getFileName().toString()));
          }
          return list;
        });
  }

  private static Collector<String, ?, TreeSet<String>> sorted() {
    return Collectors.toCollection(TreeSet::new);
  }

  /** The identity of what is at that name, or null. */
  static Object identity(Path path, LinkOption... options) {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, options).fileKey();
    } catch (IOException e) {
      return null;
    }
  }
}
