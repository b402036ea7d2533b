package dev.durable.tests.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Jdk;
import dev.durable.tests.OnEveryJdk;
import dev.durable.tests.OnOldestAndNewestJdk;
import dev.durable.tests.syscalls.Watched;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** What is appended or updated: seen at once, in the same file, and forced at the close. */
class InPlaceTest extends StreamsTest {
  /** The ways that keep what is in the file. */
  private static List<Object[]> ways(Path file) {
    return List.of(
        opening("s", "append-name", file),
        opening("s", "append-file", file),
        opening("s", "append-writer", file),
        opening("s", "output-stream", file, "APPEND"),
        opening("s", "output-stream", file, "CREATE", "APPEND"),
        opening("s", "output-stream", file, "WRITE"),
        opening("s", "buffered-writer", file, "APPEND"),
        opening("s", "byte-channel", file, "APPEND", "CREATE"),
        opening("s", "byte-channel", file, "READ", "WRITE"),
        opening("s", "file-channel", file, "READ", "WRITE", "CREATE"),
        opening("s", "file-channel", file, "WRITE"),
        opening("s", "async", file, "WRITE"),
        opening("s", "async", file, "READ", "WRITE", "CREATE"),
        opening("s", "random-rw", file),
        opening("s", "random-rws", file),
        opening("s", "random-rwd", file));
  }

  private static List<Object[]> creating(Path file) {
    return ways(file).stream()
        .filter(way -> !List.of(way).contains("WRITE") || List.of(way).contains("CREATE"))
        .filter(way -> !List.of(way).contains("APPEND") || List.of(way).contains("CREATE"))
        .toList();
  }

  private static String text(Object[] way) {
    return List.of(way).toString();
  }

  @OnEveryJdk
  void whatIsWrittenIsSeenAtOnceInTheSameFile(Jdk jdk) throws Exception {
    Watched jvm = protecting(jdk);
    Path file = guarded.resolve("file");
    for (Object[] way : ways(file)) {
      old(guarded, "file");
      Object inode = inode(file);
      ok(jvm, way);
      assertEquals(OLD, seen(file), text(way));
      ok(jvm, "put", "s", NEW);
      ok(jvm, "flush", "s");
      String expected =
          text(way).contains("append")
                  || text(way).contains("APPEND")
                  || text(way).contains("async")
              ? OLD + NEW
              : NEW + OLD.substring(NEW.length());
      assertEquals(expected, seen(file), text(way));
      ok(jvm, "close", "s");
      assertEquals(expected, seen(file), text(way));
      assertEquals(inode, inode(file), text(way));
      assertEquals(List.of("file"), names(guarded), text(way));
    }
    endQuietly(jvm);
  }

  @OnEveryJdk
  void itIsForcedBeforeCloseReturns(Jdk jdk) throws Exception {
    Watched.needsStrace();
    Watched jvm = protecting(jdk);
    Path file = old(guarded, "file");
    for (Object[] way : ways(file)) {
      ok(jvm, way);
      ok(jvm, "put", "s", NEW);
      ok(jvm, "flush", "s");
      Watched.Traced close = jvm.trace(guarded, "close", "s");
      assertEquals(List.of("fsync file"), close.commits(), () -> text(way) + close);
      assertEquals(List.of(), jvm.trace(guarded, "close", "s").steps, "closed twice");
    }
    endQuietly(jvm);
  }

  @OnEveryJdk
  void whenTheNameIsNewTheDirectoryIsForcedToo(Jdk jdk) throws Exception {
    Watched.needsStrace();
    Watched jvm = protecting(jdk);
    Path file = guarded.resolve("file");
    for (Object[] way : creating(file)) {
      ok(jvm, way);
      assertEquals("", seen(file), text(way));
      ok(jvm, "put", "s", NEW);
      Watched.Traced close = jvm.trace(guarded, "close", "s");
      assertEquals(List.of("fsync file", "fsync ."), close.commits(), () -> text(way) + close);
      Files.delete(file);
    }
    endQuietly(jvm);
  }

