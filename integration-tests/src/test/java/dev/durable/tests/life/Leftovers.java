package dev.durable.tests.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The agent's own files, and what else is in a directory. */
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

  /**
   * Leaves the temp file of a process that was killed while it wrote {@code file}, which is old.
   *
   * @param agent a child that protects it
   */
  static Path killAWriterOf(Path file, Child agent) throws Exception {
    Files.writeString(file, "old");
    try (var writer = Running.calls(agent)) {
      beginToWrite(writer, file);
      writer.kill();
    }
    var left = in(file.getParent());
    assertEquals(1, left.size(), left::toString);
    assertEquals("old", Files.readString(file));
    return file.resolveSibling(left.get(0));
  }

  /** Begins to write lines, and returns when some have been taken and the temp file is there. */
  static void beginToWrite(Running writer, Path file) throws Exception {
    int before = in(file.getParent()).size();
    writer.tell("feed", file);
    writer.tell("the first line");
    while (in(file.getParent()).size() == before) {
      assertTrue(writer.isAlive());
      Thread.sleep(5);
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
