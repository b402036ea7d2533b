package dev.durable.tests.syscalls;

import static dev.durable.tests.Child.line;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * SIGKILL before each system call of each call, and before the return. The signal is delivered on
 * entry, so that the kernel doesn't make the call any more.
 */
@Timeout(value = 60, threadMode = SEPARATE_THREAD)
class KillTest {
  private static final int ATTEMPTS = 5;

  @TempDir Path directory;

  @BeforeAll
  static void needsStrace() {
    Strace.needed();
  }

  static Stream<Arguments> each() {
    // What is overwritten without a safety copy may be torn; the agent warns of it.
    var operations = EnumSet.complementOf(EnumSet.of(Operation.IN_PLACE_WITHOUT_COPY));
    return Jdk.oldestAndNewest().stream()
        .flatMap(jdk -> operations.stream().map(operation -> Arguments.of(operation, jdk)));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("each")
  void aKillBeforeAnyStepLeavesOldOrNewAndTheNextStartRemovesTheLeftovers(
      Operation operation, Jdk jdk) throws Exception {
    Path root = directory.toRealPath();
    List<String> places = places(operation, jdk, root.resolve("plan"));
    assertEquals(operation.steps.size() + 1, places.size());
    List<Integer> steps =
        IntStream.range(0, places.size())
            .filter(step -> operation.allowsInjectionAt(places.get(step)))
            .boxed()
            .toList();
    long killed =
        steps.parallelStream()
            .filter(step -> killedBefore(step, places.get(step), operation, jdk, base(root, step)))
            .count();
    assertEquals(steps.size(), killed);

    Map<Integer, Map<String, String>> left = new HashMap<>();
    for (int step : steps) {
      left.put(step, Tree.read(base(root, step)));
    }
    List<String> said = startAgain(jdk, root, steps);

    var finished = new ArrayList<String>();
    for (int step : steps) {
      String when =
          "killed before "
              + (step < operation.steps.size() ? operation.steps.get(step) : "the return");
      Map<String, String> expected = operation.afterKillBefore(step);
      Set<String> names = left.get(step).keySet();
      if (names.stream().anyMatch(name -> name.endsWith(".ready~"))) {
        finished.add(
            "durable: "
                + base(root, step).resolve("here/f")
                + " was being overwritten when a crash came; finished from its safety copy");
      } else {
        names.removeIf(name -> name.contains(".durable-"));
        assertEquals(expected, left.get(step), when);
      }
      Map<String, String> swept = Tree.read(base(root, step));
      swept.keySet().removeIf(name -> name.endsWith("/another"));
      assertEquals(expected, swept, when + ", after the next start");
    }
    assertEquals(finished, said);
  }

  private static Path base(Path root, int step) {
    return root.resolve("killed-before-step-" + step);
  }

  /** Where strace meets each step, and the return, which shows by the looking for a mark. */
  private static List<String> places(Operation operation, Jdk jdk, Path base) throws Exception {
    try (Caller caller = warm(operation, jdk, base)) {
      operation.prepare(base);
      Trace trace = operation.trace(caller, base).trace();
      assertEquals(operation.steps, trace.steps());
      List<String> places = new ArrayList<>(trace.places());
      places.add(trace.placeOfMark("end"));
      return places;
    }
  }

  /** A caller that has made the call before, so that its classes are loaded. */
  private static Caller warm(Operation operation, Jdk jdk, Path base) throws Exception {
    Caller caller = Caller.protecting(base, jdk);
    operation.prepare(base);
    caller.call(operation.line(base));
    return caller;
  }

  /** Whether a process could be killed there. */
  private static boolean killedBefore(
      int step, String place, Operation operation, Jdk jdk, Path base) {
    var made = new ArrayList<>(operation.steps.subList(0, step));
    if (step < operation.steps.size()) {
      made.add(operation.steps.get(step) + ": killed");
    }
    // Each thread counts for itself, and another one may come to the number first.
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try (Caller caller = warm(operation, jdk, base)) {
        operation.prepare(base);
        String kill = place.replace(":", ":signal=SIGKILL:");
        Trace trace = operation.trace(caller, base, kill).trace();
        if (caller.exit() == Caller.KILLED && trace.ofTheCaller().steps().equals(made)) {
          return true;
        }
      } catch (Exception e) {
        throw new AssertionError(step + ", at " + place, e);
      }
    }
    return false;
  }

  /**
   * Another process begins with the agent, and writes another file in each directory.
   *
   * @return what the agent said
   */
  private static List<String> startAgain(Jdk jdk, Path root, List<Integer> steps) throws Exception {
    var rules = new ArrayList<String>();
    var calls = new ArrayList<String>();
    for (int step : steps) {
      Path base = base(root, step);
      rules.add(base + "/**");
      calls.add(line("write", base.resolve("here/another"), ""));
      calls.add(line("write", base.resolve("there/another"), ""));
    }
    var result =
        Child.on(jdk)
            .protecting(root.resolve("again.conf"), rules.toArray(new String[0]))
            .call(calls.toArray(new String[0]));
    assertEquals(0, result.exit(), result.err());
    return result.err().lines().filter(line -> !line.contains(" hooks")).toList();
  }
}
