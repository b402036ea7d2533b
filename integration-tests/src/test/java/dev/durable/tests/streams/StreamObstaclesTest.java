package dev.durable.tests.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.Machine;
import dev.durable.tests.OnOldestAndNewestJdk;
import dev.durable.tests.syscalls.Watched;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * Where a rename can't take a file's place, a stream's content is written to the file itself at its
 * close, with a safety copy; with on-obstacle=fail it is not opened.
 */
class StreamObstaclesTest extends StreamsTest {
  private static final int NOBODY = 65534;
  private static final String[] AS_NOBODY = {
    "setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"
  };
  private static final String[] TRUNCATE = {"WRITE", "TRUNCATE_EXISTING"};

  /** Prepares a file "file" of the content {@link #OLD}, which can't be replaced. */
  @FunctionalInterface
  private interface Obstacle {
    void in(Path directory) throws Exception;
  }

  private static void mode(Path path, String mode) throws Exception {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private static void own(Path path) throws Exception {
    Files.setAttribute(path, "unix:uid", NOBODY);
    Files.setAttribute(path, "unix:gid", NOBODY);
  }

  @OnOldestAndNewestJdk
  void severalHardLinks(Jdk jdk) throws Exception {
    check(jdk, false, d -> Files.createLink(d.resolve("link"), old(d, "file")), "hard links");
  }

  @OnOldestAndNewestJdk
  void aFileOfAnotherUser(Jdk jdk) throws Exception {
    check(
        jdk,
        true,
        d -> {
          mode(d, "rwxrwxrwx");
          mode(old(d, "file"), "rw-rw-rw-");
        },
        "owner or group");
  }

  @OnOldestAndNewestJdk
  void aStickyDirectory(Jdk jdk) throws Exception {
    check(
        jdk,
        true,
        d -> {
          Files.setAttribute(d, "unix:mode", 01777);
          mode(old(d, "file"), "rw-rw-rw-");
        },
        "owner or group");
  }

  @OnOldestAndNewestJdk
  void aDirectoryThatCannotBeWritten(Jdk jdk) throws Exception {
    check(jdk, true, d -> own(old(d, "file")), "no file can be created in the directory");
  }

  @OnOldestAndNewestJdk
  void inADirectoryThatCannotBeReadTheFileItselfIsForcedAfterItsRename(Jdk jdk) throws Exception {
    Machine.needsRoot();
    Machine.needs("setpriv");
    Watched.needsStrace();
    mode(base, "rwxrwxrwx");
    Path locked = Files.createDirectory(guarded.resolve("locked"));
    Path file = old(locked, "file");
    own(file);
    own(locked);
    mode(locked, "-wx-wx-wx");
    Watched jvm = start(child(jdk).under(AS_NOBODY));
    ok(jvm, "open", "s", "stream-file", file);
    ok(jvm, "put", "s", NEW);
    assertEquals(OLD, seen(file));
    Watched.Traced close = jvm.trace(locked, "close", "s");
    assertEquals("ok ", close.answer);
    // In place or not: the last thing that is done makes the new content and its name durable.
    List<String> commits = close.commits();
    assertEquals("fsync file", commits.get(commits.size() - 1), close::toString);
    assertEquals(NEW, seen(file));
    assertEquals(List.of("file"), names(locked));
    endSaying(jvm, "the directory can't be opened");
  }

  @OnOldestAndNewestJdk
  void aFileThatIsAMountPoint(Jdk jdk) throws Exception {
    check(
        jdk,
        false,
        d -> {
          Path outside = old(Files.createDirectory(base.resolve("of " + d.getFileName())), "other");
          mount(Files.createFile(d.resolve("file")), "--bind", outside);
        },
        "mount point");
  }

  private void check(Jdk jdk, boolean nobody, Obstacle obstacle, String reason) throws Exception {
    if (nobody) {
      Machine.needsRoot();
      Machine.needs("setpriv");
    }
    mode(base, "rwxrwxrwx");
    for (String name : List.of("file", "strict")) {
      obstacle.in(Files.createDirectory(guarded.resolve(name)));
    }
    Path file = guarded.resolve("file/file");
    Path strict = guarded.resolve("strict/file");
    Object inode = inode(file);
    Watched jvm =
        start(
            Child.on(jdk)
                .under(nobody ? AS_NOBODY : new String[0])
                .with("-Duser.home=" + base)
                .protecting(
                    base.resolve("durable.conf"),
                    guarded + "/**",
                    guarded + "/strict/** on-obstacle=fail"));
    for (Object[] way :
        List.of(
            opening("s", "stream-file", file),
            opening("s", "writer-name", file),
            opening("s", "output-stream", file),
            opening("s", "file-channel", file, TRUNCATE),
            opening("s", "async", file, TRUNCATE))) {
      for (String text : List.of("much longer than the old content", NEW)) {
        Files.writeString(file, OLD);
        ok(jvm, way);
        ok(jvm, "put", "s", text);
        ok(jvm, "flush", "s");
        assertEquals(OLD, seen(file), () -> way[2] + ": not before the close");
        assertEquals(String.valueOf(text.length()), ok(jvm, "see", "File.length", file));
        ok(jvm, "close", "s");
        assertEquals(text, seen(file));
        assertEquals(inode, inode(file), "in place");
      }
    }
    assertEquals(List.of(), temps(file.getParent()));
    assertRefused(jvm, strict);
    jvm.end();
    assertEquals(List.of(), temps(base), "no safety copies left");
    List<String> said = jvm.warnings();
    assertEquals(2, said.size(), said::toString);
    assertTrue(said.get(0).startsWith("durable: " + file + " can't be replaced, since "));
    assertTrue(said.get(0).contains(reason), said.get(0));
    assertTrue(said.get(0).endsWith("; written in place, with a safety copy"), said.get(0));
  }

  /** With on-obstacle=fail: at the open, or at the close at the latest, with nothing changed. */
  private static void assertRefused(Watched jvm, Path strict) throws Exception {
    for (Object[] way :
        List.of(
            opening("s", "stream-file", strict),
            opening("s", "output-stream", strict),
            opening("s", "file-channel", strict, TRUNCATE))) {
      String answer = jvm.call(way);
      if (answer.startsWith("ok ")) {
        ok(jvm, "put", "s", NEW);
        answer = jvm.call("close", "s");
      }
      assertTrue(answer.contains(strict.toString()), answer);
      assertTrue(answer.contains("on-obstacle=fail"), answer);
      assertEquals(OLD, seen(strict));
      assertEquals(List.of(), temps(strict.getParent()));
    }
  }

  @OnOldestAndNewestJdk
  void aFileThatBecomesAnObstacleWhileItIsOpenIsWrittenInPlace(Jdk jdk) throws Exception {
    Watched jvm = protecting(jdk);
    Path file = old(guarded, "file");
    Object inode = inode(file);
    ok(jvm, "open", "s", "stream-file", file);
    ok(jvm, "put", "s", NEW);
    Files.createLink(guarded.resolve("link"), file);
    ok(jvm, "close", "s");
    assertEquals(NEW, seen(file));
    assertEquals(NEW, seen(guarded.resolve("link")));
    assertEquals(inode, inode(file));
    endSaying(jvm, "hard links");
  }

  @OnOldestAndNewestJdk
  void aKillInTheMiddleLeavesTheOldContentOfALinkedFileToo(Jdk jdk) throws Exception {
    Watched jvm = protecting(jdk);
    Path file = old(guarded, "file");
    Files.createLink(guarded.resolve("link"), file);
    ok(jvm, "open", "s", "stream-file", file);
    ok(jvm, "put", "s", NEW);
    jvm.close();
    assertEquals(OLD, seen(file));
    Watched next = protecting(jdk);
    await(List.of("file", "link"), () -> names(guarded));
    endQuietly(next);
    assertEquals(OLD, seen(guarded.resolve("link")));
  }

  @OnOldestAndNewestJdk
  void aNewFileInADirectoryThatCannotBeReadIsCreated(Jdk jdk) throws Exception {
    Machine.needsRoot();
    Machine.needs("setpriv");
    mode(base, "rwxrwxrwx");
    Path locked = Files.createDirectory(guarded.resolve("locked"));
    mode(locked, "-wx-wx-wx");
    Watched jvm = start(child(jdk).under(AS_NOBODY));
    Path file = locked.resolve("new");
    ok(jvm, "open", "s", "stream-file", file);
    ok(jvm, "put", "s", NEW);
    ok(jvm, "close", "s");
    assertEquals(NEW, seen(file));
    assertEquals(List.of("new"), names(locked));
    endSaying(jvm, "can't be forced");
  }

  @OnOldestAndNewestJdk
  void aNewFileInADirectoryThatCannotBeWrittenIsRefused(Jdk jdk) throws Exception {
    Machine.needsRoot();
    Machine.needs("setpriv");
    mode(base, "rwxrwxrwx");
    Both both =
        new Both(
            this,
            child(jdk).under(AS_NOBODY),
            Child.on(jdk).under(AS_NOBODY),
            directory -> Files.createDirectory(directory.resolve("locked")));
    String denied = both.call("open", "s", "stream-file", "@/locked/new");
    assertEquals("java.io.FileNotFoundException message=@/locked/new (Permission denied)", denied);
    both.calls("open s output-stream @/locked/new", "open s random-rw @/locked/new");
    both.calls("open s file-channel @/locked/new WRITE CREATE", "new-file @/locked/new");
    assertNull(seen(guarded.resolve("locked/new")));
    both.end();
  }
}
