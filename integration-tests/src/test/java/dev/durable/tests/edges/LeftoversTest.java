package dev.durable.tests.edges;

import static dev.durable.tests.Child.line;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.TreeSet;

/**
 * What a process that was killed leaves is removed or finished by the next one; what a living one
 * has made, or anybody else, is not touched.
 */
class LeftoversTest extends EdgeTest {
  private static final String OLD = "the old content ".repeat(5000);
  private static final String NEW = "the new ".repeat(5000);

  // Temp files

  @OnOldestAndNewestJdk
  void aDeadProcessesTempFileIsRemovedAtTheNextFirstWriteBesideIt(Jdk jdk) throws Exception {
    Path home = newDirectory();
    Path sub = directory(home, "sub", "755");
    Path file = file(sub, "file", "old");
    Path temp = killInMidWrite(jdk, home, file);
    assertEquals("old", Files.readString(file));

    protecting(jdk, home).call(line("write", sub.resolve("other"), "new")).quietly();

    assertFalse(Files.exists(temp));
    assertEquals(List.of(file, sub.resolve("other")), list(sub));
  }

  @OnOldestAndNewestJdk
  void aDeadProcessesTempFileInARulesOwnDirectoryIsRemovedAtTheStart(Jdk jdk) throws Exception {
    Path home = newDirectory();
    Path temp = killInMidWrite(jdk, home, file(home, "file", "old"));

    protecting(jdk, home).call().quietly();

    assertFalse(Files.exists(temp));
  }

  @OnOldestAndNewestJdk
  void aLivingProcessesTempFileIsNotTouched(Jdk jdk) throws Exception {
    Path home = newDirectory();
    Path file = file(home, "file", "old");
    try (Session session = new Session(protecting(jdk, home), true)) {
      session.send("feed", file);
      session.send("one line");
      Path temp = awaitTemp(home);

      protecting(jdk, home).call(line("write", home.resolve("other"), "new")).quietly();
      assertTrue(Files.exists(temp));

      session.send(".");
      assertEquals("ok " + file, session.answer());
      assertEquals("one line\n", Files.readString(file));
      session.end().quietly();
    }
  }

  @OnOldestAndNewestJdk
  void aStoppedProcessLives(Jdk jdk) throws Exception {
    Path home = newDirectory();
    Path file = file(home, "file", "old");
    try (Session session = new Session(protecting(jdk, home), true)) {
      session.send("feed", file);
      session.send("one line");
      Path temp = awaitTemp(home);
      Shell.run("kill", "-STOP", session.pid());

      protecting(jdk, home).call(line("write", home.resolve("other"), "new")).quietly();
      assertTrue(Files.exists(temp));

      Shell.run("kill", "-CONT", session.pid());
      session.send(".");
      assertEquals("ok " + file, session.answer());
    }
  }

  @OnOldestAndNewestJdk
  void processesOfTheSameNumberInDifferentContainersAreNotMistakenForEachOther(Jdk jdk)
      throws Exception {
    Machine.needsRoot();
    Path home = newDirectory();
    Path file = file(home, "file", "old");
    String[] container = {"unshare", "--pid", "--fork", "--mount-proc", "--kill-child"};
    try (Session first = new Session(protecting(jdk, home).under(container), true)) {
      first.send("feed", file);
      first.send("one line");
      Path temp = awaitTemp(home);

      Child.Result second =
          protecting(jdk, home)
              .under(container)
              .call(line("read", "/proc/self/stat"), line("write", home.resolve("other"), "new"));
      assertTrue(second.quietly().out().startsWith("ok 1 ("), second.out());
      protecting(jdk, home).call(line("write", home.resolve("third"), "new")).quietly();
      assertTrue(Files.exists(temp));

      first.send(".");
      assertEquals("ok " + file, first.answer());
      assertEquals("one line\n", Files.readString(file));
    }
  }

  @OnOldestAndNewestJdk
  void otherFilesAreNotTouchedWhateverTheirNames(Jdk jdk) throws Exception {
    Path home = newDirectory();
    Path temp = killInMidWrite(jdk, home, file(home, "file", "old"));
    String own = temp.getFileName().toString();
    String body = own.substring(0, own.length() - 1);
    String[] names = {
      "file.tmp",
      ".file.tmp",
      ".#lock",
      "durable~",
      ".durable-",
      ".durable-~",
      ".durable-notes~",
      ".durable-my-own-lovely-old-notes~",
      ".durable-1-2-3-4~",
      ".durable-1-2-3-4-5",
      ".durable-1-2-3-4-5~.txt",
      ".durable-A-B-C-D-E~",
      "x" + own,
      own + "x",
      body,
      body.toUpperCase() + "~",
      body + "-1-1~",
      body.substring(0, body.lastIndexOf('-')) + "~"
    };
    for (String name : names) {
      file(home, name, name);
    }
    // Our kind of name, but no file of ours.
    Path directory = directory(home, body + "1~", "755");

    protecting(jdk, home).call(line("write", home.resolve("file"), "new")).quietly();

    assertFalse(Files.exists(temp));
    assertTrue(Files.isDirectory(directory));
    for (String name : names) {
      assertEquals(name, Files.readString(home.resolve(name)));
    }
  }

