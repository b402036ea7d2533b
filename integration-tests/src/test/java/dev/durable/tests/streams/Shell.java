package dev.durable.tests.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Commands of the system, for what Java can't set up or see. */
final class Shell {
  private Shell() {}

  /** Runs a command, which must succeed, and returns what it printed. */
  static String run(Object... command) throws IOException {
    List<String> words = Arrays.stream(command).map(Object::toString).toList();
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.onExit().join().exitValue(), () -> words + ": " + said);
    return said;
  }
}
