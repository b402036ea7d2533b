package dev.durable.tests.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.durable.programs.streams.Openings;
import dev.durable.tests.Jdk;
import dev.durable.tests.OnEveryJdk;
import dev.durable.tests.OnOldestAndNewestJdk;
import dev.durable.tests.syscalls.Watched;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * A file that is opened to be written anew: until it is closed, others see the old one; then the
 * new one. The application has the JDK's own objects.
 */
class OpeningTest extends StreamsTest {
  private static final String[] NO_OPTIONS = {};
  private static final String[] TRUNCATE = {"WRITE", "TRUNCATE_EXISTING"};
  private static final String[] CREATE_TRUNCATE = {"CREATE", "WRITE", "TRUNCATE_EXISTING"};
  private static final String[] READ_TOO = {"CREATE", "READ", "WRITE", "TRUNCATE_EXISTING"};

  @OnEveryJdk
  void untilTheCloseOthersSeeTheOldFileAndThenTheNewOne(Jdk jdk) throws Exception {
    Watched jvm = protecting(jdk);
    Watched without = plain(jdk);
    for (String way : Openings.streams()) {
      checkReplaced(jvm, without, way, NO_OPTIONS);
    }
    for (String way : Openings.channels()) {
      checkReplaced(jvm, without, way, TRUNCATE);
      checkReplaced(jvm, without, way, CREATE_TRUNCATE);
    }
    for (String way : List.of("output-stream", "buffered-writer", "provider")) {
      checkReplaced(jvm, without, way, NO_OPTIONS);
    }
    for (String way : List.of("byte-channel", "byte-channel-set", "file-channel", "async")) {
      checkReplaced(jvm, without, way, READ_TOO);
    }
    endQuietly(jvm);
  }

  private void checkReplaced(Watched jvm, Watched without, String way, String[] options)
      throws Exception {
    String what = way + " " + List.of(options);
    Path file = old(guarded, "file");
    Object inode = inode(file);
    ok(without, opening("plain", way, old(free, "file"), options));

    ok(jvm, opening("s", way, file, options));
    ok(jvm, "put", "s", NEW);
    ok(jvm, "flush", "s");

    assertEquals(OLD, seen(file), what);
    assertEquals(1, temps(guarded).size(), what);
    assertEquals(ok(without, "type", "plain"), ok(jvm, "type", "s"), what);
    ok(without, "close", "plain");

    ok(jvm, "close", "s");
    assertEquals(NEW, seen(file), what);
    assertNotEquals(inode, inode(file), what);
    assertEquals(List.of("file"), names(guarded), what);
  }

  @OnEveryJdk
  void aNewFileAppearsWholeAtTheClose(Jdk jdk) throws Exception {
    Watched jvm = protecting(jdk);
    for (String way : Openings.streams()) {
      checkCreated(jvm, way, NO_OPTIONS);
    }
    for (String way : Openings.channels()) {
      checkCreated(jvm, way, CREATE_TRUNCATE);
    }
    endQuietly(jvm);
  }

  private void checkCreated(Watched jvm, String way, String[] options) throws Exception {
    Path file = guarded.resolve(way);
    ok(jvm, opening("s", way, file, options));
    ok(jvm, "put", "s", NEW);
    ok(jvm, "flush", "s");
    assertNull(seen(file), way);
    ok(jvm, "close", "s");
    assertEquals(NEW, seen(file), way);
    assertEquals("rw-r--r--", modeOf(file), way);
    assertEquals(List.of(), temps(guarded), way);
  }

