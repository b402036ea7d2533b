package dev.durable.tests.fidelity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.regex.Pattern;

/** The directory that a program works in: what is there at first, and what is there in the end. */
final class Ground {
  private static final int NOBODY = 65534;

  /** A file of another group, where the user is root. */
  private static final int OTHER_GROUP = 4;

  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);
  private static final FileTime SINCE = FileTime.fromMillis(1_600_000_000_000L);

  /** What createTempFile and its like made here. */
  private static final Pattern TEMPORARY = Pattern.compile("(p|pre)\\d{5,}(\\.s)?");

  private Ground() {}

  /** Makes one, for nobody or for whoever runs the tests. */
  static void prepare(Path d, boolean nobody) throws IOException {
    Files.createDirectory(d);
    directory(d.resolve("sub"));
    directory(d.resolve("empty"));
    directory(d.resolve("locked"));
    directory(d.resolve("sticky"));
    file(d.resolve("a"), "content-of-a", "644");
    file(d.resolve("b"), "line\n".repeat(2000), "640");
    file(d.resolve("c"), "", "600");
    file(d.resolve("sub/a"), "content-of-sub/a", "666");
    file(d.resolve("hard1"), "two-names", "644");
    Files.createLink(d.resolve("hard2"), d.resolve("hard1"));
    file(d.resolve("readonly"), "only-to-be-read", "444");
    file(d.resolve("suid"), "program", "4755");
    file(d.resolve("locked/own"), "in-a-directory-that-can't-be-written", "644");
    file(d.resolve("sticky/own"), "own", "644");
    link(d, "link", "a");
    link(d, "chain", "link");
    link(d, "dangling", "made");
    link(d, "loop", "loop");
    link(d, "linkdir", "sub");
    if (nobody) {
      own(d);
    }
    // What stays somebody else's.
    file(d.resolve("shared"), "everybody-may-write", "666");
    file(d.resolve("secret"), "nobody-else-may-read", "600");
    file(d.resolve("sticky/shared"), "everybody-may-write", "666");
    if (Files.getAttribute(d.resolve("shared"), "unix:uid").equals(0)) {
      Files.setAttribute(d.resolve("shared"), "unix:gid", OTHER_GROUP);
    }
    mode(d.resolve("sticky"), "1777");
    mode(d.resolve("locked"), "555");
  }

  private static void directory(Path directory) throws IOException {
    Files.createDirectory(directory);
    mode(directory, "755");
  }

  private static void file(Path file, String content, String mode) throws IOException {
    Files.writeString(file, content);
    mode(file, mode);
    Files.setLastModifiedTime(file, LONG_AGO);
  }

  private static void mode(Path path, String octal) throws IOException {
    Files.setAttribute(path, "unix:mode", Integer.parseInt(octal, 8));
  }

  private static void link(Path directory, String name, String target) throws IOException {
    Files.createSymbolicLink(directory.resolve(name), Path.of(target));
  }

  private static void own(Path directory) throws IOException {
    try (var paths = Files.walk(directory)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        Object mode = Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:gid", NOBODY, LinkOption.NOFOLLOW_LINKS);
        if (!Files.isSymbolicLink(path)) {
          // A change of owner takes the set-user-ID bit away.
          Files.setAttribute(path, "unix:mode", mode);
        }
      }
    }
  }

  /** What is there, as other processes see it. */
  static View look(Path directory) throws IOException {
    var view = new View();
    try (var paths = Files.walk(directory)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        String name = "@/" + directory.relativize(path);
        view.add(
            TEMPORARY.matcher(name).replaceAll("temporary"),
            facts(path).replace(directory.toString(), "@"));
      }
    }
    return view;
  }

  private static String facts(Path path) throws IOException {
    Map<String, Object> facts = Files.readAttributes(path, "unix:*", LinkOption.NOFOLLOW_LINKS);
    String text = "%o %s:%s".formatted(facts.get("mode"), facts.get("uid"), facts.get("gid"));
    if ((Boolean) facts.get("isSymbolicLink")) {
      return text + " ->" + Files.readSymbolicLink(path);
    }
    if (!(Boolean) facts.get("isRegularFile")) {
      return text;
    }
    var time = (FileTime) facts.get("lastModifiedTime");
    String content = Files.readString(path, StandardCharsets.ISO_8859_1);
    return "%s %s |%s %s %s"
        .formatted(
            text,
            facts.get("nlink"),
            content.length(),
            time.compareTo(SINCE) < 0 ? time : "present",
            content.length() > 60
                ? "#" + content.hashCode()
                : "'" + content.replace("\n", "\\n").replace("\0", "\\0") + "'");
  }

  /** Removes it, whatever its modes are now. */
  static void remove(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes facts)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path d, IOException e) throws IOException {
            Files.delete(d);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
