package dev.durable.tests.edges;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Jdk;
import dev.durable.tests.Machine;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Files.move and File.renameTo: all that they do and refuse, but never a moment without the target.
 */
class MovesTest extends EdgeTest {

  private static void fill(Path d) throws Exception {
    file(d, "file", "file", "640");
    file(d, "other", "other", "600");
    Files.createLink(d.resolve("same"), d.resolve("file"));
    directory(d, "empty", "750");
    directory(d, "void", "700");
    file(directory(d, "full", "755"), "in", "in full");
    file(directory(d, "rich", "755"), "in", "in rich");
    Files.createSymbolicLink(d.resolve("link"), Path.of("file"));
    Files.createSymbolicLink(d.resolve("toFull"), Path.of("full"));
    Files.createSymbolicLink(d.resolve("dangling"), Path.of("nowhere"));
  }

  private static Twins twins(Jdk jdk) throws Exception {
    return twins(jdk, MovesTest::fill);
  }

  @OnOldestAndNewestJdk
  void aFileTakesAFreeName(Jdk jdk) throws Exception {
    Twins twins = twins(jdk);
    assertEquals("ok @/new", twins.call("move", "@/file", "@/new"));
    assertEquals("ok @/full/new", twins.call("move", "@/new", "@/full/new", "ATOMIC_MOVE"));
    assertEquals("ok true", twins.call("rename", "@/full/new", "@/newest"));
    assertEquals("file", twins.content("newest"));
  }

  @OnOldestAndNewestJdk
  void anExistingTargetIsReplacedOnlyIfThatIsAskedFor(Jdk jdk) throws Exception {
    Twins twins = twins(jdk);
    for (String target : new String[] {"@/other", "@/dangling", "@/empty", "@/full/in"}) {
      assertEquals(
          "java.nio.file.FileAlreadyExistsException file=" + target + " other=null reason=null",
          twins.call("move", "@/file", target));
    }
    assertEquals("ok @/other", twins.call("move", "@/file", "@/other", "REPLACE_EXISTING"));
    assertEquals("ok @/full/in", twins.call("move", "@/other", "@/full/in", "ATOMIC_MOVE"));
    assertEquals("ok true", twins.call("rename", "@/full/in", "@/rich/in"));
    assertEquals("file", twins.content("rich/in"));
  }

  @OnOldestAndNewestJdk
  void aMissingSourceLeavesTheTarget(Jdk jdk) throws Exception {
    Twins twins = twins(jdk);
    String missing = "java.nio.file.NoSuchFileException file=@/none other=null reason=null";
    assertEquals(missing, twins.call("move", "@/none", "@/other"));
    assertEquals(missing, twins.call("move", "@/none", "@/other", "REPLACE_EXISTING"));
    twins.call("move", "@/none", "@/other", "ATOMIC_MOVE");
    twins.call("move", "@/file/none", "@/other", "REPLACE_EXISTING");
    assertEquals("ok false", twins.call("rename", "@/none", "@/other"));
    assertEquals("other", twins.content("other"));
  }

  @OnOldestAndNewestJdk
  void aFileMovedToItselfStays(Jdk jdk) throws Exception {
    Twins twins = twins(jdk);
    for (String name : new String[] {"@/file", "@/same", "@/full/../file", "@/./same"}) {
      assertEquals("ok " + name, twins.call("move", "@/file", name));
      assertEquals("ok " + name, twins.call("move", "@/file", name, "REPLACE_EXISTING"));
      assertEquals("ok " + name, twins.call("move", "@/file", name, "ATOMIC_MOVE"));
      assertEquals("ok true", twins.call("rename", "@/file", name));
    }
    assertEquals("file", twins.content("file"));
    assertEquals("file", twins.content("same"));
  }

  @OnOldestAndNewestJdk
  void aDirectoryTakesAFreeNameOrAnEmptyDirectorys(Jdk jdk) throws Exception {
    Twins twins = twins(jdk);
    assertEquals("ok @/new", twins.call("move", "@/full", "@/new"));
    assertEquals("ok @/empty", twins.call("move", "@/new", "@/empty", "REPLACE_EXISTING"));
    assertEquals("ok @/void", twins.call("move", "@/empty", "@/void", "ATOMIC_MOVE"));
    assertEquals("ok true", twins.call("rename", "@/void", "@/newest"));
    assertEquals("in full", twins.content("newest/in"));
  }

