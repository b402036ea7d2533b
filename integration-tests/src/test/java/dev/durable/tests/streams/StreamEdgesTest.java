package dev.durable.tests.streams;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.programs.streams.Openings;
import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.Machine;
import dev.durable.tests.OnEveryJdk;
import dev.durable.tests.OnOldestAndNewestJdk;
import dev.durable.tests.syscalls.Watched;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.function.Executable;

/** Files that can't be opened, that are links, or that are no regular ones. */
class StreamEdgesTest extends StreamsTest {
  private static final List<String> OTHERS =
      List.of(
          "append-file", "append-writer", "random-r", "random-rw", "random-rws", "random-file-rwd");

  private static final List<String> OPTIONS =
      List.of(
          "",
          " WRITE",
          " READ",
          " READ WRITE",
          " CREATE",
          " CREATE WRITE",
          " CREATE_NEW WRITE",
          " CREATE WRITE TRUNCATE_EXISTING",
          " WRITE TRUNCATE_EXISTING",
          " WRITE TRUNCATE_EXISTING NOFOLLOW_LINKS",
          " CREATE WRITE NOFOLLOW_LINKS",
          " APPEND",
          " APPEND CREATE",
          " APPEND TRUNCATE_EXISTING",
          " APPEND READ",
          " CREATE WRITE DSYNC",
          " WRITE TRUNCATE_EXISTING SYNC",
          " READ TRUNCATE_EXISTING",
          " CREATE_NEW WRITE TRUNCATE_EXISTING");

  /** All openings of a file of this name. */
  private static List<String> openings(String name) {
    var openings = new ArrayList<String>();
    for (String way : Openings.streams()) {
      openings.add("open s " + way + " " + name);
    }
    for (String way : OTHERS) {
      openings.add("open s " + way + " " + name);
    }
    for (String way : Openings.channels()) {
      for (String options : OPTIONS) {
        openings.add("open s " + way + " " + name + options);
      }
    }
    return openings;
  }

  private static void setUp(Path directory) throws Exception {
    old(directory, "file");
    Files.createDirectory(directory.resolve("directory"));
    Files.createSymbolicLink(directory.resolve("link"), Path.of("file"));
    Files.createSymbolicLink(directory.resolve("dangling"), Path.of("directory/made"));
    Files.createSymbolicLink(directory.resolve("lost"), Path.of("missing/made"));
    Files.createSymbolicLink(directory.resolve("loop"), Path.of("loop"));
    Files.createSymbolicLink(directory.resolve("to-directory"), Path.of("directory"));
  }

  @OnOldestAndNewestJdk
  void whateverIsOpenedTheAnswerAndWhatIsThereAreAsWithoutTheAgent(Jdk jdk) throws Exception {
    Both both = new Both(this, jdk, directory -> {});
    List<String> names =
        List.of(
            "@/file",
            "@/new",
            "@/link",
            "@/dangling",
            "@/lost",
            "@/loop",
            "@/directory",
            "@/to-directory",
            "@/missing/file",
            "@/file/file",
            "@/to-directory/new",
            "@/" + "n".repeat(255),
            "@/" + "n".repeat(256));
    var checks = new ArrayList<Executable>();
    for (String name : names) {
      for (String opening : openings(name)) {
        checks.add(
            () -> {
              both.clear();
              both.setUpAgain(StreamEdgesTest::setUp);
              String answer = both.call((Object[]) opening.split(" "));
              assertFalse(answer.contains(".durable-"), answer);
              if (answer.startsWith("ok ")) {
                if (!opening.contains("random-r ") && !opening.contains("READ")) {
                  both.calls("put s new", "flush s");
                }
                both.call("close", "s");
              }
              both.assertSameFiles(opening);
            });
      }
    }
    assertAll(checks);
    both.end();
  }

  @OnEveryJdk
  void aLinkStaysAndItsTargetIsReplacedInItsOwnDirectory(Jdk jdk) throws Exception {
    Watched jvm = protecting(jdk);
    Path elsewhere = Files.createDirectory(base.resolve("elsewhere"));
    Path file = old(elsewhere, "file");
    Path link = Files.createSymbolicLink(guarded.resolve("link"), file);
    Object inode = inode(file);
    ok(jvm, "open", "s", "stream-file", link);
    ok(jvm, "put", "s", NEW);
    assertEquals(OLD, seen(file));
    assertEquals(List.of("link"), names(guarded));
    assertEquals(1, temps(elsewhere).size());
    ok(jvm, "close", "s");
    assertEquals(NEW, seen(file));
    assertNotEquals(inode, inode(file));
    assertTrue(Files.isSymbolicLink(link));
    assertEquals(List.of("file"), names(elsewhere));
    endQuietly(jvm);
  }

