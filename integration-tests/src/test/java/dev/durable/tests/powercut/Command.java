package dev.durable.tests.powercut;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Commands of the system. */
final class Command {
  private Command() {}

  /** Runs a command to its end; fails if that fails. Returns what it said. */
  static String run(Object... command) throws IOException {
    var words = List.of(command).stream().map(Object::toString).toList();
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.onExit().join().exitValue(), String.join(" ", words) + ": " + said);
    return said;
  }

  /** Unmounts, once the last descriptors of a process that was killed are closed. */
  static void unmount(Object mount) throws IOException {
    for (int tried = 1; ; tried++) {
      try {
        run("umount", mount);
        return;
      } catch (AssertionError e) {
        if (tried == 50) {
          throw e;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      }
    }
  }
}