  @OnOldestAndNewestJdk
  void aDirectoryThatIsNotEmptyIsNeverReplaced(Jdk jdk) throws Exception {
    Twins twins = twins(jdk);
    String notEmpty = "java.nio.file.DirectoryNotEmptyException file=@/rich other=null reason=null";
    for (String source : new String[] {"@/full", "@/empty", "@/file", "@/link"}) {
      assertEquals(notEmpty, twins.call("move", source, "@/rich", "REPLACE_EXISTING"));
      twins.call("move", source, "@/rich", "ATOMIC_MOVE");
      assertEquals("ok false", twins.call("rename", source, "@/rich"));
    }
    assertEquals("in rich", twins.content("rich/in"));
  }

  @OnOldestAndNewestJdk
  void aFileTakesAnEmptyDirectorysPlaceAndADirectoryAFiles(Jdk jdk) throws Exception {
    Twins twins = twins(jdk);
    twins.call("move", "@/file", "@/empty", "ATOMIC_MOVE");
    assertEquals("ok false", twins.call("rename", "@/file", "@/empty"));
    assertEquals("ok @/empty", twins.call("move", "@/file", "@/empty", "REPLACE_EXISTING"));
    twins.call("move", "@/full", "@/other", "ATOMIC_MOVE");
    assertEquals("ok false", twins.call("rename", "@/full", "@/other"));
    assertEquals("ok @/other", twins.call("move", "@/full", "@/other", "REPLACE_EXISTING"));
    assertEquals("ok @/link", twins.call("move", "@/other", "@/link", "REPLACE_EXISTING"));
    assertEquals("file", twins.content("empty"));
    assertEquals("in full", twins.content("link/in"));
  }

  @OnOldestAndNewestJdk
  void aDirectoryDoesNotMoveIntoItself(Jdk jdk) throws Exception {
    Twins twins = twins(jdk);
    twins.call("move", "@/full", "@/full/new");
    twins.call("move", "@/full", "@/full/new", "ATOMIC_MOVE");
    assertEquals("ok false", twins.call("rename", "@/full", "@/full/new"));
    assertEquals("ok false", twins.call("rename", "@/full", "@/full/in"));
    twins.call("move", "@/full/in", "@/full", "REPLACE_EXISTING");
    assertEquals("in full", twins.content("full/in"));
  }

  @OnOldestAndNewestJdk
  void aMoveThatFailsDoesNotCostTheTarget(Jdk jdk) throws Exception {
    // Where the plain call removes the target first: the contract's "a failure never costs the old
    // content".
    Twins twins = twins(jdk);
    Snapshot before = Snapshot.of(twins.guarded);

    Twins.Outcome plain = twins.withoutAgent("move", "@/full", "@/full/in", "REPLACE_EXISTING");
    Twins.Outcome guarded = twins.withAgent("move", "@/full", "@/full/in", "REPLACE_EXISTING");

    assertEquals(plain.answer(), guarded.answer());
    assertFalse(plain.after().files().containsKey("full/in"));
    assertEquals(before, guarded.after());
  }

  @OnOldestAndNewestJdk
  void aLinkIsMovedItself(Jdk jdk) throws Exception {
    Twins twins = twins(jdk);
    assertEquals("ok @/new", twins.call("move", "@/link", "@/new"));
    assertEquals("ok @/other", twins.call("move", "@/new", "@/other", "REPLACE_EXISTING"));
    assertEquals("ok @/newDangling", twins.call("move", "@/dangling", "@/newDangling"));
    assertEquals("ok true", twins.call("rename", "@/toFull", "@/new"));
    assertTrue(Files.isSymbolicLink(twins.guarded.resolve("other")));
    assertEquals("file", twins.content("file"));
  }

  @OnOldestAndNewestJdk
  void aLinkIsReplacedItself(Jdk jdk) throws Exception {
    Twins twins = twins(jdk);
    assertEquals("ok @/link", twins.call("move", "@/other", "@/link", "REPLACE_EXISTING"));
    assertEquals("ok @/toFull", twins.call("move", "@/link", "@/toFull", "ATOMIC_MOVE"));
    assertEquals("ok true", twins.call("rename", "@/toFull", "@/dangling"));
    assertEquals("other", twins.content("dangling"));
    assertEquals("file", twins.content("file"));
    assertFalse(Files.exists(twins.guarded.resolve("nowhere"), LinkOption.NOFOLLOW_LINKS));
  }

