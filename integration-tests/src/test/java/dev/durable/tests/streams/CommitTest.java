package dev.durable.tests.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Jdk;
import dev.durable.tests.OnEveryJdk;
import dev.durable.tests.OnOldestAndNewestJdk;
import dev.durable.tests.syscalls.Watched;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

/** A close is exactly a commit: force, rename, force of the directory, before it returns. */
class CommitTest extends StreamsTest {
  private static final List<String> COMMIT =
      List.of("fsync TEMP", "rename TEMP -> file", "fsync .");

  /** Ways of all kinds, with the options that they need. */
  private static final Map<String, List<String>> WAYS =
      Map.of(
          "stream-file", List.of(),
          "writer-name", List.of(),
          "print-stream-file", List.of(),
          "output-stream", List.of(),
          "byte-channel", List.of("CREATE", "WRITE", "TRUNCATE_EXISTING"),
          "file-channel", List.of("CREATE", "READ", "WRITE", "TRUNCATE_EXISTING"),
          "async", List.of("CREATE", "WRITE", "TRUNCATE_EXISTING"));

  private Path file;

  @BeforeEach
  void needsStrace() {
    Watched.needsStrace();
    file = guarded.resolve("file");
  }

  private void open(Watched jvm, String way) throws Exception {
    ok(jvm, opening("s", way, file, WAYS.get(way).toArray(String[]::new)));
  }

  @OnEveryJdk
  void theFileIsForcedThenRenamedThenTheDirectoryIsForcedBeforeCloseReturns(Jdk jdk)
      throws Exception {
    Watched jvm = protecting(jdk);
    for (String way : WAYS.keySet()) {
      for (boolean exists : new boolean[] {false, true}) {
        open(jvm, way);
        ok(jvm, "put", "s", NEW);
        Watched.Traced close = jvm.trace(guarded, "close", "s");
        assertEquals("ok ", close.answer, way);
        assertEquals(COMMIT, close.commits(), () -> way + ", existing: " + exists + ": " + close);
        assertEquals(NEW, seen(file), way);
      }
      Files.delete(file);
    }
    endQuietly(jvm);
  }

  @OnOldestAndNewestJdk
  void whatWritersHoldInTheirBuffersIsWrittenAtTheCloseBeforeTheForce(Jdk jdk) throws Exception {
    Watched jvm = protecting(jdk);
    for (String way : List.of("writer-name", "print-writer-file", "buffered-writer")) {
      ok(jvm, opening("s", way, file));
      Watched.Traced put = jvm.trace(guarded, "put", "s", NEW);
      assertEquals(0, put.count("write TEMP"), () -> way + " has a buffer: " + put);
      Watched.Traced close = jvm.trace(guarded, "close", "s");
      List<String> written = close.steps.stream().filter(step -> !step.startsWith("ch")).toList();
      assertEquals(
          List.of("write TEMP", "fsync TEMP"), written.subList(0, 2), () -> way + ": " + close);
      assertEquals(1, close.count("write TEMP"), () -> way + ": " + close);
      assertEquals(NEW, seen(file), way);
    }
    endQuietly(jvm);
  }

  @OnEveryJdk
  void closingTwiceCommitsOnce(Jdk jdk) throws Exception {
    Watched jvm = protecting(jdk);
    for (String way : WAYS.keySet()) {
      open(jvm, way);
      ok(jvm, "put", "s", NEW);
      assertEquals(COMMIT, jvm.trace(guarded, "close", "s").commits(), way);
      Watched.Traced again = jvm.trace(guarded, "close", "s");
      assertEquals("ok ", again.answer, way);
      assertEquals(List.of(), again.steps, way);
    }
    endQuietly(jvm);
  }

  @OnOldestAndNewestJdk
  void aStreamAndItsChannelCommitOnce(Jdk jdk) throws Exception {
    Watched jvm = protecting(jdk);
    for (String first : new String[] {"s", "c"}) {
      open(jvm, "stream-file");
      ok(jvm, "channel", "s", "c");
      ok(jvm, "put", "c", NEW);
      assertEquals(COMMIT, jvm.trace(guarded, "close", first).commits());
      String second = first.equals("s") ? "c" : "s";
      assertEquals(List.of(), jvm.trace(guarded, "close", second).steps);
    }
    endQuietly(jvm);
  }

  @OnOldestAndNewestJdk
  void atLevelAtomicTheDirectoryIsNotForced(Jdk jdk) throws Exception {
    Watched jvm = protecting(jdk, "level=atomic");
    for (String way : WAYS.keySet()) {
      open(jvm, way);
      ok(jvm, "put", "s", NEW);
      assertEquals(COMMIT.subList(0, 2), jvm.trace(guarded, "close", "s").commits(), way);
    }
    endQuietly(jvm);
  }

  @OnEveryJdk
  void openingAndWritingForceNothingAndLeaveTheFileAlone(Jdk jdk) throws Exception {
    Watched jvm = protecting(jdk);
    old(guarded, "file");
    Watched.Traced open = jvm.trace(guarded, "open", "s", "stream-file", file);
    assertEquals("create TEMP", open.steps.get(0), open::toString);
    assertTrue(open.steps.stream().allMatch(step -> step.endsWith(" TEMP")), open::toString);
    assertEquals(List.of(), open.commits(), open::toString);
    Watched.Traced put = jvm.trace(guarded, "put", "s", NEW);
    assertEquals(List.of("write TEMP"), put.steps, put::toString);
    ok(jvm, "close", "s");
    endQuietly(jvm);
  }

  @OnOldestAndNewestJdk
  void anUnprotectedStreamIsJustClosed(Jdk jdk) throws Exception {
    Watched jvm = protecting(jdk);
    file = old(free, "file");
    for (String way : WAYS.keySet()) {
      open(jvm, way);
      ok(jvm, "put", "s", NEW);
      ok(jvm, "flush", "s");
      assertEquals(List.of(), jvm.trace(free, "close", "s").steps, way);
    }
    endQuietly(jvm);
  }
}
