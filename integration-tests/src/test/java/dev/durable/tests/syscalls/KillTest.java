package dev.durable.tests.syscalls;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Jdk;
import dev.durable.tests.evidence.Chapter;
import dev.durable.tests.evidence.Evidence;
import dev.durable.tests.evidence.Instrument;
import dev.durable.tests.evidence.Table;
import java.nio.file.Path;
import java.util.Collection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** SIGKILL before and after each system call of each row of the guarantees' table. */
@Instrument
class KillTest {
  /** On other JDKs than the newest and, in the long form, the oldest: every how many places. */
  private static final int SAMPLE = 4;

  private static final Table REPORT =
      new Table(
          "JDK",
          "scenarios",
          "kills",
          "kills that left temp files",
          "kills that left a safety copy to finish");

  @TempDir Path directory;

  @BeforeAll
  static void needsStrace() {
    Strace.needed();
  }

  static Collection<Jdk> jdks() {
    return Evidence.isWanted() ? Jdk.all() : Jdk.oldestAndNewest();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("jdks")
  void aKillAtAnySystemCallLeavesOldOrNewAndTheNextStartRemovesTheLeftovers(Jdk jdk)
      throws Exception {
    Jdk oldest = Jdk.oldestAndNewest().iterator().next();
    boolean all = jdk.equals(Jdk.newest()) || Evidence.isWanted() && jdk.equals(oldest);
    var tally = Kills.at(jdk, directory.toRealPath(), all ? 1 : SAMPLE);
    System.out.println("kills, " + jdk + ": " + tally);
    REPORT.row(jdk, tally.scenarios(), tally.kills(), tally.leftovers(), tally.finished());
    assertTrue(tally.leftovers() > 0, () -> "kills leave something to be swept: " + tally);
  }

  @AfterAll
  static void report() throws Exception {
    Evidence.write(
        Chapter.KILLS,
        """
        Each scenario is a row of the [guarantees' table](guarantees.md#what-each-call-does-on-a-protected-path): \
        calls that a program makes. The process is killed (SIGKILL) before each system call that \
        changes, forces or closes something, in turn: strace holds the thread there, so that the \
        kernel never makes the call. What is killed before a call is killed after the one before it; \
        after the last, it is killed when all is acknowledged. What is there must be a whole state, \
        old or new, but for a target that a ready safety copy stands by. Then the agent starts again \
        and writes once in each directory: all is a whole state, never older than after an earlier \
        kill, the newest when it was acknowledged, and nothing of the agent's is left. On the oldest \
        JDK and on the newest, before each system call; on the others, before one of %d.

        %s"""
            .formatted(SAMPLE, REPORT));
  }
}
