package dev.durable.tests.edges;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Commands of the system, for what Java can't set up or see. */
final class Shell {
  private Shell() {}

  /** Runs a command to its end and returns what it printed. */
  static String run(Object... command) throws Exception {
    List<String> words = Arrays.stream(command).map(Object::toString).toList();
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> words + " does not end");
    assertEquals(0, process.exitValue(), () -> words + ": " + text);
    return text;
  }

  /** The POSIX access list of a file and, for a directory, its default one. */
  static String accessList(Path file) throws Exception {
    return run("getfacl", "--absolute-names", "--omit-header", "--numeric", file);
  }

  /** All extended attributes of a file, with their values; access lists in binary form. */
  static String extendedAttributes(Path file) throws Exception {
    return run("getfattr", "-d", "-m", "-", "-e", "hex", "--absolute-names", file)
        .replace(file.toString(), "@");
  }
}
