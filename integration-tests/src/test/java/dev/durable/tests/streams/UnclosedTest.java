package dev.durable.tests.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.durable.tests.Jdk;
import dev.durable.tests.OnEveryJdk;
import dev.durable.tests.OnOldestAndNewestJdk;
import dev.durable.tests.syscalls.Watched;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What nobody closes: committed when it is collected or when the JVM exits, as the plain JVM would
 * have left it; after a kill, the old content stands.
 */
class UnclosedTest extends StreamsTest {
  private static final String[] TRUNCATE = {"CREATE", "WRITE", "TRUNCATE_EXISTING"};
  private static final List<String> STREAMS =
      List.of("stream-file", "stream-sub", "writer-name", "print-stream-file", "formatter-file");
  private static final List<String> CHANNELS =
      List.of("output-stream", "buffered-writer", "byte-channel", "file-channel", "async");

  /** Opens and writes a file in each way. */
  private void leaveOpen(Watched jvm) throws Exception {
    for (String way : STREAMS) {
      write(jvm, way, opening(way, way, old(guarded, way)));
    }
    for (String way : CHANNELS) {
      write(jvm, way, opening(way, way, old(guarded, way), TRUNCATE));
    }
    for (String way : STREAMS) {
      assertEquals(OLD, seen(guarded.resolve(way)), way);
    }
  }

  private static void write(Watched jvm, String slot, Object[] opening) throws Exception {
    ok(jvm, opening);
    ok(jvm, "put", slot, NEW);
    ok(jvm, "flush", slot);
  }

  private void assertAll(String content) throws Exception {
    for (List<String> ways : List.of(STREAMS, CHANNELS)) {
      for (String way : ways) {
        assertEquals(content, seen(guarded.resolve(way)), way);
      }
    }
  }

  @OnEveryJdk
  void whatIsCollectedIsCommitted(Jdk jdk) throws Exception {
    Watched jvm = protecting(jdk);
    leaveOpen(jvm);
    for (List<String> ways : List.of(STREAMS, CHANNELS)) {
      for (String way : ways) {
        collect(jvm, way, NEW, () -> seen(guarded.resolve(way)));
      }
    }
    await(List.of(), () -> temps(guarded));
    endQuietly(jvm);
    assertAll(NEW);
  }

  @OnEveryJdk
  void whatIsOpenAtTheEndOfMainIsCommitted(Jdk jdk) throws Exception {
    Watched jvm = protecting(jdk);
    leaveOpen(jvm);
    endQuietly(jvm);
    assertAll(NEW);
    assertEquals(List.of(), temps(guarded));
  }

  @OnEveryJdk
  void whatIsOpenAtSystemExitIsCommittedAndTheStatusIsWhatItWas(Jdk jdk) throws Exception {
    Watched jvm = protecting(jdk);
    leaveOpen(jvm);
    assertNull(jvm.call("exit", "7"));
    assertEquals(7, jvm.exit());
    assertAll(NEW);
    assertEquals(List.of(), temps(guarded));
    assertEquals(List.of(), jvm.warnings());
  }

  @OnEveryJdk
  void aSignalToEndIsANormalExit(Jdk jdk) throws Exception {
    Watched jvm = protecting(jdk);
    leaveOpen(jvm);
    Shell.run("kill", "-TERM", jvm.pid());
    assertEquals(128 + 15, jvm.exit());
    assertAll(NEW);
    assertEquals(List.of(), temps(guarded));
  }