  @OnOldestAndNewestJdk
  void atLevelAtomicTheDirectoryIsNot(Jdk jdk) throws Exception {
    Watched.needsStrace();
    Watched jvm = protecting(jdk, "level=atomic");
    Path file = guarded.resolve("file");
    for (Object[] way : creating(file)) {
      ok(jvm, way);
      ok(jvm, "put", "s", NEW);
      Watched.Traced close = jvm.trace(guarded, "close", "s");
      assertEquals(List.of("fsync file"), close.commits(), () -> text(way) + close);
      Files.delete(file);
    }
    endQuietly(jvm);
  }

  @OnEveryJdk
  void aMappedBufferIsForcedWhenItsChannelCloses(Jdk jdk) throws Exception {
    Watched.needsStrace();
    Watched jvm = protecting(jdk);
    Path file = guarded.resolve("file");
    for (Object[] way :
        List.of(
            opening("s", "random-rw", file),
            opening("s", "file-channel", file, "READ", "WRITE"),
            opening("s", "file-channel", file, "READ", "WRITE", "CREATE", "TRUNCATE_EXISTING"))) {
      old(guarded, "file");
      ok(jvm, way);
      ok(jvm, "channel", "s", "c");
      ok(jvm, "map", "c", NEW);
      ok(jvm, "close", "c");
      assertTrue(seen(file).startsWith(NEW), text(way));

      ok(jvm, way);
      ok(jvm, "channel", "s", "c");
      ok(jvm, "map", "c", "map");
      Watched.Traced close = jvm.trace(guarded, "close", "s");
      assertEquals("fsync file", close.commits().get(0), () -> text(way) + close);
      assertTrue(seen(file).startsWith("map"), text(way));
      assertEquals(List.of("file"), names(guarded), text(way));
    }
    endQuietly(jvm);
  }

  @OnEveryJdk
  void withForceAtEachWriteItIsDurableWhenTheWriteReturns(Jdk jdk) throws Exception {
    Watched.needsStrace();
    Watched jvm = protecting(jdk, "force=write");
    Path file = old(guarded, "file");
    for (Object[] way : ways(file)) {
      ok(jvm, way);
      Watched.Traced put = jvm.trace(guarded, "put", "s", NEW);
      Watched.Traced flush = jvm.trace(guarded, "flush", "s");
      assertEquals(
          1, put.count("write file") + flush.count("write file"), () -> text(way) + put + flush);
      boolean forced =
          put.commits().contains("fsync file") || flush.commits().contains("fsync file");
      assertTrue(forced || isSynchronous(jvm.pid(), file), text(way));
      ok(jvm, "close", "s");
    }
    endQuietly(jvm);
  }

  @OnEveryJdk
  void withStreamsInPlaceNothingIsStaged(Jdk jdk) throws Exception {
    Watched.needsStrace();
    Watched jvm = protecting(jdk, "streams=in-place");
    for (Object[] way :
        List.of(
            opening("s", "stream-file", guarded.resolve("file")),
            opening("s", "writer-name", guarded.resolve("file")),
            opening("s", "output-stream", guarded.resolve("file")),
            opening("s", "file-channel", guarded.resolve("file"), "WRITE", "TRUNCATE_EXISTING"))) {
      Path file = old(guarded, "file");
      Object inode = inode(file);
      ok(jvm, way);
      assertEquals("", seen(file), text(way));
      ok(jvm, "put", "s", NEW);
      ok(jvm, "flush", "s");
      assertEquals(NEW, seen(file), text(way));
      Watched.Traced close = jvm.trace(guarded, "close", "s");
      assertEquals(List.of("fsync file"), close.commits(), () -> text(way) + close);
      assertEquals(inode, inode(file), text(way));
    }
    endQuietly(jvm);
  }