  @OnOldestAndNewestJdk
  void unknownOptionsAreRefused(Jdk jdk) throws Exception {
    Twins twins = twins(jdk);
    String answer = twins.call("move", "@/file", "@/other", "REPLACE_EXISTING", "COPY_ATTRIBUTES");
    assertTrue(answer.startsWith("java.lang.UnsupportedOperationException"), answer);
    assertEquals("ok @/new", twins.call("move", "@/file", "@/new", "NOFOLLOW_LINKS"));
  }

  @OnOldestAndNewestJdk
  void readersNeverMissTheTarget(Jdk jdk) throws Exception {
    Twins twins =
        twins(
            jdk,
            d -> {
              file(d, "target", "complete");
              for (int i = 0; i < 300; i++) {
                file(d, "source" + i, "complete");
              }
            });
    Session session = protectingSession(jdk, User.SELF);
    Path target = twins.guarded.resolve("target");
    var moved = new AtomicBoolean();
    var reader = new Reads(target, moved);
    reader.start();

    for (int i = 0; i < 300; i++) {
      Path source = twins.guarded.resolve("source" + i);
      assertEquals("ok " + target, session.call("move", source, target, "REPLACE_EXISTING"));
    }
    moved.set(true);
    reader.join();

    assertEquals("", reader.wrong);
    assertTrue(reader.reads > 0);
  }

  /** Reads a file until told to stop, and keeps the first time that it is not there whole. */
  private static final class Reads extends Thread {
    private final Path file;
    private final AtomicBoolean stop;
    private String wrong = "";
    private long reads;

    Reads(Path file, AtomicBoolean stop) {
      this.file = file;
      this.stop = stop;
    }

    @Override
    public void run() {
      while (!stop.get() && wrong.isEmpty()) {
        try {
          String content = Files.readString(file);
          if (!content.equals("complete")) {
            wrong = "read: " + content;
          }
          reads++;
        } catch (Exception e) {
          wrong = e.toString();
        }
      }
    }
  }

  /** Twins that each have another file system mounted at "far". */
  private Twins twinsWithFarPlace(Jdk jdk) throws Exception {
    Machine.needsRoot();
    return twins(
        jdk,
        d -> {
          fill(d);
          Path far = directory(d, "far", "755");
          mount(far, "-t", "tmpfs", "-o", "size=4m,mode=755", "far");
          fill(far);
        });
  }

  @OnOldestAndNewestJdk
  void aFileMovesToAnotherFileSystem(Jdk jdk) throws Exception {
    Twins twins = twinsWithFarPlace(jdk);
    assertEquals("ok @/far/new", twins.call("move", "@/other", "@/far/new"));
    assertEquals("ok @/far/link", twins.call("move", "@/file", "@/far/link", "REPLACE_EXISTING"));
    assertEquals("ok @/other", twins.call("move", "@/far/new", "@/other"));
    assertEquals("ok @/full/in", twins.call("move", "@/far/link", "@/full/in", "REPLACE_EXISTING"));
    assertEquals(
        "ok @/far/empty", twins.call("move", "@/full/in", "@/far/empty", "REPLACE_EXISTING"));
    assertEquals("file", twins.content("far/empty"));
  }

  @OnOldestAndNewestJdk
  void attributesMoveAlong(Jdk jdk) throws Exception {
    Machine.needs("setfattr");
    Twins twins = twinsWithFarPlace(jdk);
    for (Path directory : new Path[] {twins.guarded, twins.free}) {
      Path file = directory.resolve("file");
      owner(file, User.NOBODYS_ID, 4);
      mode(file, "4751");
      Shell.run("setfattr", "-n", "trusted.x", "-v", "x", file);
      Shell.run("setfacl", "-m", "u:1:rw", file);
      Shell.run("touch", "-d", "2001-02-03 04:05:06", file);
    }
    twins.call("move", "@/file", "@/far/file", "REPLACE_EXISTING");

    Path moved = twins.guarded.resolve("far/file");
    Path plain = twins.free.resolve("far/file");
    assertEquals(Shell.accessList(plain), Shell.accessList(moved));
    assertEquals(Shell.extendedAttributes(plain), Shell.extendedAttributes(moved));
    assertEquals(Files.getLastModifiedTime(plain), Files.getLastModifiedTime(moved));
  }

  @OnOldestAndNewestJdk
  void linksAndEmptyDirectoriesMoveToAnotherFileSystem(Jdk jdk) throws Exception {
    Twins twins = twinsWithFarPlace(jdk);
    assertEquals("ok @/far/new", twins.call("move", "@/link", "@/far/new"));
    assertEquals(
        "ok @/far/other", twins.call("move", "@/dangling", "@/far/other", "REPLACE_EXISTING"));
    assertEquals("ok @/far/newest", twins.call("move", "@/empty", "@/far/newest"));
    assertEquals("ok @/far/void", twins.call("move", "@/void", "@/far/void", "REPLACE_EXISTING"));
    assertEquals("ok @/void", twins.call("move", "@/far/void", "@/void"));
  }

