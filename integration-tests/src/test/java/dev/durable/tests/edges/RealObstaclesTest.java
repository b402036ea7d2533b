package dev.durable.tests.edges;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Jdk;
import dev.durable.tests.Machine;
import dev.durable.tests.Mirror;
import dev.durable.tests.evidence.Chapter;
import dev.durable.tests.evidence.Evidence;
import dev.durable.tests.evidence.Instrument;
import dev.durable.tests.evidence.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Obstacles as an administrator makes them, not by injection: file systems of several kinds that
 * fill up, turn read-only or lack something, with files open and without.
 */
@Instrument
class RealObstaclesTest extends EdgeTest {
  private static final int MEGABYTE = 1 << 20;
  private static final int EINVAL = 22;
  private static final int ENOSYS = 38;
  private static final int ANY_LENGTH = Integer.MAX_VALUE;

  /** What was seen where, and on which JDKs. */
  private static final Map<String, Set<Integer>> SEEN = new TreeMap<>();

  private Path home;
  private Path place;

  @BeforeEach
  void aPlace() throws Exception {
    Machine.needsRoot();
    home = newDirectory();
    place = directory(home, "place", "755");
  }

  static List<Jdk> jdks() {
    return List.copyOf(Evidence.isWanted() ? Jdk.all() : oldestAndNewestJdk());
  }

  /** A JVM that protects the place. */
  private Session session(Jdk jdk, User user) throws Exception {
    return new Session(
        child(jdk, user)
            .with("-Duser.home=" + home)
            .protecting(home.resolve("durable.conf"), place + "/**"),
        true);
  }

  private static void see(Jdk jdk, String obstacle, String what) {
    SEEN.computeIfAbsent(obstacle + "|" + what, row -> new TreeSet<>()).add(jdk.feature());
  }

  private static void ok(Session session, Object... call) throws Exception {
    String answer = session.call(call);
    assertTrue(answer.startsWith("ok") && !answer.equals("ok false"), answer);
  }

  private static void refused(String answer, Path file, String reason) {
    assertFalse(answer.startsWith("ok"), answer);
    assertTrue(answer.contains(file.toString()), answer);
    assertTrue(answer.contains(reason), answer);
    assertFalse(answer.contains(".durable-"), answer);
  }

