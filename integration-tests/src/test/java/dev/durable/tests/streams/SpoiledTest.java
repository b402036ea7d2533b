package dev.durable.tests.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.Machine;
import dev.durable.tests.OnEveryJdk;
import dev.durable.tests.OnOldestAndNewestJdk;
import dev.durable.tests.syscalls.Watched;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A stream whose write has failed is not committed: the old content stays. */
class SpoiledTest extends StreamsTest {
  private static final int LIMIT = 200_000;
  private static final int TOO_LONG = 300_000;
  private static final int HUGE = 200_000_000;
  private static final String FULL = "java.io.IOException message=No space left on device";
  private static final String[] TRUNCATE = {"READ", "WRITE", "TRUNCATE_EXISTING"};

  /** All ways to write, each as the calls that open, prepare and then write too much. */
  private static Map<String, List<Object[]>> writes(Path file, Path large) {
    Object[] stream = opening("s", "stream-file", file);
    Object[] channel = opening("s", "file-channel", file, TRUNCATE);
    Object[] flood = {"flood", "s", TOO_LONG};
    Object[] getChannel = {"channel", "s", "c"};
    String half = "x".repeat(TOO_LONG / 2);
    var writes = new TreeMap<String, List<Object[]>>();
    for (String way :
        List.of("stream-name", "writer-file", "print-stream-file", "print-writer-file")) {
      writes.put(way, List.of(opening("s", way, file), flood));
    }
    for (String way : List.of("output-stream", "buffered-writer")) {
      writes.put(way, List.of(opening("s", way, file), flood));
    }
    writes.put("channel", List.of(channel, flood));
    writes.put("async", List.of(opening("s", "async", file, TRUNCATE), flood));
    writes.put(
        "channel of a stream", List.of(stream, getChannel, new Object[] {"flood", "c", TOO_LONG}));
    writes.put(
        "gathering write", List.of(channel, new Object[] {"gather", "s", half, half}, flood));
    writes.put("transferFrom", List.of(channel, new Object[] {"take-in", "s", large}));
    writes.put("transferTo", List.of(channel, new Object[] {"pass-on", "s", large}));
    writes.put(
        "transferFrom to a stream's channel",
        List.of(stream, getChannel, new Object[] {"take-in", "c", large}));
    return writes;
  }

  /**
   * A file may not be larger: the write that would make it so fails, in whatever way it is made.
   */
  private static Child limited(Child child) {
    Machine.needs("prlimit");
    return child.under("prlimit", "--fsize=" + LIMIT);
  }

  @OnEveryJdk
  void whicheverWayAWriteFailsTheOldContentStays(Jdk jdk) throws Exception {
    Watched jvm = start(limited(child(jdk)));
    Watched without = start(limited(Child.on(jdk)));
    Path large = Files.write(base.resolve("large"), new byte[TOO_LONG]);
    Path plain = free.resolve("file");
    Path file = old(guarded, "file");
    Object inode = inode(file);
    for (var write : writes(file, large).entrySet()) {
      String what = write.getKey();
      List<Object[]> same = writes(plain, large).get(what);
      old(free, "file");
      for (int i = 0; i < same.size(); i++) {
        assertEquals(without.call(same.get(i)), jvm.call(write.getValue().get(i)), what);
      }
      assertNotEquals(0, temps(guarded).size(), what);

      String closed = close(jvm);
      assertEquals(without.call("close", "s"), closed, what);
      assertEquals(LIMIT, Files.size(plain), what + ", without the agent");
      assertEquals(OLD, seen(file), what);
      assertEquals(inode, inode(file), what);
      assertEquals(List.of("file"), names(guarded), what);
    }
    endQuietly(jvm);
  }

  private String close(Watched jvm) throws Exception {
    String answer = jvm.call("close", "s");
    if (!answer.equals("ok ")) {
      // A writer that can't write what it still has leaves its stream open, on older JDKs.
      collect(jvm, "s", List.of("file"), () -> names(guarded));
    }
    return answer;
  }

