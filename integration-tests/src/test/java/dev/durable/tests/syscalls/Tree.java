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

  /**
   * The files, with their contents, and the symbolic links, with what they name. A directory is
   * there by its name and a slash, but for those directly below the base.
   */
  static Map<String, String> read(Path base) throws IOException {
    var found = new TreeMap<String, String>();
    for (Path path : all(base)) {
      Path relative = base.relativize(path);
      if (Files.isSymbolicLink(path)) {
        found.put(relative.toString(), State.LINK + Files.readSymbolicLink(path));
      } else if (!Files.isDirectory(path)) {
        found.put(relative.toString(), Files.readString(path));
      } else if (relative.getNameCount() > 1 || relative.toString().startsWith(".durable-")) {
        found.put(relative + "/", "");
      }
    }
    return found;
  }

  /** Removes it with all that is below it. */
  static void remove(Path base) throws IOException {
    if (Files.exists(base)) {
      empty(base);
      Files.delete(base);
    }
  }

  private static void empty(Path base) throws IOException {
    var old = all(base);
    old.sort(Comparator.reverseOrder());
    for (Path path : old) {
      Files.delete(path);
    }
  }

  /** Removes whatever is there, then makes the directories and files. */
  static void write(Path base, List<String> directories, Map<String, String> files)
      throws IOException {
    if (Files.exists(base)) {
      empty(base);
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
