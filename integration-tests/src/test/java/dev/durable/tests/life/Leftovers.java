package dev.durable.tests.life;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is in a directory. */
final class Leftovers {
  private Leftovers() {}

  /** The names of the agent's own files and directories in {@code directory}. */
  static List<String> in(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(".durable-"))
          .toList();
    }
  }

  /** All names below {@code directory}; files with their contents. */
  static Map<String, String> tree(Path directory) throws IOException {
    var tree = new TreeMap<String, String>();
    try (var files = Files.walk(directory)) {
      for (Path file : files.toList()) {
        String name = directory.relativize(file).toString();
        tree.put(name, Files.isRegularFile(file) ? Files.readString(file) : "");
      }
    }
    return tree;
  }
}
