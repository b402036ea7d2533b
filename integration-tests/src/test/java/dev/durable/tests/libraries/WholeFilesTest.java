package dev.durable.tests.libraries;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.durable.programs.libraries.Replacing;
import dev.durable.programs.libraries.Way;
import dev.durable.programs.libraries.Ways;
import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.OnEveryJdk;
import dev.durable.tests.OnOldestAndNewestJdk;
import dev.durable.tests.syscalls.Recording;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that are written whole, by the JDK's own libraries and by others: each is replaced
 * atomically and durably, and nothing of it shows to the library.
 */
@Timeout(value = 120, threadMode = SEPARATE_THREAD)
class WholeFilesTest {
  private static final Once<Run> RUNS = new Once<>();

  @TempDir static Path directory;

  /** The files' first version, written without the agent. */
  private static Path old;

  @BeforeAll
  static void writeTheFirstVersion() throws Exception {
    Recording.needed();
    old = directory.toRealPath().resolve("old");
    var first = Libraries.child(Jdk.newest()).run("", Run.REPLACING, old.toString(), "1", "go");
    assertEquals(0, first.exit(), first::err);
    for (var way : Ways.all().entrySet()) {
      Path file = Run.file(old, way.getKey());
      switch (way.getValue().kind) {
        case DELETES -> Files.writeString(file, "to be removed");
        case NAMES -> Files.delete(file);
        default -> assertTrue(Files.exists(file));
      }
    }
  }

  static Stream<Arguments> every() {
    return of(EnumSet.allOf(Way.Kind.class));
  }

  static Stream<Arguments> replacing() {
    return of(EnumSet.complementOf(EnumSet.of(Way.Kind.DELETES)));
  }

  static Stream<Arguments> piecewise() {
    return of(EnumSet.of(Way.Kind.PIECEWISE));
  }

  static Stream<Arguments> deleting() {
    return of(EnumSet.of(Way.Kind.DELETES));
  }

  static Stream<Arguments> failing() {
    return of(EnumSet.of(Way.Kind.PIECEWISE), Jdk.oldestAndNewest());
  }

  private static Stream<Arguments> of(Set<Way.Kind> kinds) {
    return of(kinds, Jdk.all());
  }

