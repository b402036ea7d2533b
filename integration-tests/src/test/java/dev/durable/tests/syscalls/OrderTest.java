package dev.durable.tests.syscalls;

import static dev.durable.tests.Child.line;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.OnEveryJdk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Each call is exactly its system calls, in their order, all of them before it returns. */
@Timeout(value = 60, threadMode = SEPARATE_THREAD)
class OrderTest {
  @TempDir Path directory;

  @BeforeAll
  static void needsStrace() {
    Strace.needed();
  }

  @OnEveryJdk
  void eachCallIsExactlyItsSystemCallsAndAllAreMadeBeforeItReturns(Jdk jdk) throws Exception {
    Path base = directory.toRealPath().resolve("base");
    try (Caller caller = Caller.protecting(base, jdk)) {
      assertAll(
          Arrays.stream(Operation.values())
              .map(operation -> (Executable) () -> checkOrder(operation, caller, base)));
      caller.end();
    }
  }

  @OnEveryJdk
  void stringsAndLinesAreWrittenAsBytesAre(Jdk jdk) throws Exception {
    Path base = directory.toRealPath().resolve("base");
    Operation.REPLACE.prepare(base);
    Path file = base.resolve("here/f");
    try (Caller caller = Caller.protecting(base, jdk)) {
      for (String call : List.of("string", "lines")) {
        var traced = Strace.trace(caller, base, line(call, file, "new"));
        assertEquals(Operation.REPLACE.steps, traced.trace().steps(), traced::toString);
      }
    }
  }

  @Test
  void atLevelAtomicOnlyTheForceOfTheNamesIsLeftOut() throws Exception {
    Path base = directory.toRealPath().resolve("base");
    try (Caller caller = Caller.protecting(base, "level=atomic", Child.on(Jdk.newest()))) {
      for (var traced : Operation.traceAll(caller, base).entrySet()) {
        var expected = new ArrayList<>(traced.getKey().steps);
        expected.removeIf(step -> step.equals("fsync here") || step.equals("fsync there"));
        assertEquals(expected, traced.getValue().steps(), traced::toString);
      }
    }
  }

  @Test
  void withOnObstacleFailNothingIsTouchedThatCantBeReplaced() throws Exception {
    Path base = directory.toRealPath().resolve("base");
    Operation operation = Operation.IN_PLACE_SHORTER;
    operation.prepare(base);
    try (Caller caller = Caller.protecting(base, "on-obstacle=fail", Child.on(Jdk.newest()))) {
      var traced = operation.trace(caller, base);
      assertTrue(traced.answer().contains("several hard links"), traced::toString);
      assertEquals(List.of(), traced.trace().steps());
      assertEquals(operation.before, Tree.read(base));
    }
  }

  private static void checkOrder(Operation operation, Caller caller, Path base) throws Exception {
    operation.prepare(base);
    var traced = operation.trace(caller, base);
    assertEquals(operation.steps, traced.trace().steps(), () -> operation + ": " + traced);
    assertEquals(operation.steps, traced.trace().until("end").steps(), "after the return");
    assertEquals(operation.after, Tree.read(base), operation.name());
  }
}