  @OnEveryJdk
  void closeThrowsWhatTheForceSaid(Jdk jdk) throws Exception {
    Watched.needsStrace();
    Watched jvm = protecting(jdk);
    Path file = old(guarded, "file");
    for (Object[] way : ways(file)) {
      Callable<Object> prepare =
          () -> {
            ok(jvm, way);
            ok(jvm, "put", "s", NEW);
            return ok(jvm, "flush", "s");
          };
      prepare.call();
      Watched.Traced undisturbed = jvm.trace(guarded, "close", "s");
      prepare.call();
      Watched.Traced close =
          jvm.trace(List.of(undisturbed.failing("fsync file", 1, "EIO")), guarded, "close", "s");
      assertEquals(
          "java.nio.file.FileSystemException file="
              + file
              + " other=null reason=Input/output error",
          close.answer,
          () -> text(way) + close);
      assertTrue(seen(file).contains(NEW), text(way));
      ok(jvm, "close", "s");
    }
    endQuietly(jvm);
  }

  @OnEveryJdk
  void theSynchronousModesOfTheApplicationAreKept(Jdk jdk) throws Exception {
    Watched jvm = protecting(jdk);
    Path file = old(guarded, "file");
    for (Object[] way :
        List.of(
            opening("s", "random-rws", file),
            opening("s", "random-rwd", file),
            opening("s", "file-channel", file, "WRITE", "SYNC"),
            opening("s", "file-channel", file, "WRITE", "DSYNC"),
            opening("s", "output-stream", file, "WRITE", "TRUNCATE_EXISTING", "DSYNC"))) {
      ok(jvm, way);
      assertTrue(isSynchronous(jvm.pid(), file), text(way));
      ok(jvm, "put", "s", NEW);
      assertTrue(seen(file).startsWith(NEW), text(way));
      ok(jvm, "close", "s");
    }
    ok(jvm, "open", "s", "random-rw", file);
    assertEquals(false, isSynchronous(jvm.pid(), file));
    ok(jvm, "close", "s");
    endQuietly(jvm);
  }

  @OnOldestAndNewestJdk
  void aFileThatIsOnlyReadIsLeftAlone(Jdk jdk) throws Exception {
    Watched.needsStrace();
    Watched jvm = protecting(jdk);
    Path file = old(guarded, "file");
    for (Object[] way :
        List.of(opening("s", "random-r", file), opening("s", "file-channel", file, "READ"))) {
      assertEquals(List.of(), jvm.trace(guarded, way).steps, text(way));
      assertEquals(OLD, ok(jvm, "get", "s", "100"));
      assertEquals(List.of(), jvm.trace(guarded, "close", "s").steps, text(way));
    }
    endQuietly(jvm);
  }

  @OnOldestAndNewestJdk
  void whatIsCutIsForcedToo(Jdk jdk) throws Exception {
    Watched.needsStrace();
    Watched jvm = protecting(jdk);
    Path file = old(guarded, "file");
    ok(jvm, "open", "s", "random-rw", file);
    ok(jvm, "cut", "s", "3");
    assertEquals(OLD.substring(0, 3), seen(file));
    assertEquals(List.of("fsync file"), jvm.trace(guarded, "close", "s").commits());
    endQuietly(jvm);
  }

  @OnOldestAndNewestJdk
  void aFileThatIsDeletedOnCloseIsLeftToTheJdk(Jdk jdk) throws Exception {
    Watched jvm = protecting(jdk);
    Path file = guarded.resolve("file");
    String[] options = {"CREATE", "WRITE", "TRUNCATE_EXISTING", "DELETE_ON_CLOSE"};
    ok(jvm, opening("s", "file-channel", file, options));
    ok(jvm, "put", "s", NEW);
    assertEquals(List.of(), temps(guarded));
    ok(jvm, "close", "s");
    assertEquals(List.of(), names(guarded));
    endQuietly(jvm);
  }

  @OnOldestAndNewestJdk
  void soItIsWhileOtherFilesAreOpen(Jdk jdk) throws Exception {
    Watched.needsStrace();
    Watched jvm = protecting(jdk);
    ok(jvm, "open", "other", "stream-file", guarded.resolve("other"));
    Path file = old(guarded, "file");
    Object[] opening = opening("s", "file-channel", file, "WRITE", "DELETE_ON_CLOSE");
    assertEquals(List.of("unlink file"), jvm.trace(guarded, opening).commits());
    assertNull(seen(file));
    ok(jvm, "close", "s");
    ok(jvm, "close", "other");
    endQuietly(jvm);
  }
}