  private static Stream<Arguments> of(Set<Way.Kind> kinds, Collection<Jdk> jdks) {
    return jdks.stream()
        .flatMap(
            jdk ->
                Ways.all().entrySet().stream()
                    .filter(way -> kinds.contains(way.getValue().kind))
                    .map(way -> Arguments.of(way.getKey(), jdk)));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("replacing")
  void theFileIsNeverTouchedButReplacedByAForcedOne(String way, Jdk jdk) throws Exception {
    Run.Outcome guarded = guarded(jdk).of(way);
    guarded.steps().assertReplaced(Run.name(Ways.all().get(way)));
    assertFalse(guarded.sameInode());
    assertArrayEquals(guarded.old(), guarded.held(), "what one finds who had opened it before");
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("piecewise")
  void inTheMiddleOthersFindTheOldFile(String way, Jdk jdk) throws Exception {
    Run.Outcome guarded = guarded(jdk).of(way);
    assertTrue(guarded.seen());
    assertArrayEquals(guarded.old(), guarded.middle());
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("deleting")
  void whatIsRemovedIsRemovedForGood(String way, Jdk jdk) throws Exception {
    guarded(jdk).of(way).steps().assertDurable();
  }

  /** So the three tests above can fail. */
  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("every")
  void withoutTheAgentTheFileIsTornOrNothingIsForced(String way, Jdk jdk) throws Exception {
    Run.Outcome plain = plain(jdk).of(way);
    Set<Object> inPlace = plain.steps().changesInPlace(Run.name(Ways.all().get(way)));
    switch (Ways.all().get(way).kind) {
      case PIECEWISE -> {
        assertFalse(inPlace.isEmpty(), plain.steps()::toString);
        assertTrue(plain.seen());
        assertFalse(isWhole(plain.middle(), plain), "torn in the middle");
      }
      case WHOLE -> assertFalse(inPlace.isEmpty(), plain.steps()::toString);
      case RENAMES, NAMES, DELETES ->
          assertFalse(plain.steps().unforced().isEmpty(), plain.steps()::toString);
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("every")
  void allElseIsAsWithoutTheAgent(String way, Jdk jdk) throws Exception {
    Run.Outcome plain = plain(jdk).of(way);
    Run.Outcome guarded = guarded(jdk).of(way);
    assertEquals(
        Ways.all().get(way).kind == Way.Kind.DELETES ? "end gone" : "end as written",
        guarded.said());
    assertEquals(plain.said(), guarded.said());
    assertEquals(plain.names(), guarded.names());
    assertSame(way, plain, guarded);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("failing")
  void anInputThatFailsLeavesWhatItLeavesWithoutTheAgent(String way, Jdk jdk) throws Exception {
    Run.Outcome plain = run(jdk, false, "fail").of(way);
    Run.Outcome guarded = run(jdk, true, "fail").of(way);
    assertTrue(guarded.said().endsWith("IllegalStateException: in the middle"), guarded.said());
    assertEquals(plain.said(), guarded.said());
    assertEquals(plain.names(), guarded.names());
    assertSame(way, plain, guarded);
    assertEquals(Set.of(), guarded.steps().changesInPlace(Run.name(Ways.all().get(way))));
  }

  @OnEveryJdk
  void nothingMoreIsSaidThanWithoutTheAgent(Jdk jdk) throws Exception {
    assertEquals(plain(jdk).warnings, guarded(jdk).warnings);
  }

  @OnOldestAndNewestJdk
  void norOfAnInputThatFails(Jdk jdk) throws Exception {
    assertEquals(run(jdk, false, "fail").warnings, run(jdk, true, "fail").warnings);
  }

  @OnOldestAndNewestJdk
  void aJvmThatEndsInTheMiddleLeavesTheOldFile(Jdk jdk) throws Exception {
    Path base = directory.toRealPath().resolve("halted " + jdk);
    Libraries.copyTree(old, base);
    assertAll(
        halted(jdk, true, base).entrySet().stream()
            .map(way -> checkOld(way.getKey(), way.getValue())));

    Child next = Libraries.child(jdk, true, base);
    Child.Result result = next.run("", Run.REPLACING, base.toString(), "2", "go").quietly();
    assertEquals(
        2L * Ways.all().size(),
        result.lines().stream()
            .filter(line -> line.matches("begin .*|end as written|end gone"))
            .count(),
        result::out);
    assertEquals(List.of(), leftovers(base));
  }

  @Test
  void withoutTheAgentAJvmThatEndsInTheMiddleLeavesATornFile() throws Exception {
    Jdk jdk = Jdk.newest();
    Path base = directory.toRealPath().resolve("torn");
    Libraries.copyTree(old, base);
    assertAll(
        halted(jdk, false, base).entrySet().stream()
            .map(way -> checkTorn(way.getKey(), way.getValue(), jdk)));
  }

  private static Executable checkOld(String way, byte[] left) {
    return () -> assertArrayEquals(Files.readAllBytes(Run.file(old, way)), left, way);
  }

  private static Executable checkTorn(String way, byte[] left, Jdk jdk) {
    return () -> assertFalse(isWhole(left, plain(jdk).of(way)), way);
  }

  /** What is left of each file by a JVM that ended in the middle of it. */
  private static Map<String, byte[]> halted(Jdk jdk, boolean guarded, Path base) throws Exception {
    List<String> ways =
        Ways.all().entrySet().stream()
            .filter(way -> way.getValue().kind == Way.Kind.PIECEWISE)
            .map(Map.Entry::getKey)
            .toList();
    // Some at a time: a JVM's start is waiting for the most part.
    Map<String, Child.Result> results =
        ways.parallelStream()
            .collect(Collectors.toConcurrentMap(way -> way, way -> halt(jdk, guarded, base, way)));
    Map<String, byte[]> left = new HashMap<>();
    for (String way : ways) {
      Child.Result result = results.get(way);
      assertEquals(Replacing.HALTED, result.exit(), () -> way + ": " + result.err());
      result.withNothingElseOnStderr();
      Path file = Run.file(base, way);
      left.put(way, Files.exists(file) ? Files.readAllBytes(file) : null);
    }
    return left;
  }

  private static Child.Result halt(Jdk jdk, boolean guarded, Path base, String way) {
    try {
      return Libraries.child(jdk, guarded, base)
          .run("", Run.REPLACING, base.toString(), "2", "halt", way);
    } catch (Exception e) {
      throw new AssertionError(way, e);
    }
  }

  /** Whether it is the complete old or the complete new content. */
  private static boolean isWhole(byte[] content, Run.Outcome complete) {
    return content != null
        && (Arrays.equals(content, complete.old()) || content.length == complete.after().length);
  }

  private static void assertSame(String way, Run.Outcome plain, Run.Outcome guarded) {
    if (Ways.all().get(way).givesTheSameBytes) {
      assertArrayEquals(plain.after(), guarded.after());
    } else {
      assertEquals(plain.after().length, guarded.after().length);
    }
  }

  private static List<Path> leftovers(Path base) throws Exception {
    var found = new ArrayList<Path>();
    try (var all = Files.walk(base)) {
      all.filter(path -> path.getFileName().toString().startsWith(".durable-")).forEach(found::add);
    }
    return found;
  }

  private static Run plain(Jdk jdk) throws Exception {
    return run(jdk, false, "look");
  }

  private static Run guarded(Jdk jdk) throws Exception {
    return run(jdk, true, "look");
  }

  private static Run run(Jdk jdk, boolean guarded, String middle) throws Exception {
    String name = jdk + (guarded ? " guarded " : " plain ") + middle;
    Path base = directory.toRealPath().resolve(name);
    return RUNS.get(name, () -> new Run(jdk, guarded, old, base, middle));
  }
}
