package dev.durable.tests.libraries;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.durable.programs.libraries.Growing;
import dev.durable.programs.libraries.Growth;
import dev.durable.programs.libraries.Replacing;
import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.OnEveryJdk;
import dev.durable.tests.syscalls.Recording;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that grow or are changed here and there, by loggers and databases: nothing is lost or there
 * twice, whatever name a file gets meanwhile, and all of it is forced.
 */
@Timeout(value = 120, threadMode = SEPARATE_THREAD)
class GrowingFilesTest {
  private static final String GROWING = "dev.durable.programs.libraries.Growing";
  private static final Once<Run> RUNS = new Once<>();

  @TempDir static Path directory;

  /** What became of the child, and what it did. */
  private record Run(Child.Result result, Path base, Steps steps) {

    Steps steps(String way) {
      return steps.in(Path.of(way));
    }

    List<String> names(String way) throws Exception {
      try (var files = Files.list(base.resolve(way))) {
        return files.map(file -> file.getFileName().toString()).sorted().toList();
      }
    }
  }

  @BeforeAll
  static void recordingsNeeded() {
    Recording.needed();
  }

  static Stream<Arguments> every() {
    return of(EnumSet.allOf(Growth.Kind.class), Jdk.all());
  }

  static Stream<Arguments> leftUnforced() {
    return of(EnumSet.complementOf(EnumSet.of(Growth.Kind.FORCED)), Jdk.all());
  }

  static Stream<Arguments> inPlace() {
    return of(EnumSet.of(Growth.Kind.UNFORCED, Growth.Kind.FORCED), Jdk.oldestAndNewest());
  }

  private static Stream<Arguments> of(Set<Growth.Kind> kinds, Collection<Jdk> jdks) {
    return jdks.stream()
        .flatMap(
            jdk ->
                Growth.all().entrySet().stream()
                    .filter(way -> kinds.contains(way.getValue().kind))
                    .map(way -> Arguments.of(way.getKey(), jdk)));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("every")
  void allIsForcedWhenItIsClosedOrGetsItsName(String way, Jdk jdk) throws Exception {
    guarded(jdk).steps(way).assertDurable();
  }

  /** So the test above can fail. */
  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("leftUnforced")
  void withoutTheAgentItIsNot(String way, Jdk jdk) throws Exception {
    assertFalse(plain(jdk).steps(way).unforced().isEmpty());
  }

  @OnEveryJdk
  void nothingIsLostOrThereTwice(Jdk jdk) throws Exception {
    var expected = new ArrayList<String>();
    Growth.all()
        .forEach((way, growth) -> expected.addAll(List.of("before none", "after " + Growing.ALL)));
    assertEquals(expected, plain(jdk).result.lines());
    assertEquals(expected, guarded(jdk).result.lines());
    assertEquals(plain(jdk).result.warnings(), guarded(jdk).result.warnings());
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("every")
  void theFilesAreThoseOfARunWithoutTheAgent(String way, Jdk jdk) throws Exception {
    assertEquals(plain(jdk).names(way), guarded(jdk).names(way));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("inPlace")
  void aJvmThatEndsInTheMiddleLeavesWhatWasAddedAndTheNextOneGoesOn(String way, Jdk jdk)
      throws Exception {
    Path base = directory.toRealPath().resolve(way + " halted " + jdk);
    var first = Libraries.child(jdk, true, base).run("", GROWING, base.toString(), "halt", way);
    assertEquals(Replacing.HALTED, first.exit(), first::err);
    var second = Libraries.child(jdk, true, base).run("", GROWING, base.toString(), "go", way);
    assertEquals(0, second.exit(), second::err);
    assertEquals(List.of("before " + Growing.HALF, "after " + Growing.ALL), second.lines());
    assertFalse(second.warnings().contains("durable"), second::err);
  }

  private static Run plain(Jdk jdk) throws Exception {
    return run(jdk, false);
  }

  private static Run guarded(Jdk jdk) throws Exception {
    return run(jdk, true);
  }

  private static Run run(Jdk jdk, boolean guarded) throws Exception {
    String name = (guarded ? "guarded " : "plain ") + jdk;
    return RUNS.get(name, () -> run(jdk, guarded, directory.toRealPath().resolve(name)));
  }

  private static Run run(Jdk jdk, boolean guarded, Path base) throws Exception {
    Recording recording = new Recording(base.resolveSibling(base.getFileName() + ".strace"));
    Child child = recording.of(Libraries.child(jdk, guarded, base));
    Child.Result result = child.run("", GROWING, base.toString(), "go");
    assertEquals(0, result.exit(), result::err);
    return new Run(result, base, Steps.of(recording.steps(base), List.of()));
  }
}
