package dev.durable.tests.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.OnEveryJdk;
import dev.durable.tests.OnOldestAndNewestJdk;
import dev.durable.tests.syscalls.Watched;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;

/** What is open for long is published, and grows in place from then on. */
class StageLimitTest extends StreamsTest {

  @OnEveryJdk
  void atTheLimitAStreamIsPublishedAndFromThenOnGrowsForAllToSee(Jdk jdk) throws Exception {
    Watched jvm = protecting(jdk, "stage-limit=1s");
    List<String> ways = List.of("stream-file", "writer-file", "file-channel", "async");
    var inodes = new HashMap<String, Object>();
    for (String way : ways) {
      boolean channel = way.equals("file-channel") || way.equals("async");
      String[] options = channel ? new String[] {"WRITE", "TRUNCATE_EXISTING"} : new String[0];
      Path file = old(guarded, way);
      inodes.put(way, inode(file));
      ok(jvm, opening(way, way, file, options));
      ok(jvm, "put", way, "one");
      ok(jvm, "flush", way);
    }
    for (String way : ways) {
      Path file = guarded.resolve(way);
      await("one", () -> seen(file));
      Object published = inode(file);
      assertNotEquals(inodes.get(way), published, way);

      ok(jvm, "put", way, " two");
      ok(jvm, "flush", way);
      assertEquals("one two", seen(file), way);
      ok(jvm, "close", way);
      assertEquals("one two", seen(file), way);
      assertEquals(published, inode(file), way);
    }
    assertEquals(List.of(), temps(guarded));
    jvm.end();
    List<String> said = warnings(jvm, 3);
    assertEquals(1, said.size(), "once per rule: " + said);
    assertTrue(said.get(0).startsWith("durable: " + guarded + "/"), said.get(0));
    assertTrue(said.get(0).contains("stage-limit=1s"), said.get(0));
  }

  /** What was said, but for the last line: how many more were counted. */
  private static List<String> warnings(Watched jvm, int more) throws Exception {
    List<String> all = jvm.warnings();
    String last = all.get(all.size() - 1);
    assertEquals(
        "durable: " + more + " more warnings like those above were counted, not shown", last);
    return all.subList(0, all.size() - 1);
  }

  @OnOldestAndNewestJdk
  void itIsSaidOnceForEachRule(Jdk jdk) throws Exception {
    Path other = Files.createDirectory(base.resolve("other"));
    Watched jvm =
        start(
            Child.on(jdk)
                .protecting(
                    base.resolve("durable.conf"),
                    guarded + "/** stage-limit=1s",
                    other + "/** stage-limit=1500ms"));
    List<Path> files =
        List.of(old(guarded, "a"), old(guarded, "b"), old(other, "c"), old(other, "d"));
    for (Path file : files) {
      ok(jvm, "open", file.getFileName(), "stream-file", file);
    }
    for (Path file : files) {
      await("", () -> seen(file));
    }
    jvm.end();
    List<String> said = warnings(jvm, 2);
    assertEquals(2, said.size(), said::toString);
    assertTrue(said.get(0).contains(guarded + "/"), said.get(0));
    assertTrue(said.get(0).contains("stage-limit=1s"), said.get(0));
    assertTrue(said.get(1).contains(other + "/"), said.get(1));
    assertTrue(said.get(1).contains("stage-limit=1500ms"), said.get(1));
  }

  @OnOldestAndNewestJdk
  void withoutALimitAStreamIsPublishedAtItsCloseOnly(Jdk jdk) throws Exception {
    Path unlimited = Files.createDirectory(base.resolve("unlimited"));
    Watched jvm =
        start(
            Child.on(jdk)
                .protecting(
                    base.resolve("durable.conf"),
                    guarded + "/** stage-limit=100ms",
                    unlimited + "/** stage-limit=none"));
    Path slow = old(unlimited, "file");
    ok(jvm, "open", "slow", "stream-file", slow);
    ok(jvm, "put", "slow", NEW);
    // Those that are opened later, and published, show that the time of the first would have come.
    for (int i = 0; i < 3; i++) {
      Path file = old(guarded, "file" + i);
      ok(jvm, "open", "s", "stream-file", file);
      await("", () -> seen(file));
      ok(jvm, "close", "s");
    }
    assertEquals(OLD, seen(slow));
    ok(jvm, "close", "slow");
    assertEquals(NEW, seen(slow));
    jvm.end();
  }

  @OnOldestAndNewestJdk
  void aKillAfterTheLimitLeavesWhatWasPublished(Jdk jdk) throws Exception {
    Watched jvm = protecting(jdk, "stage-limit=100ms");
    Path file = guarded.resolve("log");
    ok(jvm, "open", "s", "stream-file", file);
    ok(jvm, "put", "s", "one");
    await("one", () -> String.valueOf(seen(file)));
    ok(jvm, "put", "s", " two");
    jvm.close();
    assertEquals("one two", seen(file));
    assertEquals(List.of("log"), names(guarded));
  }

  @OnOldestAndNewestJdk
  void whatIsWrittenAfterTheLimitIsForcedAtTheClose(Jdk jdk) throws Exception {
    Watched.needsStrace();
    Watched jvm = protecting(jdk, "stage-limit=100ms");
    Path file = old(guarded, "file");
    ok(jvm, "open", "s", "stream-file", file);
    await("", () -> seen(file));
    assertEquals(List.of("write file"), jvm.trace(guarded, "put", "s", NEW).steps);
    Watched.Traced close = jvm.trace(guarded, "close", "s");
    assertEquals(List.of("fsync file"), close.commits(), close::toString);
    assertEquals(NEW, seen(file));
    jvm.end();
  }

  @OnOldestAndNewestJdk
  void whatIsPublishedIsForcedAtEachWriteIfTheRuleSaysSo(Jdk jdk) throws Exception {
    Watched.needsStrace();
    Watched jvm = protecting(jdk, "stage-limit=100ms", "force=write");
    Path file = old(guarded, "file");
    ok(jvm, "open", "s", "stream-file", file);
    await("", () -> seen(file));
    Watched.Traced put = jvm.trace(guarded, "put", "s", NEW);
    assertTrue(
        put.commits().contains("fsync file") || isSynchronous(jvm.pid(), file), put::toString);
    ok(jvm, "close", "s");
    jvm.end();
  }
}
