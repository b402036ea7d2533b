package dev.durable.tests.edges;

import static dev.durable.tests.Child.line;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.Machine;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/**
 * Where a rename can't take a file's place, the file is written in place, with a safety copy: said
 * once for each reason. With on-obstacle=fail nothing is written instead.
 */
class ObstaclesTest extends EdgeTest {

  /** Prepares a file of the content "old" in an own directory. */
  @FunctionalInterface
  private interface Fixture {
    void in(Path directory) throws Exception;
  }

  @OnOldestAndNewestJdk
  void severalHardLinks(Jdk jdk) throws Exception {
    check(
        jdk,
        User.SELF,
        d -> Files.createLink(d.resolve("link"), file(d, "file", "old")),
        "the file has several hard links");
  }

  @OnOldestAndNewestJdk
  void anotherOwner(Jdk jdk) throws Exception {
    check(
        jdk,
        User.NOBODY,
        d -> {
          mode(d, "777");
          file(d, "file", "old", "666");
        },
        "the file's owner or group can't be given to a new file");
  }

  @OnOldestAndNewestJdk
  void aDirectoryThatCannotBeWritten(Jdk jdk) throws Exception {
    check(
        jdk,
        User.NOBODY,
        d -> {
          User.NOBODY.own(file(d, "file", "old"));
          owner(d, 0, 0);
        },
        "no file can be created in the directory");
  }

  @OnOldestAndNewestJdk
  void aDirectoryThatCannotBeRead(Jdk jdk) throws Exception {
    check(
        jdk,
        User.NOBODY,
        d -> {
          User.NOBODY.own(file(d, "file", "old"));
          mode(d, "333");
        },
        "the directory can't be opened");
  }

  @OnOldestAndNewestJdk
  void aStickyDirectory(Jdk jdk) throws Exception {
    // Of root's, in which another user's file could be given to nobody but not renamed.
    check(
        jdk,
        User.NOBODY,
        d -> {
          owner(d, 0, 0);
          mode(d, "1777");
          file(d, "file", "old", "666");
        },
        "the file's owner or group can't be given to a new file");
  }

  @OnOldestAndNewestJdk
  void aFileThatIsAMountPoint(Jdk jdk) throws Exception {
    check(
        jdk,
        User.SELF,
        d -> {
          Path outside = file(newDirectory(), "outside", "old");
          mount(file(d, "file", "below"), "--bind", outside);
        },
        "the file is a mount point of its own");
  }

  private void check(Jdk jdk, User user, Fixture fixture, String reason) throws Exception {
    Path home = newDirectory(user);
    for (String name : new String[] {"first", "second", "strict"}) {
      Path directory = directory(home, name, "755");
      user.own(directory);
      fixture.in(directory);
    }
    Path first = home.resolve("first/file");
    Path second = home.resolve("second/file");
    Path strict = home.resolve("strict/file");
    Snapshot strictBefore = Snapshot.of(strict.getParent());
    Held old = new Held(first);

    var result =
        child(jdk, user)
            .protecting(
                home.resolve("durable.conf"), home + "/**", home + "/strict/** on-obstacle=fail")
            .call(
                line("write", first, "much longer than before"),
                line("lines", first, "a\nb"),
                line("write", first, "AB", "WRITE"),
                line("write", first, "", "TRUNCATE_EXISTING"),
                line("string", first, "new"),
                line("write", second, "new"),
                line("write", strict, "new"),
                line("write", strict, "new", "WRITE"),
                line("write", second, "er", "APPEND"));

    assertEquals(0, result.exit(), result::err);
    String refused =
        "java.nio.file.FileSystemException file="
            + strict
            + " other=null reason=not replaced, since ";
    assertEquals(refused + reason, result.lines().get(6).substring(0, (refused + reason).length()));
    assertTrue(result.lines().get(6).endsWith("(on-obstacle=fail)"), result.out());
    assertTrue(result.lines().get(7).endsWith("(on-obstacle=fail)"), result.out());
    assertEquals(strictBefore, Snapshot.of(strict.getParent()));

    assertEquals("new", Files.readString(first));
    assertEquals("newer", Files.readString(second));
    assertTrue(old.isAt(first), "written in place");
    old.close();
    List<String> warnings = warnings(result);
    assertEquals(1, warnings.size(), result.err());
    String warning = warnings.get(0);
    assertTrue(warning.startsWith("durable: " + first + " can't be replaced, since " + reason));
    assertTrue(warning.endsWith("; written in place, with a safety copy"));
    assertFalse(Files.exists(home.resolve(".durable-safety~")));
  }

