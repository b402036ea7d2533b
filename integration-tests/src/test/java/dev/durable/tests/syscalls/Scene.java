package dev.durable.tests.syscalls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Where a scenario plays.
 *
 * @param base has the directories "here" and "there"
 * @param far is on another file system
 */
record Scene(Path base, Path far) {
  private static final List<String> DIRECTORIES = List.of("here", "there");

  /** A pair of roots for scenes, on two file systems, with the scenes' names the same in both. */
  record Roots(Path near, Path far) implements AutoCloseable {

    /** Linux has a file system in memory here. */
    private static final Path MEMORY = Path.of("/dev/shm");

    static Roots in(Path directory) throws IOException {
      return new Roots(
          Files.createTempDirectory(directory, "near-"),
          Files.createTempDirectory(MEMORY, "durable-far-"));
    }

    Scene scene(String name) {
      return new Scene(near.resolve(name), far.resolve(name));
    }

    /** A line of strace's, with the far files as if they were in the near scene. */
    String near(String line) {
      return line.replaceAll(Pattern.quote(far.toString()) + "/([^/\">]+)", near + "/$1/far");
    }

    @Override
    public void close() throws IOException {
      Tree.remove(far);
    }
  }

  /** Whether a path is in here. */
  boolean holds(String path) {
    return path.startsWith(base + "/") || path.startsWith(far + "/");
  }

  /** The path of {@code here/…}, {@code there/…} or {@code far/…}. */
  Path resolve(String name) {
    return name.startsWith("far/") ? far.resolve(name.substring(4)) : base.resolve(name);
  }

  /** Has nothing but this in it, now. */
  void prepare(Map<String, String> state) throws IOException {
    Tree.remove(far);
    Files.createDirectories(far);
    Tree.write(base, DIRECTORIES, Map.of());
    for (var entry : state.entrySet()) {
      String name = entry.getKey();
      Path path = resolve(name);
      String content = entry.getValue();
      if (name.endsWith("/")) {
        Files.createDirectories(path);
      } else if (content.startsWith(State.LINK)) {
        Files.createSymbolicLink(path, Path.of(content.substring(State.LINK.length())));
      } else if (content.startsWith(State.SAME)) {
        Files.createLink(path, resolve(content.substring(State.SAME.length())));
      } else {
        Files.writeString(path, content);
      }
    }
  }

  /** All that is there. */
  Map<String, String> read() throws IOException {
    var all = new TreeMap<>(Tree.read(base));
    Tree.read(far).forEach((name, content) -> all.put("far/" + name, content));
    return all;
  }
}