  @OnEveryJdk
  void devicesAndPipesAreThePlainCalls(Jdk jdk) throws Exception {
    Machine.needsRoot();
    Watched jvm = protecting(jdk);
    Shell.run("mknod", guarded.resolve("null"), "c", "1", "3");
    Shell.run("mknod", guarded.resolve("full"), "c", "1", "7");
    Files.createSymbolicLink(guarded.resolve("to-null"), Path.of("null"));
    Shell.run("mkfifo", guarded.resolve("fifo"));
    List<String> names = names(guarded);
    for (String way : List.of("stream-file", "output-stream", "random-rw", "append-file")) {
      for (String name : List.of("null", "to-null")) {
        ok(jvm, "open", "s", way, guarded.resolve(name));
        ok(jvm, "put", "s", NEW);
        assertEquals(names, names(guarded));
        ok(jvm, "close", "s");
      }
      ok(jvm, "open", "s", way, guarded.resolve("full"));
      String answer = jvm.call("put", "s", NEW);
      assertEquals("java.io.IOException message=No space left on device", answer);
      jvm.call("close", "s");
    }
    Process reader = new ProcessBuilder("cat", guarded.resolve("fifo").toString()).start();
    ok(jvm, "open", "s", "stream-file", guarded.resolve("fifo"));
    ok(jvm, "put", "s", NEW);
    ok(jvm, "close", "s");
    assertEquals(NEW, new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    assertEquals(names, names(guarded));
    endQuietly(jvm);
  }

  @OnOldestAndNewestJdk
  void whatThisUserMayNotWriteIsRefusedAsWithoutTheAgent(Jdk jdk) throws Exception {
    Machine.needsRoot();
    Machine.needs("setpriv");
    String[] nobody = {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"};
    Files.setAttribute(base, "unix:mode", 0777);
    Both both =
        new Both(
            this,
            child(jdk).under(nobody),
            Child.on(jdk).under(nobody),
            directory -> {
              // The directory would allow a rename.
              Files.setAttribute(directory, "unix:mode", 0777);
              Files.setAttribute(old(directory, "of-root"), "unix:mode", 0644);
              Path own = old(directory, "read-only");
              Files.setAttribute(own, "unix:uid", 65534);
              Files.setAttribute(own, "unix:mode", 0444);
            });
    for (String name : List.of("of-root", "read-only")) {
      Object inode = inode(guarded.resolve(name));
      for (String opening : openings("@/" + name)) {
        String answer = both.call((Object[]) opening.split(" "));
        if (answer.startsWith("ok ")) {
          both.call("close", "s");
        }
      }
      both.assertSameFiles(name);
      assertEquals(inode, inode(guarded.resolve(name)));
      assertEquals(
          "java.io.FileNotFoundException message=@/" + name + " (Permission denied)",
          both.call("open", "s", "stream-file", "@/" + name));
    }
    both.end();
  }

  @OnOldestAndNewestJdk
  void whenNoMoreFilesCanBeOpenedTheAnswersAreAsWithoutTheAgent(Jdk jdk) throws Exception {
    Machine.needs("prlimit");
    Watched jvm = start(child(jdk).under("prlimit", "--nofile=100"));
    Path file = old(guarded, "file");
    for (String way : List.of("stream-file", "output-stream", "append-file", "random-rw")) {
      int closed = 0;
      for (int left = 12; left >= 0; left--) {
        ok(jvm, "exhaust", left);
        String answer = jvm.call("open", "s", way, file);
        if (answer.startsWith("ok ")) {
          jvm.call("put", "s", NEW);
          String close = jvm.call("close", "s");
          closed += close.equals("ok ") ? 1 : 0;
          assertTrue(close.equals("ok ") || close.contains("Too many open files"), close);
          assertTrue(close.equals("ok ") || close.contains(file.toString()), close);
        } else {
          assertTrue(answer.contains("Too many open files"), answer);
          assertTrue(answer.contains(file.toString()), answer);
        }
        ok(jvm, "relax");
        assertTrue(List.of(OLD, NEW, OLD + NEW).contains(first(seen(file))), seen(file));
        assertEquals(List.of("file"), names(guarded), way + ", left: " + left);
        old(guarded, "file");
      }
      assertTrue(closed > 0, way);
    }
    endQuietly(jvm);
  }

  /** What an update in place leaves counts as the old content. */
  private static String first(String content) {
    return content.equals(NEW + OLD.substring(NEW.length())) ? OLD : content;
  }

  @OnEveryJdk
  void whereAllIsProtectedStreamsAreStagedAndWhatIsNoFileIsNot(Jdk jdk) throws Exception {
    Watched jvm =
        start(
            Child.on(jdk)
                .with("-Duser.home=" + base)
                .protecting(base.resolve("durable.conf"), "/**"));
    for (String name : List.of("/dev/null", "/proc/self/comm", "/dev/fd/1")) {
      for (String way : List.of("stream-file", "output-stream", "append-file")) {
        ok(jvm, "open", "s", way, name);
        if (!name.endsWith("1")) {
          ok(jvm, "put", "s", NEW);
        }
        ok(jvm, "close", "s");
      }
    }
    Path file = old(guarded, "file");
    Object inode = inode(file);
    ok(jvm, "open", "s", "stream-file", file);
    ok(jvm, "put", "s", NEW);
    assertEquals(OLD, seen(file));
    ok(jvm, "close", "s");
    assertEquals(NEW, seen(file));
    assertNotEquals(inode, inode(file));
    assertEquals("java.io.IOException message=Invalid argument", invalid(jvm));
    endQuietly(jvm);
    assertEquals(List.of("file"), names(guarded));
  }

  private static String invalid(Watched jvm) throws Exception {
    ok(jvm, "open", "s", "stream-file", "/proc/self/oom_score_adj");
    String answer = jvm.call("put", "s", "x");
    jvm.call("close", "s");
    return answer;
  }
}