  private static List<String> names(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static List<String> own(Path directory) throws IOException {
    return names(directory).stream().filter(name -> name.startsWith(".durable-")).toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("jdks")
  void ext4ThatFillsUp(Jdk jdk) throws Exception {
    mountExt4(place, 16);
    fillUp(jdk, "ext4 fills up");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("jdks")
  void tmpfsThatFillsUp(Jdk jdk) throws Exception {
    mount(place, "-t", "tmpfs", "-o", "size=8m", "small");
    fillUp(jdk, "tmpfs fills up");
  }

  /** By what the application itself writes, with a stream open in the meantime. */
  private void fillUp(Jdk jdk, String obstacle) throws Exception {
    String full = "No space left on device";
    try (Session session = session(jdk, User.SELF)) {
      Path old = file(place, "old", "old");
      Path stream = file(place, "stream", "old");
      ok(session, "open", "s", "stream-file", stream);
      ok(session, "put", "s", "new");

      int written = 0;
      Path next = place.resolve("0");
      for (String answer; (answer = session.call("fill", next, MEGABYTE)).startsWith("ok"); ) {
        assertEquals(MEGABYTE, Files.size(next), answer);
        next = place.resolve(String.valueOf(++written));
      }
      refused(session.call("fill", next, MEGABYTE), next, full);
      assertFalse(Files.exists(next));
      refused(session.call("fill", old, MEGABYTE), old, full);
      assertEquals("old", Files.readString(old));
      String flooded = session.call("flood", "s", 2 * MEGABYTE);
      assertTrue(flooded.contains(full), flooded);
      session.call("close", "s");
      assertEquals("old", Files.readString(stream));
      assertEquals(List.of(), own(place));

      Files.delete(place.resolve("0"));
      ok(session, "fill", old, MEGABYTE);
      assertEquals(MEGABYTE, Files.size(old));
      assertEquals("", session.end().warnings());
    }
    see(
        jdk,
        obstacle,
        "what was acknowledged is whole; a file, a new one and an open stream are refused, and hold"
            + " what they held; written again as soon as there is room");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("jdks")
  void ext4ThatTheKernelTurnsReadOnlyWithAStreamOpen(Jdk jdk) throws Exception {
    // As after an error of the disk. An administrator's remount waits for open files.
    Path image = newDirectory().resolve("image");
    Shell.run("truncate", "-s", "16M", image);
    Machine.needs("mkfs.ext4");
    Shell.run("mkfs.ext4", "-q", image);
    Shell.run("mount", "-o", "loop,errors=remount-ro", image, place);
    boolean mounted = true;
    try (Session session = session(jdk, User.SELF)) {
      Path file = place.resolve("file");
      Path stream = file(place, "stream", "old");
      Path appended = file(place, "appended", "");
      ok(session, "write", file, "first");
      ok(session, "write", stream, "first");
      ok(session, "open", "s", "stream-file", stream);
      ok(session, "put", "s", "lost");
      ok(session, "open", "a", "append-file", appended);
      ok(session, "put", "a", "lost");

      Shell.run("mount", "-o", "remount,abort", place);
      refused(session.call("write", file, "lost"), file, "");
      refused(session.call("write", place.resolve("new"), "lost"), place.resolve("new"), "");
      refused(session.call("move", file, place.resolve("moved")), file, "");
      refused(session.call("close", "s"), stream, "");
      refused(session.call("close", "a"), appended, "");
      assertEquals("", session.end().warnings());

      // Not busy: nothing of it is open any more.
      Shell.run("umount", place);
      mounted = false;
      Shell.run("mount", "-o", "loop", image, place);
      mounted = true;
      assertEquals("first", Files.readString(file));
      assertEquals("first", Files.readString(stream));
      assertFalse(Files.exists(place.resolve("new")) || Files.exists(place.resolve("moved")));
    } finally {
      if (mounted) {
        Shell.run("umount", "--lazy", place);
      }
    }
    see(
        jdk,
        "ext4 turns read-only after an error of its disk (the mount option abort)",
        "all is refused, the close of what was open, too; after the next mount, the newest"
            + " acknowledged versions");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("jdks")
  void ext4ThatIsRemountedReadOnly(Jdk jdk) throws Exception {
    mountExt4(place, 16);
    remount(jdk, "ext4 is remounted read-only, and writable again");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("jdks")
  void tmpfsThatIsRemountedReadOnly(Jdk jdk) throws Exception {
    mount(place, "-t", "tmpfs", "small");
    remount(jdk, "tmpfs is remounted read-only, and writable again");
  }

  private void remount(Jdk jdk, String obstacle) throws Exception {
    try (Session session = session(jdk, User.SELF)) {
      Path file = place.resolve("file");
      ok(session, "write", file, "first");
      Shell.run("mount", "-o", "remount,ro", place);
      String refused = "Read-only file system";
      refused(session.call("write", file, "lost"), file, refused);
      refused(session.call("write", file, "lost", "APPEND"), file, refused);
      refused(session.call("open", "s", "stream-file", file), file, refused);
      refused(session.call("delete", file), file, refused);
      Shell.run("mount", "-o", "remount,rw", place);
      assertEquals("first", Files.readString(file));
      assertEquals(List.of(), own(place));
      ok(session, "write", file, "second");
      assertEquals("second", Files.readString(file));
      assertEquals("", session.end().warnings());
    }
    see(jdk, obstacle, "refused, in the words of the plain call, until it is writable");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("jdks")
  void aDirectoryThatLosesItsWritePermissionWithAStreamOpen(Jdk jdk) throws Exception {
    home = newDirectory(User.NOBODY);
    place = directory(home, "place", "755");
    User.NOBODY.own(place);
    Path file = file(place, "file", "old");
    Path stream = file(place, "stream", "old");
    User.NOBODY.own(file);
    User.NOBODY.own(stream);
    try (Session session = session(jdk, User.NOBODY)) {
      ok(session, "open", "s", "stream-file", stream);
      ok(session, "put", "s", "new");
      mode(place, "555");
      ok(session, "write", file, "new");
      ok(session, "close", "s");
      assertEquals("new", Files.readString(file));
      assertEquals("new", Files.readString(stream));
      refused(session.call("write", place.resolve("new"), ""), place.resolve("new"), "Denied");
      String said = session.end().warnings();
      assertTrue(said.contains("written in place, with a safety copy"), said);
    }
    mode(place, "755");
    try (Session next = session(jdk, User.NOBODY)) {
      ok(next, "write", file, "newer");
      assertEquals("", next.end().warnings());
    }
    assertEquals(List.of("file", "stream"), names(place));
    see(
        jdk,
        "a directory loses its write permission",
        "its files are written in place, with a safety copy, a stream's at its close, too; what"
            + " could not be removed there is, at the next start");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("jdks")
  void aSingleFileThatIsMounted(Jdk jdk) throws Exception {
    Path outside = file(newDirectory(), "outside", "old");
    mount(file(place, "file", "below"), "--bind", outside);
    Path file = place.resolve("file");
    Path other = file(place, "other", "other");
    try (Session session = session(jdk, User.SELF)) {
      ok(session, "write", file, "first");
      ok(session, "open", "s", "stream-file", file);
      ok(session, "put", "s", "second");
      ok(session, "close", "s");
      assertEquals("second", Files.readString(outside));
      refused(session.call("move", other, file, "REPLACE_EXISTING"), file, "busy");
      assertEquals("other", Files.readString(other));
      String said = session.end().warnings();
      assertTrue(said.contains("is a mount point of its own; written in place, with a s"), said);
    }
    assertEquals(List.of("file", "other"), names(place));
    see(
        jdk,
        "a single file is bind-mounted, as containers do",
        "written in place, with a safety copy; a move over it is refused");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("jdks")
  void anOverlay(Jdk jdk) throws Exception {
    Path base = newDirectory();
    Path lower = directory(base, "lower", "755");
    file(lower, "file", "old");
    directory(base, "upper", "755");
    directory(base, "work", "755");
    String layers = "lowerdir=%1$s/lower,upperdir=%1$s/upper,workdir=%1$s/work".formatted(base);
    mount(place, "-t", "overlay", "-o", layers, "overlay");
    everyCallIsDone(jdk, "");
    assertEquals("old", Files.readString(lower.resolve("file")));
    see(jdk, "an overlay, its files in the lower layer", "replaced, as everywhere");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("jdks")
  void aFuseFileSystemWhoseDirectoriesCannotBeForced(Jdk jdk) throws Exception {
    Mirror.needed();
    try (Mirror mirror = new Mirror(home, ANY_LENGTH, EINVAL)) {
      place = mirror.mount();
      everyCallIsDone(jdk, "the directory " + place + " can't be forced (Invalid argument)");
    }
    see(jdk, "FUSE, whose fsyncdir answers EINVAL", "replaced; that it can't be forced, said once");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("jdks")
  void aFuseFileSystemWithoutAForceOfDirectories(Jdk jdk) throws Exception {
    Mirror.needed();
    try (Mirror mirror = new Mirror(home, ANY_LENGTH, ENOSYS)) {
      place = mirror.mount();
      everyCallIsDone(jdk, "");
    }
    see(
        jdk,
        "FUSE, whose fsyncdir answers ENOSYS",
        "replaced; nothing is said, since the kernel makes a success of that");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("jdks")
  void tmpfs(Jdk jdk) throws Exception {
    mount(place, "-t", "tmpfs", "small");
    everyCallIsDone(jdk, "");
    see(jdk, "tmpfs", "replaced, as everywhere; nothing of it survives a power cut, of course");
  }

  /** Some of each kind; {@code warning} is what is said of them, once. */
  private void everyCallIsDone(Jdk jdk, String warning) throws Exception {
    Path file = file(place, "file", "old");
    Object inode = inode(file);
    try (Session session = session(jdk, User.SELF)) {
      ok(session, "write", file, "first");
      assertNotEquals(inode, inode(file), "replaced");
      ok(session, "write", file, "!", "WRITE");
      ok(session, "write", file, "?", "APPEND");
      ok(session, "write", place.resolve("new"), "new", "CREATE_NEW", "WRITE");
      ok(session, "open", "s", "stream-file", place.resolve("stream"));
      ok(session, "put", "s", "streamed");
      ok(session, "close", "s");
      ok(session, "copy", file, place.resolve("copy"));
      ok(session, "directory", place.resolve("directory"));
      ok(session, "move", place.resolve("new"), place.resolve("directory/moved"));
      ok(session, "delete", place.resolve("stream"));
      String said = session.end().warnings();
      // The directory within has one of its own.
      List<String> ofPlace = said.lines().filter(line -> line.contains(place + " ")).toList();
      assertEquals(warning.isEmpty() ? 0 : 1, ofPlace.size(), said);
      assertTrue(said.contains(warning), said);
    }
    assertEquals(List.of("copy", "directory", "file"), names(place));
    assertEquals("!irst?", Files.readString(place.resolve("copy")));
    assertEquals("!irst?", Files.readString(file));
    assertEquals("new", Files.readString(place.resolve("directory/moved")));
  }

  @AfterAll
  static void report() throws Exception {
    var report = new Table("obstacle", "what was seen", "on Java");
    SEEN.forEach(
        (row, jdks) -> {
          String[] columns = row.split("\\|");
          report.row(columns[0], columns[1], List.copyOf(jdks));
        });
    Evidence.write(
        Chapter.OBSTACLES,
        """
        Not injected: file systems that an administrator has mounted, filled, taken the permissions \
        of, and a FUSE file system that lacks what some lack.

        %s"""
            .formatted(report));
  }
}