  @OnOldestAndNewestJdk
  void severalReasonsAreSaidOnceEach(Jdk jdk) throws Exception {
    Path home = newDirectory(User.NOBODY);
    Path linked = file(home, "linked", "old");
    User.NOBODY.own(linked);
    Files.createLink(home.resolve("link"), linked);
    Path foreign = file(home, "foreign", "old", "666");

    var result =
        child(jdk, User.NOBODY)
            .protecting(home.resolve("durable.conf"), home + "/*")
            .call(
                line("write", linked, "1"),
                line("write", foreign, "2"),
                line("write", linked, "3"),
                line("write", foreign, "4"));

    assertEquals(0, result.exit(), result::err);
    List<String> warnings = warnings(result);
    assertEquals(2, warnings.size(), result.warnings());
    assertTrue(warnings.get(0).contains("several hard links"), result.warnings());
    assertTrue(warnings.get(1).contains("owner or group"), result.warnings());
  }

  @OnOldestAndNewestJdk
  void whereNoSafetyCopyCanBeHadTheFileIsWrittenWithoutOne(Jdk jdk) throws Exception {
    Machine.needsRoot();
    Path home = newDirectory();
    Path locked = directory(home, "locked", "755");
    Path file = file(locked, "file", "old");
    User.NOBODY.own(file);

    var result =
        Child.on(jdk)
            .under(User.NOBODY.command())
            .with("-Duser.home=" + locked)
            .protecting(home.resolve("durable.conf"), locked + "/**")
            .call(
                line("write", file, "much longer than before"),
                line("lines", file, "a\nb"),
                line("write", file, "AB", "WRITE"));

    assertEquals(0, result.exit(), result::err);
    assertEquals("ABb\n", Files.readString(file));
    assertEquals(
        List.of(
            "durable: "
                + file
                + " can't be replaced, since no file can be created in the directory; written in"
                + " place without a safety copy, since none of the directories for them can be"
                + " written: a crash during the write can tear it"),
        warnings(result));
  }

  /** The warnings, but for the last line: how many more were counted. */
  private static List<String> warnings(Child.Result result) {
    List<String> lines = result.warnings().lines().toList();
    String last = lines.get(lines.size() - 1);
    assertTrue(
        last.matches("durable: \\d+ more warnings like those above were counted, not shown"), last);
    return lines.subList(0, lines.size() - 1);
  }

  @OnOldestAndNewestJdk
  void contentThatFailsHalfWayDoesNotTouchTheFile(Jdk jdk) throws Exception {
    // With a safety copy, and without one.
    Machine.needsRoot();
    Path home = newDirectory(User.NOBODY);
    Path linked = file(home, "linked", "the old content");
    User.NOBODY.own(linked);
    Files.createLink(home.resolve("link"), linked);
    Path locked = directory(newDirectory(), "locked", "755");
    Path file = file(locked, "file", "the old content");
    User.NOBODY.own(file);

    var result =
        Child.on(jdk)
            .under(User.NOBODY.command())
            .with("-Duser.home=" + locked)
            .protecting(locked.resolveSibling("durable.conf"), home + "/**", locked + "/**")
            .call(line("break", linked, "new"), line("break", file, "new"));

    String failed = "java.lang.IllegalStateException message=no more lines";
    assertEquals(List.of(failed, failed), result.lines());
    assertEquals("the old content", Files.readString(linked));
    assertEquals("the old content", Files.readString(file));
  }

  @OnOldestAndNewestJdk
  void obstaclesAreRecognisedInEveryLanguage(Jdk jdk) throws Exception {
    // The JDK tells errors by their texts only, which are the C library's.
    Machine.needsRoot();
    if (!Files.exists(Path.of("/usr/share/locale/de/LC_MESSAGES/libc.mo"))
        || !Files.exists(Path.of("/usr/share/i18n/locales/de_DE"))) {
      abort("no German here");
    }
    Path home = newDirectory();
    Shell.run("localedef", "-i", "de_DE", "-f", "UTF-8", home.resolve("de_DE.UTF-8"));
    Path guarded = directory(home, "guarded", "755");
    Path mounted = file(guarded, "mounted", "below");
    mount(mounted, "--bind", file(newDirectory(), "outside", "old"));
    Path file = file(guarded, "file", "old");
    Path directory = directory(guarded, "directory", "755");
    file(directory, "in", "in");
    Path far = directory(guarded, "far", "755");
    mount(far, "-t", "tmpfs", "far");

    Child.Result result =
        child(jdk, User.SELF)
            .under("env", "LOCPATH=" + home, "LC_ALL=de_DE.UTF-8")
            .protecting(home.resolve("durable.conf"), guarded + "/**")
            .call(
                line("write", directory, "new"),
                line("write", mounted, "new"),
                line("move", directory, file, "REPLACE_EXISTING"),
                line("move", file, file.resolve("below")),
                line("move", file.resolve("in"), far.resolve("in")),
                line("write", mounted.resolve("new"), "new"));

    assertEquals(
        List.of(
            "java.nio.file.FileSystemException file=%s other=null reason=Ist ein Verzeichnis"
                .formatted(directory),
            "ok " + mounted,
            "ok " + file,
            "java.nio.file.FileSystemException file=%s other=%s/below reason=Das Argument ist ungültig"
                .formatted(file, file),
            "ok " + far.resolve("in"),
            "java.nio.file.FileSystemException file=%s/new other=null reason=Ist kein Verzeichnis"
                .formatted(mounted)),
        result.lines());
    assertEquals("new", Files.readString(mounted));
    assertTrue(result.err().contains("the file is a mount point of its own"), result.err());
  }

