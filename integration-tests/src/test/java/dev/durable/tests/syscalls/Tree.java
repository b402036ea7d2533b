package dev.durable.tests.syscalls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All that is below a directory: each file's relative name with its content. */
final class Tree {
  private Tree() {}

  /** The files; a directory without any is there by its name and a slash. */
  static Map<String, String> read(Path base) throws IOException {
    var found = new TreeMap<String, String>();
    for (Path path : all(base)) {
      String name = base.relativize(path).toString();
      if (!Files.isDirectory(path)) {
        found.put(name, Files.readString(path));
      } else if (name.contains(".durable-")) {
        found.put(name + "/", "");
      }
    }
    return found;
  }

  /** Removes whatever is there, then makes the directories and files. */
  static void write(Path base, List<String> directories, Map<String, String> files)
      throws IOException {
    if (Files.exists(base)) {
      var old = all(base);
      old.sort(Comparator.reverseOrder());
      for (Path path : old) {
        Files.delete(path);
      }
    }
    for (String directory : directories) {
      Files.createDirectories(base.resolve(directory));
    }
    for (var file : files.entrySet()) {
      Files.writeString(base.resolve(file.getKey()), file.getValue());
    }
  }

  private static List<Path> all(Path base) throws IOException {
    try (Stream<Path> walk = Files.walk(base)) {
      return new ArrayList<>(walk.filter(path -> !path.equals(base)).toList());
    }
  }
}