  @OnOldestAndNewestJdk
  void whatCannotMoveToAnotherFileSystemStays(Jdk jdk) throws Exception {
    Twins twins = twinsWithFarPlace(jdk);
    String full = "java.nio.file.DirectoryNotEmptyException file=@/full other=null reason=null";
    assertEquals(full, twins.call("move", "@/full", "@/far/new"));
    assertEquals(
        "java.nio.file.DirectoryNotEmptyException file=@/far/rich other=null reason=null",
        twins.call("move", "@/file", "@/far/rich", "REPLACE_EXISTING"));
    for (String source : new String[] {"@/file", "@/link", "@/empty", "@/full"}) {
      String answer = twins.call("move", source, "@/far/new", "ATOMIC_MOVE");
      assertTrue(answer.startsWith("java.nio.file.AtomicMoveNotSupportedException"), answer);
      assertEquals("ok false", twins.call("rename", source, "@/far/new"));
    }
    twins.call("move", "@/file", "@/far/other");
    twins.call("move", "@/file", "@/far/none/new");

    // The plain call removes the target first.
    Snapshot before = Snapshot.of(twins.guarded);
    Twins.Outcome plain = twins.withoutAgent("move", "@/full", "@/far/file", "REPLACE_EXISTING");
    Twins.Outcome guarded = twins.withAgent("move", "@/full", "@/far/file", "REPLACE_EXISTING");
    assertEquals(full, plain.answer());
    assertEquals(full, guarded.answer());
    assertEquals(before, guarded.after());
  }

  @OnOldestAndNewestJdk
  void aFileThatItsDirectoryKeepsDoesNotMoveToAnotherFileSystem(Jdk jdk) throws Exception {
    Machine.needsRoot();
    Twins twins =
        twins(
            jdk,
            User.NOBODY,
            d -> {
              file(directory(d, "locked", "755"), "file", "file");
              file(directory(d, "sticky", "1777"), "file", "file");
              Path far = directory(d, "far", "777");
              mount(far, "-t", "tmpfs", "-o", "size=4m,mode=777", "far");
              file(far, "target", "target");
            });
    Snapshot before = Snapshot.of(twins.guarded);
    for (String source : new String[] {"@/locked/file", "@/sticky/file"}) {
      // The plain call makes a copy and takes it back, and has removed the target before.
      Twins.Outcome plain = twins.withoutAgent("move", source, "@/far/target", "REPLACE_EXISTING");
      Twins.Outcome guarded = twins.withAgent("move", source, "@/far/target", "REPLACE_EXISTING");
      assertEquals(plain.answer(), guarded.answer());
      assertEquals(before, guarded.after());
      file(twins.free.resolve("far"), "target", "target");
    }
  }

  @OnOldestAndNewestJdk
  void aTreeThatCannotBeReadAsAWholeMoves(Jdk jdk) throws Exception {
    Machine.needsRoot();
    Path parent = newDirectory(User.NOBODY);
    Path guarded = directory(parent, "guarded", "777");
    Path tree = directory(parent, "tree", "777");
    User.NOBODY.own(tree);
    directory(tree, "closed", "700");
    file(tree, "secret", "secret", "600");

    String answer = protectingSession(jdk, User.NOBODY).call("move", tree, guarded.resolve("tree"));

    assertEquals("ok " + guarded.resolve("tree"), answer);
  }

  @OnOldestAndNewestJdk
  void namesMoveIntoAndOutOfAProtectedDirectory(Jdk jdk) throws Exception {
    Path parent = newDirectory();
    Path guarded = directory(parent, "guarded", "755");
    Path free = directory(parent, "free", "755");
    fill(free);
    Session session = protectingSession(jdk, User.SELF);

    for (String name : new String[] {"file", "link", "empty", "full"}) {
      Path in = guarded.resolve(name);
      Path out = free.resolve(name + " again");
      assertEquals("ok " + in, session.call("move", free.resolve(name), in));
      assertEquals("ok true", session.call("rename", in, out));
      assertEquals("ok true", session.call("rename", out, in));
      assertEquals("ok " + out, session.call("move", in, out));
    }
    assertEquals("file", Files.readString(free.resolve("file again")));
    assertEquals("in full", Files.readString(free.resolve("full again/in")));
  }
}
