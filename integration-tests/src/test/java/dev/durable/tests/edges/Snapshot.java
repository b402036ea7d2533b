package dev.durable.tests.edges;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * All that an application can see of a directory's files, but for times and inode numbers: names,
 * types, modes, owners, contents, link targets, and which names are one file.
 */
record Snapshot(Map<String, String> files) {
  private static final int SHOWN_WHOLE = 80;

  static Snapshot of(Path directory) throws IOException {
    var files = new TreeMap<String, String>();
    var names = new TreeMap<Object, TreeSet<String>>();
    try (var paths = Files.walk(directory)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        String name = directory.relativize(path).toString();
        Map<String, Object> facts = Files.readAttributes(path, "unix:*", LinkOption.NOFOLLOW_LINKS);
        String text =
            "mode=%o owner=%s:%s %s"
                .formatted(
                    facts.get("mode"), facts.get("uid"), facts.get("gid"), content(path, facts));
        files.put(name, text.replace(directory.toString(), "@"));
        if (!(Boolean) facts.get("isDirectory") && (Integer) facts.get("nlink") > 1) {
          names.computeIfAbsent(facts.get("ino"), inode -> new TreeSet<>()).add(name);
        }
      }
    }
    for (TreeSet<String> sameFile : names.values()) {
      sameFile.forEach(name -> files.merge(name, " names=" + sameFile, String::concat));
    }
    return new Snapshot(files);
  }

  private static String content(Path path, Map<String, Object> facts) throws IOException {
    if ((Boolean) facts.get("isSymbolicLink")) {
      return "-> " + Files.readSymbolicLink(path);
    }
    if (!(Boolean) facts.get("isRegularFile")) {
      return "";
    }
    byte[] bytes = Files.readAllBytes(path);
    String text = new String(bytes, StandardCharsets.UTF_8).replace("\n", "\\n");
    return bytes.length <= SHOWN_WHOLE
        ? "'" + text + "'"
        : "'"
            + text.substring(0, 10)
            + "...' "
            + bytes.length
            + " bytes #"
            + Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return files.entrySet().stream()
        .map(file -> file.getKey() + ": " + file.getValue() + "\n")
        .collect(Collectors.joining());
  }
}