  @OnOldestAndNewestJdk
  void aDiskThatIsFullCostsNothing(Jdk jdk) throws Exception {
    mount(guarded, "-t", "tmpfs", "-o", "size=1m", "small");
    Path file = old(guarded, "file");
    Watched jvm = protecting(jdk);
    for (String way : List.of("stream-file", "output-stream", "writer-file")) {
      ok(jvm, "open", "s", way, file);
      assertEquals(FULL, jvm.call("flood", "s", 3_000_000), way);
      jvm.call("close", "s");
      assertEquals(OLD, seen(file), way);
      assertEquals(List.of("file"), names(guarded), way);
    }
    // The room is free again.
    ok(jvm, "open", "s", "stream-file", file);
    ok(jvm, "flood", "s", TOO_LONG);
    ok(jvm, "close", "s");
    assertEquals(TOO_LONG, Files.size(file));
    endQuietly(jvm);
  }

  /** What has been replaced may still be there when the next version is begun, but not written. */
  @OnOldestAndNewestJdk
  void roomForTwoVersionsIsEnoughForAnyNumberOfThem(Jdk jdk) throws Exception {
    Path image = base.resolve("image");
    Shell.run("truncate", "-s", "16M", image);
    Shell.run("mkfs.ext4", "-q", "-m", "0", image);
    mount(guarded, "-o", "loop", image);
    long half = (long) (guarded.toFile().getUsableSpace() / 2.2);
    Path file = old(guarded, "file");
    Watched jvm = protecting(jdk);
    for (int i = 0; i < 20; i++) {
      ok(jvm, "open", "s", "stream-file", file);
      ok(jvm, "put-at-once", "s", half);
      ok(jvm, "close", "s");
    }
    assertEquals(half, Files.size(file));
    endQuietly(jvm);
  }

  @OnEveryJdk
  void aChannelThatAnInterruptHasClosedIsNotCommitted(Jdk jdk) throws Exception {
    Watched jvm = protecting(jdk);
    Path file = old(guarded, "file");
    for (String kind : List.of("file-channel", "byte-channel", "stream-file")) {
      boolean stream = kind.startsWith("stream");
      ok(jvm, stream ? opening("s", kind, file) : opening("s", kind, file, TRUNCATE));
      ok(jvm, "channel", "s", "c");
      ok(jvm, "put", "c", NEW);
      ok(jvm, "interrupt");
      assertEquals(
          "java.nio.channels.ClosedByInterruptException message=null",
          jvm.call("put", "c", NEW),
          kind);
      assertEquals("true", ok(jvm, "interrupted"), kind);
      assertEquals("false", ok(jvm, "is-open", "c"), kind);
      ok(jvm, "close", "s");
      assertEquals(OLD, seen(file), kind);
      assertEquals(List.of("file"), names(guarded), kind);
    }
    endQuietly(jvm);
  }

  @OnEveryJdk
  void anInterruptDoesNotKeepAStreamFromBeingWrittenAndCommitted(Jdk jdk) throws Exception {
    Watched jvm = protecting(jdk);
    Path file = old(guarded, "file");
    for (String way : List.of("stream-file", "writer-file")) {
      ok(jvm, opening("s", way, file));
      ok(jvm, "interrupt");
      ok(jvm, "put", "s", way);
      ok(jvm, "close", "s");
      assertEquals("true", ok(jvm, "interrupted"), way);
      assertEquals(way, seen(file));
    }
    // A channel notices an interrupt in its writes, not in its close.
    for (String way : List.of("file-channel", "async")) {
      ok(jvm, opening("s", way, file, "WRITE", "TRUNCATE_EXISTING"));
      ok(jvm, "put", "s", way);
      ok(jvm, "interrupt");
      ok(jvm, "close", "s");
      assertEquals("true", ok(jvm, "interrupted"), way);
      assertEquals(way, seen(file));
    }
    endQuietly(jvm);
  }

  @OnEveryJdk
  void aChannelThatIsClosedInTheMiddleOfAWriteHasAllOfItOrNothing(Jdk jdk) throws Exception {
    closeInTheMiddleOf("put-mapped", 2, jdk);
  }

  @OnEveryJdk
  void aChannelThatIsClosedInTheMiddleOfATransferHasAllOfItOrNothing(Jdk jdk) throws Exception {
    closeInTheMiddleOf("take-once", 8, jdk);
  }

