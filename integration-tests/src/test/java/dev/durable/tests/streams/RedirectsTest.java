package dev.durable.tests.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.durable.tests.Jdk;
import dev.durable.tests.OnEveryJdk;
import dev.durable.tests.syscalls.Watched;
import java.nio.file.Path;
import java.util.List;

/** A file that a child process writes is the child's: the agent stands aside. */
class RedirectsTest extends StreamsTest {
  private static final String SAY = "echo one; read line; echo $line";

  @OnEveryJdk
  void whatTheChildSaysIsThereWhileItRunsAndAfter(Jdk jdk) throws Exception {
    Watched jvm = protecting(jdk);
    for (boolean exists : new boolean[] {true, false}) {
      Path file = exists ? old(guarded, "file") : guarded.resolve("new");
      Object inode = exists ? inode(file) : null;
      ok(jvm, "start", file, "sh", "-c", SAY);
      await("one\n", () -> String.valueOf(seen(file)));
      assertEquals(List.of(), temps(guarded));
      ok(jvm, "tell", "two");
      assertEquals("0", ok(jvm, "await"));
      assertEquals("one\ntwo\n", seen(file));
      assertEquals(exists ? inode : inode(file), inode(file));
    }
    endQuietly(jvm);
    assertEquals("one\ntwo\n", seen(guarded.resolve("file")));
  }

  @OnEveryJdk
  void soIsWhatItAppendsOrSaysOnStderr(Jdk jdk) throws Exception {
    Watched jvm = protecting(jdk);
    Path log = old(guarded, "log");
    ok(jvm, "start-append", log, "sh", "-c", SAY);
    await(OLD + "one\n", () -> seen(log));
    ok(jvm, "tell", "two");
    assertEquals("0", ok(jvm, "await"));
    assertEquals(OLD + "one\ntwo\n", seen(log));

    Path err = old(guarded, "err");
    ok(jvm, "start-error", err, "sh", "-c", "exec >&2; " + SAY);
    await("one\n", () -> seen(err));
    ok(jvm, "tell", "two");
    assertEquals("0", ok(jvm, "await"));
    assertEquals("one\ntwo\n", seen(err));
    assertEquals(List.of(), temps(guarded));
    endQuietly(jvm);
  }

  @OnEveryJdk
  void aProgramOrFileThatIsMissingIsMissedAsWithoutTheAgent(Jdk jdk) throws Exception {
    Both both = new Both(this, jdk, directory -> old(directory, "file"));
    both.calls("start @/file @/no-such-program", "start @/missing/file true", "start @ true");
    both.calls("start-append @/missing/file true");
    both.assertSameFiles("as the JDK leaves it");
    both.end();
  }

  @OnEveryJdk
  void streamsThatAreOpenedMeanwhileAreStaged(Jdk jdk) throws Exception {
    Watched jvm = protecting(jdk);
    Path file = old(guarded, "file");
    ok(jvm, "start", guarded.resolve("out"), "cat");
    ok(jvm, "open", "s", "stream-file", file);
    ok(jvm, "put", "s", NEW);
    assertEquals(OLD, seen(file));
    ok(jvm, "close", "s");
    assertEquals(NEW, seen(file));
    assertEquals("0", ok(jvm, "await"));
    endQuietly(jvm);
  }
}
