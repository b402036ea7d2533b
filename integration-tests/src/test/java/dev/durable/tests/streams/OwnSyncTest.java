package dev.durable.tests.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Jdk;
import dev.durable.tests.OnEveryJdk;
import dev.durable.tests.syscalls.Watched;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An application that forces what it has written means it: it is durable, under its name. */
class OwnSyncTest extends StreamsTest {
  private static final List<String> COMMIT =
      List.of("fsync TEMP", "rename TEMP -> file", "fsync .");
  private static final String[] TRUNCATE = {"CREATE", "WRITE", "TRUNCATE_EXISTING"};

  /** The ways to say "now": the calls that open and write, and the last one that forces. */
  private static List<List<Object[]>> ways(Path file) {
    Object[] stream = opening("s", "stream-file", file);
    Object[] put = {"put", "s", NEW};
    Object[] getChannel = {"channel", "s", "c"};
    Object[] force = {"force", "s", "true"};
    Object[] forceContent = {"force", "s", "false"};
    return List.of(
        List.of(stream, put, new Object[] {"sync", "s"}),
        List.of(stream, new Object[] {"descriptor", "s", "d"}, put, new Object[] {"sync", "d"}),
        List.of(stream, put, getChannel, new Object[] {"force", "c", "true"}),
        List.of(opening("s", "file-channel", file, TRUNCATE), put, force),
        List.of(opening("s", "file-channel", file, TRUNCATE), put, forceContent),
        List.of(opening("s", "byte-channel", file, TRUNCATE), put, force),
        List.of(opening("s", "async", file, TRUNCATE), put, force));
  }

  @OnEveryJdk
  void whatIsWrittenSoFarIsThereAfterAKill(Jdk jdk) throws Exception {
    Path file = guarded.resolve("file");
    for (List<Object[]> way : ways(file)) {
      old(guarded, "file");
      Watched jvm = protecting(jdk);
      for (Object[] call : way) {
        ok(jvm, call);
      }
      jvm.close();
      assertEquals(NEW, seen(file));
      assertEquals(List.of("file"), names(guarded));
    }
  }

  @OnEveryJdk
  void itIsForcedUnderItsNameBeforeTheCallReturns(Jdk jdk) throws Exception {
    Watched.needsStrace();
    Watched jvm = protecting(jdk);
    Path file = guarded.resolve("file");
    for (boolean exists : new boolean[] {true, false}) {
      for (List<Object[]> way : ways(file)) {
        if (exists) {
          old(guarded, "file");
        }
        var commits = new ArrayList<String>();
        Watched.Traced last = null;
        for (Object[] call : way) {
          last = jvm.trace(guarded, call);
          assertTrue(last.answer.startsWith("ok "), last::toString);
          commits.addAll(last.commits());
        }
        assertEquals(COMMIT, commits.subList(0, 3), () -> "all that came of " + way.size());
        // Whoever had the descriptor before was written in place, and then forced.
        String forced = last.commits().get(0);
        assertTrue(forced.equals("fsync TEMP") || forced.equals("fsync file"), last::toString);

        Watched.Traced more = jvm.trace(guarded, "put", "s", "er");
        assertEquals(List.of("write file"), more.steps, "in place from now on");
        assertEquals("newer", seen(file));
        Watched.Traced close = jvm.trace(guarded, "close", "s");
        assertEquals("fsync file", close.commits().get(0), close::toString);
        assertEquals("newer", seen(file));
        Files.delete(file);
      }
    }
    endQuietly(jvm);
  }

  @OnEveryJdk
  void aLaterFailureCostsNothingOfWhatWasForced(Jdk jdk) throws Exception {
    Watched jvm = protecting(jdk);
    Path file = old(guarded, "file");
    ok(jvm, opening("s", "file-channel", file, TRUNCATE));
    ok(jvm, "put", "s", NEW);
    ok(jvm, "force", "s", "true");
    ok(jvm, "interrupt");
    assertEquals(
        "java.nio.channels.ClosedByInterruptException message=null", jvm.call("put", "s", "er"));
    ok(jvm, "interrupted");
    ok(jvm, "close", "s");
    assertTrue(seen(file).startsWith(NEW));
    endQuietly(jvm);
  }
}