  /** Closes a channel while another thread is in that call, which may just have ended. */
  private void closeInTheMiddleOf(String call, int rounds, Jdk jdk) throws Exception {
    Watched jvm = protecting(jdk);
    Path large = base.resolve("large");
    try (var sparse = new RandomAccessFile(large.toFile(), "rw")) {
      sparse.setLength(HUGE);
    }
    for (int round = 0; round < rounds; round++) {
      Path file = old(guarded, "file");
      ok(jvm, opening("s", "file-channel", file, TRUNCATE));
      ok(jvm, "aside", call, "s", large);
      await(true, () -> temps(guarded).stream().anyMatch(temp -> temp.toFile().length() > 0));
      ok(jvm, "close", "s");
      String answer = ok(jvm, "join");
      boolean done = answer.equals("ok " + HUGE);
      assertEquals(done ? HUGE : OLD.length(), Files.size(file), answer);
      assertEquals(List.of("file"), names(guarded));
      Files.delete(file);
    }
    endQuietly(jvm);
  }

  @OnOldestAndNewestJdk
  void aStreamThatIsClosedInTheMiddleOfAWriteHasAllOfItOrNothing(Jdk jdk) throws Exception {
    int length = 100_000_000;
    Watched jvm = protecting(jdk);
    Path file = old(guarded, "file");
    for (int round = 0; round < 2; round++) {
      ok(jvm, "open", "s", "stream-file", file);
      ok(jvm, "aside", "put-at-once", "s", length);
      await(true, () -> temps(guarded).stream().anyMatch(temp -> temp.toFile().length() > 0));
      ok(jvm, "close", "s");
      long committed = Files.size(file);
      String answer = ok(jvm, "join");
      boolean done = answer.equals("ok ");
      assertEquals(done ? length : OLD.length(), committed, answer);
      assertEquals(committed, Files.size(file), "nothing more after the close: " + answer);
      assertEquals(List.of("file"), names(guarded));
      Files.delete(file);
      old(guarded, "file");
    }
    endQuietly(jvm);
  }

  @OnOldestAndNewestJdk
  void closeThrowsWhatTheForceOrTheRenameSaidInTheFilesName(Jdk jdk) throws Exception {
    Watched.needsStrace();
    Watched jvm = protecting(jdk);
    Path file = guarded.resolve("file");
    for (String way : List.of("stream-file", "output-stream", "print-stream-file")) {
      Watched.Traced undisturbed = closing(jvm, way, List.of());
      for (String step : List.of("fsync TEMP", "rename TEMP -> file")) {
        for (String error : List.of("EIO", "ENOSPC")) {
          Watched.Traced close = closing(jvm, way, List.of(undisturbed.failing(step, 1, error)));
          String what = way + ": " + close;
          if (way.startsWith("print")) {
            // It keeps its errors to itself, as ever.
            assertEquals("ok ", close.answer, what);
          } else {
            assertEquals(
                "java.nio.file.FileSystemException file="
                    + file
                    + " other=null reason="
                    + (error.equals("EIO") ? "Input/output error" : "No space left on device"),
                close.answer,
                what);
          }
          assertEquals(OLD, seen(file), what);
          assertEquals(List.of("file"), names(guarded), what);
          ok(jvm, "close", "s");
          assertEquals(OLD, seen(file), what);
        }
      }
    }
    endQuietly(jvm);
  }

  @OnOldestAndNewestJdk
  void closeSaysThatTheDirectoryCouldNotBeForced(Jdk jdk) throws Exception {
    Watched.needsStrace();
    Watched jvm = protecting(jdk);
    Path file = guarded.resolve("file");
    Watched.Traced undisturbed = closing(jvm, "stream-file", List.of());
    Watched.Traced close =
        closing(jvm, "stream-file", List.of(undisturbed.failing("fsync .", 1, "EIO")));
    assertTrue(close.answer.contains(file.toString()), close::toString);
    assertTrue(close.answer.contains("may not survive a power cut"), close::toString);
    assertFalse(close.answer.contains(".durable-"), close::toString);
    assertEquals(NEW, seen(file));
    assertEquals(List.of("file"), names(guarded));
    endQuietly(jvm);
  }

  /** Traces the close of a stream that has replaced the old content. */
  private Watched.Traced closing(Watched jvm, String way, List<String> injections)
      throws Exception {
    Path file = old(guarded, "file");
    ok(jvm, opening("s", way, file));
    ok(jvm, "put", "s", NEW);
    ok(jvm, "flush", "s");
    return jvm.trace(injections, guarded, "close", "s");
  }
}