  @OnOldestAndNewestJdk
  void allNamesOfAFileHaveTheNewContent(Jdk jdk) throws Exception {
    Twins twins =
        twins(
            jdk,
            d -> {
              file(d, "file", "old");
              Files.createLink(directory(d, "sub", "755").resolve("link"), d.resolve("file"));
            });
    try (Held old = new Held(twins.guarded.resolve("file"))) {
      twins.call("write", "@/file", "new and longer");
      twins.call("write", "@/sub/link", "new");
      twins.call("write", "@/file", "N", "WRITE");
      twins.call("write", "@/sub/link", "er", "APPEND");
      assertTrue(old.isAt(twins.guarded.resolve("sub/link")));
    }
    assertEquals("Newer", twins.content("file"));
    assertEquals("Newer", twins.content("sub/link"));
  }

  @OnOldestAndNewestJdk
  void filesThatMustNotChangeDoNot(Jdk jdk) throws Exception {
    Machine.needsRoot();
    Machine.needs("chattr");
    Path disk = directory(newDirectory(), "disk", "755");
    mountExt4(disk, 16);
    Twins twins =
        twinsIn(
            disk,
            jdk,
            d -> {
              Shell.run("chattr", "+i", file(d, "immutable", "old"));
              Shell.run("chattr", "+a", file(d, "appendOnly", "old"));
              Path frozen = directory(d, "frozen", "755");
              file(frozen, "file", "old");
              Shell.run("chattr", "+i", frozen);
            });
    for (String name : new String[] {"immutable", "appendOnly"}) {
      String refused =
          "java.nio.file.FileSystemException file=@/"
              + name
              + " other=null reason=Operation not permitted";
      assertEquals(refused, twins.call("write", "@/" + name, "new"));
      assertEquals(refused, twins.call("write", "@/" + name, "new", "WRITE"));
      twins.call("move", "@/" + name, "@/new");
      assertEquals("ok false", twins.call("rename", "@/" + name, "@/new"));
      twins.call("write", "@/file", "new");
      twins.call("move", "@/file", "@/" + name, "REPLACE_EXISTING");
    }
    assertEquals("ok @/appendOnly", twins.call("write", "@/appendOnly", "er", "APPEND"));
    assertEquals("older", twins.content("appendOnly"));
    // The file may be written; names in its directory may not.
    assertEquals("ok @/frozen/file", twins.call("write", "@/frozen/file", "new"));
    twins.call("write", "@/frozen/new", "new");
    twins.call("write", "@/frozen/new", "new", "CREATE_NEW");
    twins.call("move", "@/frozen/file", "@/new");
    twins.call("move", "@/file", "@/frozen/file", "REPLACE_EXISTING");
    assertEquals("new", twins.content("frozen/file"));
  }

  @OnOldestAndNewestJdk
  void aReadOnlyFileSystemIsReadOnly(Jdk jdk) throws Exception {
    Machine.needsRoot();
    Twins twins =
        twins(
            jdk,
            d -> {
              Path far = directory(d, "far", "755");
              mount(far, "-t", "tmpfs", "far");
              file(far, "file", "old");
              Shell.run("mount", "-o", "remount,ro", far);
              file(d, "near", "near");
            });
    String refused =
        "java.nio.file.FileSystemException file=@/far/%s other=null reason=Read-only file system";
    for (String name : new String[] {"file", "new"}) {
      assertEquals(refused.formatted(name), twins.call("write", "@/far/" + name, "new"));
      twins.call("write", "@/far/" + name, "new", "CREATE_NEW");
      assertEquals(
          refused.formatted(name), twins.call("write", "@/far/" + name, "new", "CREATE", "APPEND"));
      twins.call("move", "@/far/file", "@/far/" + name, "REPLACE_EXISTING");
      assertEquals("ok false", twins.call("rename", "@/far/file", "@/far/other"));
    }
  }

