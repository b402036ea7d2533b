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

/** Locks and marker files keep others out, exactly as without the agent. */
class LocksTest extends StreamsTest {
  /** Said where a file had content already: it can't be replaced any more. */
  private static final String LOCKED = "it is to be locked";

  /** The ways in which applications open their lock files. */
  private static List<Object[]> ways(Path file) {
    return List.of(
        opening("s", "stream-name", file),
        opening("s", "append-name", file),
        opening("s", "random-rw", file),
        opening("s", "file-channel", file, "WRITE", "CREATE"),
        opening("s", "file-channel", file, "READ", "WRITE", "CREATE"),
        opening("s", "file-channel", file, "WRITE", "CREATE", "TRUNCATE_EXISTING"),
        opening("s", "async", file, "WRITE", "CREATE", "TRUNCATE_EXISTING"));
  }

  private static String tryLock(Watched jvm, Object[] opening) throws Exception {
    ok(jvm, opening);
    return ok(jvm, "try-lock", "s", "lock");
  }

  @OnEveryJdk
  void ofTwoJvmsOneGetsTheLock(Jdk jdk) throws Exception {
    Watched one = protecting(jdk);
    Watched other = protecting(jdk);
    Watched withoutAgent = plain(jdk);
    Path file = guarded.resolve("app.lock");
    for (boolean exists : new boolean[] {false, true}) {
      for (Object[] mine : ways(file)) {
        for (Object[] theirs : ways(file)) {
          if (exists) {
            old(guarded, "app.lock");
          }
          String what = mine[2] + " " + theirs[2] + ", existing: " + exists;
          assertEquals("true", tryLock(one, mine), what);
          assertEquals("false", tryLock(other, theirs), what);
          ok(other, "close", "s");
          assertEquals("false", tryLock(withoutAgent, theirs), what);
          ok(withoutAgent, "close", "s");

          ok(one, "close", "s");
          assertEquals("true", tryLock(other, theirs), what + ", after the close");
          ok(other, "close", "s");
          Files.deleteIfExists(file);
        }
      }
    }
    endSaying(one, LOCKED);
    endSaying(other, LOCKED);
    withoutAgent.end();
  }

  @OnEveryJdk
  void oneWithoutTheAgentKeepsOneWithItOut(Jdk jdk) throws Exception {
    Watched one = plain(jdk);
    Watched other = protecting(jdk);
    Path file = guarded.resolve("app.lock");
    for (Object[] mine : ways(file)) {
      for (Object[] theirs : ways(file)) {
        assertEquals("true", tryLock(one, mine));
        assertEquals("false", tryLock(other, theirs), mine[2] + " " + theirs[2]);
        ok(one, "close", "s");
        assertEquals("true", ok(other, "try-lock", "s", "lock"));
        ok(other, "release", "lock");
        ok(other, "close", "s");
      }
    }
    endQuietly(other);
    one.end();
  }

  @OnEveryJdk
  void aLockIsHadWhenTheOtherJvmReleasesItClosesItsFileOrDies(Jdk jdk) throws Exception {
    Path file = guarded.resolve("app.lock");
    for (Object[] way : ways(file)) {
      for (String end : List.of("release lock", "close s", "die")) {
        Watched one = end.equals("die") ? protecting(jdk) : shared(jdk);
        Watched other = waiting(jdk);
        assertEquals("true", tryLock(one, way));
        ok(other, way);
        ok(other, "aside", "lock", "s", "lock");
        await(true, () -> waitsForALock(other));
        if (end.equals("die")) {
          one.close();
        } else {
          ok(one, (Object[]) end.split(" "));
        }
        assertEquals("ok true", ok(other, "join"), end);
        assertEquals("true", ok(other, "is-locked", "lock"));
        ok(other, "close", "s");
        if (!end.equals("die")) {
          one.call("close", "s");
        }
      }
    }
    endQuietly(waiting(jdk));
    endQuietly(shared(jdk));
  }

  private Watched shared;
  private Watched waiting;

  private Watched shared(Jdk jdk) throws Exception {
    shared = shared == null ? protecting(jdk) : shared;
    return shared;
  }

  private Watched waiting(Jdk jdk) throws Exception {
    waiting = waiting == null ? protecting(jdk) : waiting;
    return waiting;
  }

  /** Whether it waits for a lock that another process has on a file: see proc_locks(5). */
  private static boolean waitsForALock(Watched jvm) throws Exception {
    String line = ".*-> .*WRITE " + jvm.pid() + " .*";
    return Files.readAllLines(Path.of("/proc/locks")).stream().anyMatch(s -> s.matches(line));
  }

