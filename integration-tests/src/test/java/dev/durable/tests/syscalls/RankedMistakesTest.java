package dev.durable.tests.syscalls;

import static dev.durable.tests.Child.line;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.Machine;
import dev.durable.tests.OnEveryJdk;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The mistakes that atomic writers make most, those of them that system calls show; the numbers are
 * their ranks.
 */
@Timeout(value = 60, threadMode = SEPARATE_THREAD)
class RankedMistakesTest {
  @TempDir Path directory;
  private Path base;

  @BeforeAll
  static void needsStrace() {
    Strace.needed();
  }

  @BeforeEach
  void nameBase() throws Exception {
    base = directory.toRealPath().resolve("base");
  }

  /** Not the agent, but the JDK by itself: what the tests below look for can be seen. */
  @OnEveryJdk
  void withoutTheAgentTheFirstThreeAreMade(Jdk jdk) throws Exception {
    try (Caller caller = Caller.start(Child.on(jdk))) {
      var traces = Operation.traceAll(caller, base);
      assertEquals(
          List.of("overwrite here/f", "write here/f", "close here/f"),
          traces.get(Operation.REPLACE).steps());
      assertEquals(
          List.of("unlink here/f", "rename here/source -> here/f"),
          traces.get(Operation.MOVE).steps());
    }
  }

  /** 1: no force before the rename, or something written after the force. */
  @OnEveryJdk
  void whatGetsANewNameWasForcedAndNotChangedSince(Jdk jdk) throws Exception {
    for (var traced : allOperations(jdk).entrySet()) {
      List<String> steps = traced.getValue().steps();
      for (int i = 0; i < steps.size(); i++) {
        if (steps.get(i).matches("(rename|link) .* -> (here|there)/f")) {
          String renamed = steps.get(i).split(" ")[1];
          List<String> before =
              steps.subList(0, i).stream()
                  .filter(step -> step.endsWith(" " + renamed) && !step.startsWith("close "))
                  .toList();
          assertEquals(
              "fsync " + renamed,
              before.isEmpty() ? "nothing" : before.get(before.size() - 1),
              traced.getKey() + ": " + steps);
        }
      }
    }
  }

  /** 2: the target removed, then a rename. */
  @OnEveryJdk
  void theTargetIsNeverRemoved(Jdk jdk) throws Exception {
    for (var traced : allOperations(jdk).entrySet()) {
      for (String target : List.of("here/f", "there/f")) {
        List<String> steps = traced.getValue().steps();
        assertFalse(steps.contains("unlink " + target), traced.getKey() + ": " + steps);
        assertFalse(
            steps.stream().anyMatch(step -> step.startsWith("rename " + target + " ")),
            traced.getKey() + ": " + steps);
      }
    }
  }

  /** 3: a rename without a force of the directory. */
  @OnEveryJdk
  void everyChangeOfADirectoryIsForcedBeforeTheReturn(Jdk jdk) throws Exception {
    for (var traced : allOperations(jdk).entrySet()) {
      List<String> steps = traced.getValue().steps();
      for (int i = 0; i < steps.size(); i++) {
        if (steps.get(i).matches("(rename|link|unlink|open or create) .*")) {
          List<String> later = steps.subList(i, steps.size());
          for (String directory : List.of("here", "there")) {
            if (steps.get(i).contains(" " + directory + "/")) {
              assertTrue(later.contains("fsync " + directory), traced.getKey() + ": " + steps);
            }
          }
        }
      }
    }
  }

  /** 7: what a failed write has left becomes the file. */
  @OnEveryJdk
  void whatADiskFullInTheMiddleOfAWriteLeavesIsNotCommitted(Jdk jdk) throws Exception {
    Operation.REPLACE.prepare(base);
    Path file = base.resolve("here/f");
    try (Caller caller = Caller.protecting(base, jdk)) {
      for (String call : List.of("fill", "lines", "string")) {
        String content = call.equals("fill") ? "200000" : "0123456789\\n".repeat(20_000);
        String line = line(call, file, content);
        caller.call(line);
        String second = Strace.trace(caller, base, line).trace().place("write here/TEMP", 2);
        Operation.REPLACE.prepare(base);

        String full = second.replace(":", ":error=ENOSPC:");
        var traced = Strace.trace(caller, base, line, full);

        assertEquals(refused(file, "No space left on device"), traced.answer(), call);
        List<String> steps = traced.trace().steps();
        assertEquals(
            List.of("create here/TEMP", "write here/TEMP", "write here/TEMP: ENOSPC"),
            steps.subList(0, 3));
        assertEquals("unlink here/TEMP", steps.get(steps.size() - 1));
        assertFalse(steps.stream().anyMatch(step -> step.matches("(fsync|rename) .*")));
        assertEquals(Operation.REPLACE.before, Tree.read(base), call);
      }
    }
  }

  /** 7, by the kernel itself: it writes up to a limit, and refuses the rest. */
  @OnEveryJdk
  void whatTheKernelHasCutShortIsNotCommitted(Jdk jdk) throws Exception {
    Machine.needs("prlimit");
    Operation.REPLACE.prepare(base);
    Path file = base.resolve("here/f");
    var result =
        Child.on(jdk)
            .under("prlimit", "--fsize=100000")
            .protecting(directory.resolve("durable.conf"), base + "/**")
            .call(line("fill", file, 200_000))
            .quietly();
    assertEquals(List.of(refused(file, "File too large")), result.lines());
    assertEquals(Operation.REPLACE.before, Tree.read(base));
  }