  @OnOldestAndNewestJdk
  void aFileSystemThatBecomesReadOnlyInMidRunRefusesUntilItIsNoLonger(Jdk jdk) throws Exception {
    Machine.needsRoot();
    Twins twins =
        twins(
            jdk,
            d -> {
              Path far = directory(d, "far", "755");
              mount(far, "-t", "tmpfs", "far");
              file(far, "file", "old");
            });
    assertEquals("ok @/far/file", twins.call("write", "@/far/file", "first"));

    Shell.run("mount", "-o", "remount,ro", twins.guarded.resolve("far"));
    Shell.run("mount", "-o", "remount,ro", twins.free.resolve("far"));
    String refused =
        "java.nio.file.FileSystemException file=@/far/file other=null reason=Read-only file system";
    assertEquals(refused, twins.call("write", "@/far/file", "lost"));
    assertEquals(refused, twins.call("write", "@/far/file", "lost", "APPEND"));
    assertEquals("ok false", twins.call("rename", "@/far/file", "@/far/other"));
    assertEquals("first", twins.content("far/file"));

    Shell.run("mount", "-o", "remount,rw", twins.guarded.resolve("far"));
    Shell.run("mount", "-o", "remount,rw", twins.free.resolve("far"));
    assertEquals("ok @/far/file", twins.call("write", "@/far/file", "second"));
    assertEquals("second", twins.content("far/file"));
  }

  @OnOldestAndNewestJdk
  void aDirectoryThatLosesItsWritePermissionInMidRunHasItsFilesWrittenInPlaceMeanwhile(Jdk jdk)
      throws Exception {
    Twins twins = twins(jdk, User.NOBODY, d -> User.NOBODY.own(file(d, "file", "old")));
    Path file = twins.guarded.resolve("file");
    Object first = inode(file);
    assertEquals("ok @/file", twins.call("write", "@/file", "first"));
    Object replaced = inode(file);
    assertNotEquals(first, replaced, "replaced");

    mode(twins.guarded, "555");
    mode(twins.free, "555");
    assertEquals("ok @/file", twins.call("write", "@/file", "second"));
    assertEquals(replaced, inode(file), "written in place");
    assertEquals(
        "java.nio.file.AccessDeniedException file=@/new other=null reason=null",
        twins.call("write", "@/new", "new"));

    mode(twins.guarded, "755");
    mode(twins.free, "755");
    assertEquals("ok @/file", twins.call("write", "@/file", "third"));
    assertNotEquals(replaced, inode(file), "replaced again");
    assertEquals("third", twins.content("file"));
  }

  @OnOldestAndNewestJdk
  void filesOfAnOverlayAreReplaced(Jdk jdk) throws Exception {
    Machine.needsRoot();
    Twins twins =
        twins(
            jdk,
            d -> {
              Path base = newDirectory();
              Path lower = directory(base, "lower", "755");
              file(lower, "low", "old");
              Files.createLink(lower.resolve("linked"), file(lower, "link", "old"));
              file(directory(lower, "directory", "755"), "file", "old");
              file(directory(base, "upper", "755"), "up", "old");
              directory(base, "work", "755");
              mount(
                  d,
                  "-t",
                  "overlay",
                  "-o",
                  "lowerdir=%1$s/lower,upperdir=%1$s/upper,workdir=%1$s/work".formatted(base),
                  "overlay");
            });
    for (String name : new String[] {"low", "up", "directory/file"}) {
      Object inode = inode(twins.guarded.resolve(name));
      assertEquals("ok @/" + name, twins.call("write", "@/" + name, "new"));
      assertNotEquals(inode, inode(twins.guarded.resolve(name)), "replaced");
    }
    twins.call("write", "@/linked", "new");
    twins.call("write", "@/new", "new", "CREATE_NEW");
    twins.call("write", "@/low", "er", "APPEND");
    twins.call("move", "@/low", "@/up", "REPLACE_EXISTING");
    twins.call("move", "@/directory", "@/moved");
    twins.call("rename", "@/directory", "@/moved");
    assertEquals("newer", twins.content("up"));
    assertFalse(Files.exists(twins.guarded.resolve("low"), LinkOption.NOFOLLOW_LINKS));
  }
}
