package dev.durable.tests.syscalls;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Jdk;
import dev.durable.tests.Mirror;
import dev.durable.tests.evidence.Chapter;
import dev.durable.tests.evidence.Evidence;
import dev.durable.tests.evidence.Instrument;
import dev.durable.tests.evidence.Table;
import dev.durable.tests.syscalls.Meeting.Outcome;
import java.nio.file.Path;
import java.util.Collection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every error at each system call of each row of the guarantees' table. */
@Instrument
class EveryFaultTest {
  /** On other JDKs than the newest and, in the long form, the oldest: every how many faults. */
  private static final int SAMPLE = 6;

  private static final Table REPORT =
      new Table(
          "JDK",
          "scenarios",
          "faults",
          "done all the same",
          "refused, nothing changed",
          "done, and the failure told",
          "finished by the next start");

  private static final Table SHORT_WRITES = new Table("JDK", "writes that took less");

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
  void anyErrorAtAnySystemCallCostsNothingAndIsTold(Jdk jdk) throws Exception {
    boolean all = Evidence.isWanted() && Jdk.oldestAndNewest().contains(jdk);
    var tally = Faults.at(jdk, directory.toRealPath(), all ? 1 : SAMPLE);
    System.out.println("faults, " + jdk + ": " + tally);
    REPORT.row(
        jdk,
        tally.scenarios(),
        tally.faults(),
        tally.count(Outcome.DONE),
        tally.count(Outcome.REFUSED),
        tally.count(Outcome.DONE_BUT_FAILED),
        tally.count(Outcome.FINISHED_LATER));
    assertTrue(tally.count(Outcome.REFUSED) > 0, tally::toString);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("jdks")
  void aWriteThatTakesLessThanItWasGivenIsGoneOnWith(Jdk jdk) throws Exception {
    Mirror.needed();
    long cut = ShortWrites.at(jdk, directory.toRealPath());
    System.out.println("short writes, " + jdk + ": " + cut);
    assertTrue(cut > 0, "the file system cuts writes short");
    SHORT_WRITES.row(jdk, cut);
  }

  @AfterAll
  static void report() throws Exception {
    Evidence.write(
        Chapter.FAULTS,
        """
        Each scenario is a row of the [guarantees' table](guarantees.md#what-each-call-does-on-a-protected-path). \
        At each of its system calls in turn, strace has the kernel give each error that can occur \
        there, instead of making the call: EIO, ENOSPC, EDQUOT, EROFS, EACCES, EPERM, EMFILE, ENFILE, \
        EINTR. Each time: an acknowledged call has done all, and nothing of it is left unforced, unless \
        the operator was told; a call that fails names the application's file and the error, never a temp \
        file; the old content or the new one is there, whole; nothing is left over, open, or counted \
        wrongly; no force is tried again; and each warning is said once. What the error has kept from \
        being removed, or finished, is after the next start. On the oldest JDK and on the newest, all \
        faults; on the others, one of %d.

        %s
        Short writes: the same scenarios on a FUSE file system whose writes take two bytes at most. \
        All of them are done, and forced.

        %s"""
            .formatted(SAMPLE, REPORT, SHORT_WRITES));
  }
}