  @OnEveryJdk
  void withinOneJvmLocksOfTwoChannelsOverlapAsWithoutTheAgent(Jdk jdk) throws Exception {
    Both both = new Both(this, jdk, directory -> {});
    for (String first : List.of("stream-name", "random-rw", "append-name")) {
      for (String second : List.of("stream-name", "random-rw", "append-name")) {
        both.calls("open s " + first + " @/app.lock", "open t " + second + " @/app.lock");
        assertEquals("ok true", both.call("try-lock", "s", "lock"), first + " " + second);
        assertEquals(
            "java.nio.channels.OverlappingFileLockException message=null",
            both.call("try-lock", "t", "lock2"),
            first + " " + second);
        both.calls("lock t lock2", "release lock", "try-lock t lock2", "try-lock s lock");
        both.calls("close t", "try-lock s lock", "is-locked lock", "close s", "is-locked lock");
        // Opened when the other one is locked already.
        both.calls("open s " + first + " @/app.lock", "try-lock s lock");
        both.calls("open t " + second + " app.lock", "try-lock t lock2", "close s", "close t");
      }
    }
    both.end();
  }

  @OnEveryJdk
  void whatWasWrittenBeforeAndAfterTheLockIsThere(Jdk jdk) throws Exception {
    Both both = new Both(this, jdk, directory -> old(directory, "existing"));
    for (String name : List.of("existing", "new")) {
      for (String lock : List.of("lock s l", "try-lock s l", "lock s l shared")) {
        both.calls("open s stream-name @/" + name, "put s pid", lock, "put s =1", "close s");
        both.assertSameFiles(name + ", " + lock);
        assertEquals("pid=1", seen(guarded.resolve(name)));
      }
    }
    both.endSaying(LOCKED);
  }

  @OnOldestAndNewestJdk
  void aLockedFileIsSeenWithWhatIsInIt(Jdk jdk) throws Exception {
    Watched jvm = protecting(jdk);
    Path file = guarded.resolve("app.lock");
    assertEquals("true", tryLock(jvm, opening("s", "stream-name", file)));
    ok(jvm, "put", "s", "1234");
    assertEquals("1234", seen(file), "the number of the process, for others");
    ok(jvm, "close", "s");
    assertEquals("1234", seen(file));
    assertEquals(List.of("app.lock"), names(guarded));
    endQuietly(jvm);
  }

  @OnEveryJdk
  void markerFilesAppearAtOnceAndKeepOthersOut(Jdk jdk) throws Exception {
    Watched one = protecting(jdk);
    Watched other = plain(jdk);
    Path file = guarded.resolve("marker");
    List<Object[]> ways =
        List.of(
            opening("s", "output-stream", file, "CREATE_NEW", "WRITE"),
            opening("s", "buffered-writer", file, "CREATE_NEW"),
            opening("s", "byte-channel", file, "CREATE_NEW", "WRITE"),
            opening("s", "file-channel", file, "CREATE_NEW", "WRITE", "TRUNCATE_EXISTING"),
            opening("s", "async", file, "CREATE_NEW", "WRITE"));
    for (Object[] way : ways) {
      ok(one, way);
      assertEquals("", seen(file), (String) way[2]);
      assertTrue(other.call(way).startsWith("java.nio.file.FileAlreadyExistsException"));
      assertEquals("false", ok(other, "new-file", file));
      ok(one, "put", "s", NEW);
      ok(one, "flush", "s");
      assertEquals(NEW, seen(file), (String) way[2]);
      ok(one, "close", "s");
      assertEquals(List.of("marker"), names(guarded));
      assertTrue(one.call(way).startsWith("java.nio.file.FileAlreadyExistsException"));
      ok(one, "delete", file);
    }
    for (String call : List.of("new-file", "create")) {
      ok(one, call, file);
      assertEquals("", seen(file), call);
      assertEquals("false", ok(other, "new-file", file));
      ok(one, "delete", file);
    }
    endQuietly(one);
    other.end();
  }

  @OnEveryJdk
  void aMarkerFileIsForcedAtItsCloseWithItsDirectory(Jdk jdk) throws Exception {
    Watched.needsStrace();
    Watched jvm = protecting(jdk);
    Path file = guarded.resolve("marker");
    for (String way : List.of("output-stream", "file-channel", "async")) {
      ok(jvm, opening("s", way, file, "CREATE_NEW", "WRITE"));
      ok(jvm, "put", "s", NEW);
      Watched.Traced close = jvm.trace(guarded, "close", "s");
      assertEquals(List.of("fsync file", "fsync ."), commits(close, "marker"), close::toString);
      ok(jvm, "delete", file);
    }
    endQuietly(jvm);
  }

  private static List<String> commits(Watched.Traced traced, String name) {
    return traced.commits().stream().map(step -> step.replace(name, "file")).toList();
  }
}