  @OnEveryJdk
  void whatShutdownHooksOfTheApplicationWriteIsThere(Jdk jdk) throws Exception {
    Watched jvm = protecting(jdk);
    Path written = old(guarded, "written");
    Path closed = old(guarded, "closed");
    Path opened = old(guarded, "opened");
    for (Path file : List.of(written, closed)) {
      write(
          jvm,
          file.getFileName().toString(),
          opening(file.getFileName().toString(), "stream-file", file));
    }
    List<Path> files = List.of(written, closed, opened);
    var inodes = new ArrayList<Object>();
    for (Path file : files) {
      inodes.add(inode(file));
    }
    // Slowly, so that whoever doesn't wait for the application's hooks is too early.
    ok(jvm, "at-exit", "written", "er", "slowly");
    ok(jvm, "at-exit", "closed", "est", "slowly", "close");
    ok(jvm, "open-at-exit", "stream-file", opened, NEW, "slowly");
    ok(jvm, "open-at-exit", "stream-file", guarded.resolve("new"), NEW, "slowly");
    endQuietly(jvm);
    assertEquals("newer", seen(written));
    assertEquals("newest", seen(closed));
    assertEquals(NEW, seen(opened));
    assertEquals(NEW, seen(guarded.resolve("new")));
    for (int i = 0; i < files.size(); i++) {
      assertNotEquals(inodes.get(i), inode(files.get(i)), "replaced");
    }
    assertEquals(List.of("closed", "new", "opened", "written"), names(guarded));
  }

  @OnOldestAndNewestJdk
  void aCloseThatRacesWithTheExitCommitsOnce(Jdk jdk) throws Exception {
    Watched.needsStrace();
    for (int round = 0; round < 5; round++) {
      Watched jvm = protecting(jdk);
      Path file = old(guarded, "file");
      write(jvm, "s", opening("s", "stream-file", file));
      Watched.Traced race = jvm.trace(guarded, "race", "s");
      assertEquals(0, jvm.exit());
      assertEquals(
          List.of("fsync TEMP", "rename TEMP -> file", "fsync ."), race.commits(), race::toString);
      assertEquals(NEW, seen(file));
      assertEquals(List.of(), jvm.warnings());
    }
  }

  @OnOldestAndNewestJdk
  void whatAShutdownHookClosesIsCommittedOnce(Jdk jdk) throws Exception {
    Watched.needsStrace();
    Watched jvm = protecting(jdk);
    Path file = old(guarded, "file");
    write(jvm, "s", opening("s", "stream-file", file));
    ok(jvm, "at-exit", "s", "er", "at once", "close");
    Watched.Traced exit = jvm.trace(guarded, "exit", "0");
    assertEquals(0, jvm.exit());
    assertEquals(
        List.of("fsync TEMP", "rename TEMP -> file", "fsync ."), exit.commits(), exit::toString);
    assertEquals("newer", seen(file));
  }

  @OnEveryJdk
  void afterAKillOrAHaltTheOldContentStandsAndTheNextStartTidiesUp(Jdk jdk) throws Exception {
    for (String end : List.of("kill", "halt")) {
      Watched jvm = protecting(jdk);
      leaveOpen(jvm);
      if (end.equals("kill")) {
        jvm.close();
        assertEquals(Watched.KILLED, jvm.exit());
      } else {
        assertNull(jvm.call("halt", "7"));
        assertEquals(7, jvm.exit());
      }
      assertAll(OLD);
      assertEquals(STREAMS.size() + CHANNELS.size(), temps(guarded).size(), end);

      Watched next = protecting(jdk);
      await(List.of(), () -> temps(guarded));
      endQuietly(next);
      assertAll(OLD);
    }
  }

  @OnOldestAndNewestJdk
  void theFirstWriteInADirectoryTidiesItUp(Jdk jdk) throws Exception {
    Path below = Files.createDirectory(guarded.resolve("below"));
    Watched jvm = protecting(jdk);
    write(jvm, "s", opening("s", "stream-file", old(below, "file")));
    jvm.close();
    assertEquals(1, temps(below).size());

    Watched next = protecting(jdk);
    write(next, "s", opening("s", "stream-file", below.resolve("other")));
    await(1, () -> temps(below).size());
    ok(next, "close", "s");
    endQuietly(next);
    assertEquals(List.of("file", "other"), names(below));
  }

  @OnOldestAndNewestJdk
  void thoseOfLivingProcessesStay(Jdk jdk) throws Exception {
    Watched living = protecting(jdk);
    Path file = old(guarded, "file");
    write(living, "s", opening("s", "stream-file", file));
    Watched other = protecting(jdk);
    write(other, "s", opening("s", "stream-file", guarded.resolve("other")));
    ok(other, "close", "s");
    endQuietly(other);
    assertEquals(1, temps(guarded).size());
    ok(living, "close", "s");
    assertEquals(NEW, seen(file));
    endQuietly(living);
  }
}