  private static String modeOf(Path file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @OnEveryJdk
  void theChannelAndTheDescriptorOfAStreamAreThoseOfTheSameFile(Jdk jdk) throws Exception {
    Watched jvm = protecting(jdk);
    Path file = old(guarded, "file");
    ok(jvm, "open", "s", "stream-file", file);
    ok(jvm, "channel", "s", "c");
    ok(jvm, "put", "s", "ab");
    ok(jvm, "put", "c", "cd");
    assertEquals("4", ok(jvm, "at", "c"));
    assertEquals("sun.nio.ch.FileChannelImpl", ok(jvm, "type", "c"));
    assertEquals(OLD, seen(file));

    ok(jvm, "close", "c");
    assertEquals("abcd", seen(file), "closed through its channel");
    assertEquals("java.io.IOException message=Stream Closed", jvm.call("put", "s", "more"));
    ok(jvm, "close", "s");
    assertEquals("abcd", seen(file));
    endQuietly(jvm);
  }

  @OnEveryJdk
  void theDescriptorIsValidUntilTheClose(Jdk jdk) throws Exception {
    Watched jvm = protecting(jdk);
    Path file = old(guarded, "file");
    ok(jvm, "open", "s", "stream-file", file);
    ok(jvm, "put", "s", NEW);
    ok(jvm, "descriptor", "s", "d");
    assertEquals("true", ok(jvm, "valid", "d"));
    ok(jvm, "close", "s");
    assertEquals("false", ok(jvm, "valid", "d"));
    assertEquals(NEW, seen(file));
    endQuietly(jvm);
  }

  @OnEveryJdk
  void aStreamOnTheDescriptorOfAnotherOneClosesBoth(Jdk jdk) throws Exception {
    Watched jvm = protecting(jdk);
    Path file = old(guarded, "file");
    ok(jvm, "open", "s", "stream-file", file);
    ok(jvm, "descriptor", "s", "d");
    ok(jvm, "open", "t", "stream-descriptor", "d");
    ok(jvm, "put", "s", "a");
    ok(jvm, "put", "t", "b");
    ok(jvm, "close", "t");
    assertEquals("ab", seen(file));
    assertEquals(List.of("file"), names(guarded));
    endQuietly(jvm);
  }

  @OnEveryJdk
  void aSubclassThatDoesNotCloseIsCommittedWhenItIsCollected(Jdk jdk) throws Exception {
    Watched jvm = protecting(jdk);
    Path file = old(guarded, "file");
    ok(jvm, "open", "s", "stream-impolite", file);
    ok(jvm, "put", "s", NEW);
    ok(jvm, "close", "s");
    assertEquals(OLD, seen(file), "not closed yet");
    collect(jvm, "s", NEW, () -> seen(file));
    assertEquals(List.of("file"), names(guarded));
    endQuietly(jvm);
  }

  @OnOldestAndNewestJdk
  void anEmptyStreamEmptiesTheFile(Jdk jdk) throws Exception {
    Watched jvm = protecting(jdk);
    Path file = old(guarded, "file");
    ok(jvm, "open", "s", "stream-file", file);
    assertEquals(OLD, seen(file));
    ok(jvm, "close", "s");
    assertEquals("", seen(file));
    endQuietly(jvm);
  }

  @OnOldestAndNewestJdk
  void writesAnywhereInTheFileAreKept(Jdk jdk) throws Exception {
    Watched jvm = protecting(jdk);
    Path file = old(guarded, "file");
    ok(jvm, "open", "c", "byte-channel", file, "READ", "WRITE", "TRUNCATE_EXISTING");
    ok(jvm, "put", "c", "0123456789");
    ok(jvm, "seek", "c", "2");
    ok(jvm, "put", "c", "ab");
    assertEquals("4567", ok(jvm, "get", "c", "4"));
    ok(jvm, "cut", "c", "7");
    assertEquals("7", ok(jvm, "size", "c"));
    assertEquals(OLD, seen(file));
    ok(jvm, "close", "c");
    assertEquals("01ab456", seen(file));
    endQuietly(jvm);
  }

  @OnOldestAndNewestJdk
  void whatIsLargeIsWholeOrNotThere(Jdk jdk) throws Exception {
    Watched jvm = protecting(jdk);
    Path file = old(guarded, "file");
    for (String way : List.of("stream-file", "output-stream", "async")) {
      int length = 5_000_001;
      ok(jvm, opening("s", way, file, way.startsWith("a") ? CREATE_TRUNCATE : NO_OPTIONS));
      ok(jvm, "flood", "s", length);
      assertEquals(OLD, seen(file), way);
      ok(jvm, "close", "s");
      assertEquals(length, Files.size(file), way);
      Files.writeString(file, OLD);
    }
    endQuietly(jvm);
  }

  @OnOldestAndNewestJdk
  void anUnprotectedFileIsWrittenInPlace(Jdk jdk) throws Exception {
    Watched jvm = protecting(jdk);
    for (String way : Openings.streams()) {
      Path file = old(free, "file");
      Object inode = inode(file);
      ok(jvm, "open", "s", way, file);
      assertEquals("", seen(file), way);
      ok(jvm, "put", "s", NEW);
      ok(jvm, "close", "s");
      assertEquals(NEW, seen(file), way);
      assertEquals(inode, inode(file), way);
    }
    assertEquals(List.of("file"), names(free));
    endQuietly(jvm);
  }
}