  /** 8: a failed force ignored, or done again. */
  @OnEveryJdk
  void aForceThatFailedIsToldAndNeverTriedAgain(Jdk jdk) throws Exception {
    try (Caller caller = Caller.protecting(base, jdk)) {
      Operation.REPLACE.prepare(base);
      var ofTheFile = Operation.REPLACE.trace(caller, base, "fsync:error=EIO:when=1");
      assertEquals(refused(base.resolve("here/f"), "Input/output error"), ofTheFile.answer());
      assertEquals(
          List.of(
              "create here/TEMP",
              "write here/TEMP",
              "chmod here/TEMP",
              "fsync here/TEMP: EIO",
              "close here/TEMP",
              "unlink here/TEMP"),
          ofTheFile.trace().steps());
      assertEquals(Operation.REPLACE.before, Tree.read(base));

      var ofTheDirectory = Operation.REPLACE.trace(caller, base, "fsync:error=EIO:when=2");
      assertTrue(
          ofTheDirectory
              .answer()
              .startsWith(
                  refused(
                      base.resolve("here/f"), "Input/output error (the new content is in place")),
          ofTheDirectory.answer());
      List<String> steps = ofTheDirectory.trace().steps();
      assertEquals("fsync here: EIO", steps.get(steps.size() - 1));
      assertEquals(Operation.REPLACE.after, Tree.read(base));

      // The next write has a temp file, and a force, of its own.
      assertEquals(Operation.REPLACE.steps, Operation.REPLACE.trace(caller, base).trace().steps());
    }
  }

  /** 21: a file system that can't force directories taken for a broken disk, or the reverse. */
  @OnEveryJdk
  void aDirectoryThatCantBeForcedIsToldOnceAndABrokenOneEachTime(Jdk jdk) throws Exception {
    Operation.REPLACE.prepare(base);
    try (Caller caller = Caller.protecting(base, jdk)) {
      for (int i = 0; i < 2; i++) {
        var cant = Operation.REPLACE.trace(caller, base, "fsync:error=EINVAL:when=2");
        assertEquals("ok " + base.resolve("here/f"), cant.answer());
        assertEquals(
            List.of(
                "durable: the directory "
                    + base.resolve("here")
                    + " can't be forced (Invalid argument); the newest versions of its files are"
                    + " whole, but may not survive a power cut"),
            caller.warnings());
      }
      for (int i = 0; i < 2; i++) {
        var broken = Operation.REPLACE.trace(caller, base, "fsync:error=EIO:when=2");
        assertTrue(broken.answer().contains("may not survive a power cut"), broken.answer());
      }
      assertEquals(1, caller.warnings().size());
    }
  }

  /** 25: needless forces. */
  @OnEveryJdk
  void aThousandLinesAreForcedTwiceTheFileAndItsDirectory(Jdk jdk) throws Exception {
    Operation.REPLACE.prepare(base);
    String lines = "a line of a file that is written line by line\\n".repeat(1000);
    try (Caller caller = Caller.protecting(base, jdk)) {
      Trace trace =
          Strace.trace(caller, base, line("lines", base.resolve("here/f"), lines)).trace();
      assertEquals(
          List.of("fsync here/TEMP", "fsync here"),
          trace.steps().stream().filter(step -> step.startsWith("fsync ")).toList());
    }
  }

  /** 25: a lock that is held while the disk works. */
  @Test
  void aWriteWhoseForceTakesLongHoldsNoOtherWriteUp() throws Exception {
    Operation.REPLACE.prepare(base);
    Path slow = base.resolve("here/slow");
    Path quick = base.resolve("here/quick");
    try (Caller caller = Caller.protecting(base, Jdk.newest());
        // The first force of each thread takes two seconds more.
        Strace strace = Strace.attach(caller, "fsync:delay_enter=2000000:when=1")) {
      caller.call(line("write", quick, "old"));
      caller.call(line("aside", "write", slow, "new"));
      while (noneInWork(base.resolve("here"))) {
        Thread.onSpinWait();
      }
      caller.call(line("write", quick, "new"));
      caller.call(line("mark", "quick"));
      caller.call("join");

      Trace trace = strace.detach(base);
      String published = "rename here/TEMP -> here/slow";
      assertTrue(trace.steps().contains(published), trace::toString);
      assertFalse(trace.until("quick").steps().contains(published), trace::toString);
    }
    assertEquals(
        Map.of("here/f", "old content", "here/quick", "new", "here/slow", "new"), Tree.read(base));
  }

  /** Whether no temp file in the directory has its content yet. */
  private static boolean noneInWork(Path directory) throws Exception {
    try (DirectoryStream<Path> temps = Files.newDirectoryStream(directory, ".durable-*~")) {
      for (Path temp : temps) {
        if (Files.size(temp) > 0) {
          return false;
        }
      }
    }
    return true;
  }

  /** What each operation does when nothing is in its way. */
  private Map<Operation, Trace> allOperations(Jdk jdk) throws Exception {
    try (Caller caller = Caller.protecting(base, jdk)) {
      return Operation.traceAll(caller, base);
    }
  }

  /** As {@code Calls} tells it. */
  private static String refused(Path file, String reason) {
    return "java.nio.file.FileSystemException file=" + file + " other=null reason=" + reason;
  }
}
