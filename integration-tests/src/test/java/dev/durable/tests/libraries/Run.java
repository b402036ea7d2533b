package dev.durable.tests.libraries;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.durable.programs.libraries.Way;
import dev.durable.programs.libraries.Ways;
import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.syscalls.Recording;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One run of {@code Replacing} in all ways, watched from outside. */
final class Run {
  static final String REPLACING = "dev.durable.programs.libraries.Replacing";

  /**
   * What became of one file.
   *
   * @param said by the program
   * @param old content; null if there was no such file
   * @param middle content that others found in the middle; null if there was no middle, or no file
   * @param seen whether there was a middle
   * @param after content in the end; null if there is no file
   * @param held what one who had opened the file before found in the end
   * @param sameInode whether it is the same file as before
   * @param names of what is in the directory, which the agent's own would be among
   * @param steps done in the directory
   */
  record Outcome(
      String said,
      byte[] old,
      byte[] middle,
      boolean seen,
      byte[] after,
      byte[] held,
      boolean sameInode,
      List<String> names,
      Steps steps) {}

  /** What it said on stderr, the agent's first line aside. */
  final String warnings;

  private final Map<String, Outcome> outcomes = new TreeMap<>();

  private final Path base;
  private final Map<String, byte[]> middles = new LinkedHashMap<>();
  private final Map<String, String> said = new LinkedHashMap<>();

  /**
   * Makes a run.
   *
   * @param base a new directory, filled with what is in {@code old}
   * @param middle what the program does in the middle
   */
  Run(Jdk jdk, boolean guarded, Path old, Path base, String middle) throws Exception {
    this.base = base;
    Libraries.copyTree(old, base);
    Map<String, byte[]> before = new TreeMap<>();
    Map<String, InputStream> readers = new TreeMap<>();
    Map<String, Object> inodes = new TreeMap<>();
    for (String way : Ways.all().keySet()) {
      if (Ways.all().get(way).kind != Way.Kind.NAMES) {
        before.put(way, Files.readAllBytes(file(way)));
        readers.put(way, Files.newInputStream(file(way)));
        inodes.put(way, Files.getAttribute(file(way), "unix:ino"));
      }
    }
    Recording recording = new Recording(base.resolveSibling(base.getFileName() + ".strace"));
    Process process =
        recording
            .of(Libraries.child(jdk, guarded, base))
            .start(REPLACING, base.toString(), "2", middle);
    Path err = base.resolveSibling(base.getFileName() + ".err");
    Thread copier = copy(process.getErrorStream(), err);
    try {
      watch(process);
    } finally {
      process.getOutputStream().close();
    }
    copier.join();
    String text = Files.readString(err);
    assertEquals(0, process.waitFor(), text);
    warnings = new Child.Result(guarded, 0, "", text).warnings();
    Steps steps = Steps.of(recording.steps(base), namesBelow(old));
    for (String way : Ways.all().keySet()) {
      byte[] held = null;
      try (InputStream reader = readers.get(way)) {
        if (reader != null) {
          held = reader.readAllBytes();
        }
      }
      outcomes.put(
          way,
          new Outcome(
              said.get(way),
              before.get(way),
              middles.get(way),
              middles.containsKey(way),
              content(way),
              held,
              Files.exists(file(way))
                  && Files.getAttribute(file(way), "unix:ino").equals(inodes.get(way)),
              names(way),
              steps.in(base.relativize(file(way).getParent()))));
    }
  }

  Outcome of(String way) {
    return outcomes.get(way);
  }

  private Path file(String way) {
    return file(base, way);
  }

  static Path file(Path base, String way) {
    return base.resolve(way).resolve(Ways.all().get(way).file);
  }

  /** The file's own name. */
  static String name(Way way) {
    return Path.of(way.file).getFileName().toString();
  }

  private byte[] content(String way) throws IOException {
    try {
      return Files.readAllBytes(file(way));
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private List<String> names(String way) throws IOException {
    try (var files = Files.list(file(way).getParent())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private void watch(Process process) throws IOException {
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      String way = "";
      for (String line; (line = out.readLine()) != null; ) {
        if (line.startsWith("begin ")) {
          way = line.substring("begin ".length());
        } else if (line.equals("middle")) {
          middles.put(way, content(way));
          process.getOutputStream().write('\n');
          process.getOutputStream().flush();
        } else {
          said.put(way, line);
        }
      }
    }
  }

  private static List<Path> namesBelow(Path directory) throws IOException {
    try (var all = Files.walk(directory)) {
      return all.map(directory::relativize).toList();
    }
  }

  private static Thread copy(InputStream in, Path file) {
    Thread thread =
        new Thread(
            () -> {
              try {
                Files.copy(in, file);
              } catch (IOException e) {
                // The file isn't there, then; whoever reads it tells.
              }
            });
    thread.start();
    return thread;
  }
}