  @OnOldestAndNewestJdk
  void aLinkOfATempFilesNameIsNotFollowed(Jdk jdk) throws Exception {
    Path home = newDirectory();
    Path file = file(home, "file", "old");
    Path precious = file(newDirectory(), "precious", "precious");
    try (Session session = new Session(protecting(jdk, home), true)) {
      session.send("feed", file);
      Path temp = awaitTemp(home);
      session.send(".");
      assertEquals("ok " + file, session.answer());

      // The names that come next.
      var planted = new TreeSet<Path>();
      for (int i = 1; i <= 50; i++) {
        planted.add(Files.createSymbolicLink(successor(temp, i), precious));
      }
      for (int i = 0; i < 10; i++) {
        assertEquals("ok " + file, session.call("write", file, "new " + i));
      }
      assertEquals(
          "ok " + file,
          session.call("move", home.resolve("durable.conf"), file, "REPLACE_EXISTING"));

      for (Path link : planted) {
        assertTrue(Files.isSymbolicLink(link));
      }
      session.end().quietly();
    }
    assertEquals("precious", Files.readString(precious));
    assertTrue(Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS));
  }

  /** The name whose number is by so much higher. */
  private static Path successor(Path temp, int more) {
    String name = temp.getFileName().toString();
    int number = name.lastIndexOf('-') + 1;
    long next = Long.parseLong(name.substring(number, name.length() - 1), 36) + more;
    return temp.resolveSibling(name.substring(0, number) + Long.toString(next, 36) + "~");
  }

  // Safety copies

  @OnOldestAndNewestJdk
  void aTornFileIsMadeWholeBeforeTheApplicationReadsIt(Jdk jdk) throws Exception {
    Path home = newDirectory();
    Path file = tornFile(jdk, home);

    Child.Result result = protecting(jdk, home).call(line("read", file));

    assertEquals(List.of("ok " + NEW), result.lines());
    assertEquals(
        "durable: "
            + file
            + " was being overwritten when a crash came; finished from its safety copy\n",
        result.err().substring(0, result.err().indexOf('\n') + 1));
    assertEquals(NEW, Files.readString(home.resolve("link")));
    assertFalse(Files.exists(home.resolve(".durable-safety~")));
  }

  @OnOldestAndNewestJdk
  void aFileThatSomebodyChangedSinceIsLeftAlone(Jdk jdk) throws Exception {
    Path home = newDirectory();
    Path file = tornFile(jdk, home);
    Files.writeString(file, "edited");
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plus(1, ChronoUnit.HOURS)));

    for (int start = 1; start <= 2; start++) {
      Child.Result result = protecting(jdk, home).call(line("read", file));
      assertEquals(List.of("ok edited"), result.lines());
      assertTrue(result.err().startsWith("durable: the safety copy "), result.err());
      assertTrue(result.err().contains("was not used (the file was changed after the crash)"));
    }
    assertEquals(1, list(home.resolve(".durable-safety~")).size(), "kept");
  }

  @OnOldestAndNewestJdk
  void aFileThatIsGoneIsNotMadeAgain(Jdk jdk) throws Exception {
    Path home = newDirectory();
    Path file = tornFile(jdk, home);
    Files.delete(file);
    Files.delete(home.resolve("link"));

    Child.Result result = protecting(jdk, home).call(line("write", file, "from scratch"));

    assertEquals(List.of("ok " + file), result.lines());
    assertTrue(result.err().contains("was not used (the file is gone)"), result.err());
    assertEquals("from scratch", Files.readString(file));
  }

  @OnOldestAndNewestJdk
  void aSafetyCopyThatAnotherUserPlantedIsNotFollowed(Jdk jdk) throws Exception {
    Machine.needsRoot();
    Path home = newDirectory();
    Path file = tornFile(jdk, home);
    String torn = Files.readString(file);
    Path safety = home.resolve(".durable-safety~");
    Path copy = list(safety).get(0);

    // The directory is somebody else's, or others may write it.
    owner(safety, User.NOBODYS_ID, User.NOBODYS_ID);
    assertNotFollowed(jdk, home, file, torn);
    owner(safety, 0, 0);
    mode(safety, "770");
    assertNotFollowed(jdk, home, file, torn);
    mode(safety, "700");

    // The copy is.
    owner(copy, User.NOBODYS_ID, User.NOBODYS_ID);
    assertNotFollowed(jdk, home, file, torn);
    owner(copy, 0, 0);

    // A link stands in for the copy, or for the directory.
    Path elsewhere = newDirectory();
    Files.move(copy, elsewhere.resolve("copy"));
    Files.createSymbolicLink(copy, elsewhere.resolve("copy"));
    assertNotFollowed(jdk, home, file, torn);
    Files.delete(copy);
    Files.move(elsewhere.resolve("copy"), copy);
    Files.move(safety, elsewhere.resolve("safety"));
    Files.createSymbolicLink(safety, elsewhere.resolve("safety"));
    assertNotFollowed(jdk, home, file, torn);
    assertEquals(1, list(elsewhere.resolve("safety")).size());
    Files.deleteIfExists(safety);
    Files.move(elsewhere.resolve("safety"), safety);

    // Now that it is as it was, it is.
    assertEquals(List.of("ok " + NEW), protecting(jdk, home).call(line("read", file)).lines());
  }

  private static void assertNotFollowed(Jdk jdk, Path home, Path file, String torn)
      throws Exception {
    Child.Result result = protecting(jdk, home).call(line("read", file));
    assertEquals(List.of("ok " + torn), result.lines());
  }

  @OnOldestAndNewestJdk
  void aSafetyDirectoryThatAnotherUserPlantedIsNotUsed(Jdk jdk) throws Exception {
    Machine.needsRoot();
    Path home = newDirectory();
    Path file = file(home, "file", OLD);
    Files.createLink(home.resolve("link"), file);
    Path planted = directory(home, ".durable-safety~", "777");
    owner(planted, User.NOBODYS_ID, User.NOBODYS_ID);
    Path bait = file(planted, "bait", "bait");

    Child.Result result =
        protecting(jdk, home).with("-Duser.home=" + home).call(line("write", file, NEW));

    assertEquals(List.of("ok " + file), result.lines());
    assertEquals(NEW, Files.readString(file));
    assertTrue(result.err().contains("written in place without a safety copy"), result.err());
    assertEquals(List.of(bait), list(planted));
  }

  @OnOldestAndNewestJdk
  void aSafetyCopyInTheMakingIsRemovedAndTheOldContentStands(Jdk jdk) throws Exception {
    Path home = newDirectory();
    Path file = file(home, "file", "old");
    Files.createLink(home.resolve("link"), file);
    Path copy;
    try (Session session = new Session(protecting(jdk, home), true)) {
      session.send("feed", file);
      Path safety = awaitTemp(home);
      copy = awaitTemp(safety);
      assertEquals("rw-------", permissions(copy));
      assertEquals("rwx------", permissions(safety));

      protecting(jdk, home).call(line("write", home.resolve("other"), "new")).quietly();
      assertTrue(Files.exists(copy), "its process lives");
      session.kill();
    }

    protecting(jdk, home).call().quietly();

    assertFalse(Files.exists(copy.getParent()));
    assertEquals("old", Files.readString(file));
  }

  private static String permissions(Path file) throws IOException {
    return java.nio.file.attribute.PosixFilePermissions.toString(
        Files.getPosixFilePermissions(file));
  }

  private static Child protecting(Jdk jdk, Path home) throws Exception {
    return child(jdk, User.SELF).protecting(home.resolve("durable.conf"), home + "/**");
  }

  /** Kills a process while it writes, and returns the temp file that it leaves. */
  private static Path killInMidWrite(Jdk jdk, Path home, Path file) throws Exception {
    try (Session session = new Session(protecting(jdk, home), true)) {
      session.send("feed", file);
      session.send("one line");
      Path temp = awaitTemp(file.getParent());
      session.kill();
      return temp;
    }
  }

  /**
   * A file with a second name "link" that was being overwritten in place when its process was
   * killed: its beginning is new, its end is old.
   */
  private static Path tornFile(Jdk jdk, Path home) throws Exception {
    Machine.needs("strace");
    Path file = file(home, "file", OLD);
    Files.createLink(home.resolve("link"), file);

    Child.Result killed =
        protecting(jdk, home)
            .under("strace", "-f", "-qqq", "-o", "/dev/null", "--trace-path=" + file)
            .under("-e", "inject=ftruncate:error=EIO:signal=KILL")
            .call(line("write", file, NEW));

    assertEquals(137, killed.exit(), killed::err);
    assertEquals(NEW + OLD.substring(NEW.length()), Files.readString(file), "torn");
    return file;
  }

  private static List<Path> list(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.filter(file -> !file.endsWith("durable.conf")).sorted().toList();
    }
  }
}
