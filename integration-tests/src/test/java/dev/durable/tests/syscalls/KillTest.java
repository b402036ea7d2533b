package dev.durable.tests.syscalls;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Jdk;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** SIGKILL before and after each system call of each row of the guarantees' table. */
class KillTest {
  /** On the oldest JDK, every how many places: what differs there are the calls, not the steps. */
  private static final int SAMPLE = 4;

  @TempDir Path directory;

  @BeforeAll
  static void needsStrace() {
    Strace.needed();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.durable.tests.Jdk#oldestAndNewest")
  void aKillAtAnySystemCallLeavesOldOrNewAndTheNextStartRemovesTheLeftovers(Jdk jdk)
      throws Exception {
    var tally = Kills.at(jdk, directory.toRealPath(), jdk.equals(Jdk.newest()) ? 1 : SAMPLE);
    System.out.println(jdk + ": " + tally);
    assertTrue(tally.leftovers() > 0, "kills leave something to be swept: " + tally);
  }
}
