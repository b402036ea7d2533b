package dev.durable.tests.edges;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** All names that a file can have, and what is said of those that it can't. */
class NamesTest extends EdgeTest {
  /** Of 255 bytes each, the most that file systems take. */
  private static final String[] LONGEST = {"n".repeat(255), "é".repeat(127) + "e", "€".repeat(85)};

  @OnOldestAndNewestJdk
  void theLongestNamesLeaveRoomForATempFile(Jdk jdk) throws Exception {
    Twins twins =
        twins(
            jdk,
            d -> {
              for (String name : LONGEST) {
                file(d, name, "old");
              }
              file(d, "file", "moved");
            });
    for (String name : LONGEST) {
      Object inode = inode(twins.guarded.resolve(name));
      assertEquals("ok @/" + name, twins.call("write", "@/" + name, "new"));
      assertNotEquals(inode, inode(twins.guarded.resolve(name)), "replaced");
      twins.call("write", "@/" + name, "new", "CREATE_NEW");
      twins.call("write", "@/" + name, "er", "APPEND");
      assertEquals("newer", twins.content(name));
    }
    twins.call("move", "@/file", "@/" + LONGEST[0], "REPLACE_EXISTING");
    twins.call("write", "@/" + "m".repeat(255), "new", "CREATE_NEW");
  }

  @OnOldestAndNewestJdk
  void aLongerNameIsRefusedByItsName(Jdk jdk) throws Exception {
    String tooLong = "n".repeat(256);
    Twins twins = twins(jdk, d -> file(d, "file", "old"));
    String refused =
        "java.nio.file.FileSystemException file=@/"
            + tooLong
            + " other=null reason=File name too long";

    assertEquals(refused, twins.call("write", "@/" + tooLong, "new"));
    assertEquals(refused, twins.call("write", "@/" + tooLong, "new", "CREATE_NEW"));
    assertEquals(refused, twins.call("write", "@/" + tooLong, "new", "CREATE", "APPEND"));
    twins.call("write", "@/" + tooLong + "/file", "new");
    twins.call("move", "@/file", "@/" + tooLong);
    assertEquals("ok false", twins.call("rename", "@/file", "@/" + tooLong));
  }

  @OnOldestAndNewestJdk
  void strangeNamesAreNamesToo(Jdk jdk) throws Exception {
    Twins twins = twins(jdk, d -> {});
    for (String name :
        new String[] {
          " ", "-", "~", ".hidden", "*", "a b", "%41", "\\", "\"", "line\nbreak", "日本"
        }) {
      twins.call("write", "@/" + name, "new");
      assertEquals("ok @/" + name.replace("\n", "\\n"), twins.call("write", "@/" + name, "newer"));
      assertEquals("newer", twins.content(name));
    }
  }

  @OnOldestAndNewestJdk
  void aNameThatTheEncodingHasNoCharactersForIsANameToo(Jdk jdk) throws Exception {
    Path directory = newDirectory();
    Path guarded = directory(directory, "guarded", "755");
    Path file = file(guarded, "é", "old");
    Object inode = inode(file);

    var result =
        child(jdk, User.SELF)
            .under("env", "LC_ALL=C", "LANG=C")
            .protecting(directory.resolve("durable.conf"), guarded + "/**")
            .call(Child.line("every", guarded, "new"))
            .quietly();

    assertEquals(List.of("ok 1"), result.lines());
    assertEquals("new", Files.readString(file));
    assertNotEquals(inode, inode(file), "replaced");
  }

  @OnOldestAndNewestJdk
  void aMissingParentIsReportedInTheTargetsName(Jdk jdk) throws Exception {
    Twins twins = twins(jdk, d -> file(d, "file", "old"));
    String missing = "java.nio.file.NoSuchFileException file=@/no/new other=null reason=null";

    assertEquals(missing, twins.call("write", "@/no/new", "new"));
    assertEquals(missing, twins.call("write", "@/no/new", "new", "CREATE_NEW"));
    assertEquals(missing, twins.call("write", "@/no/new", "new", "CREATE", "APPEND"));
    assertEquals(missing, twins.call("lines", "@/no/new", "new", "CREATE"));
    assertEquals(
        "java.nio.file.NoSuchFileException file=@/file other=@/no/new reason=null",
        twins.call("move", "@/file", "@/no/new"));
    assertEquals("ok false", twins.call("rename", "@/file", "@/no/new"));
  }

  @OnOldestAndNewestJdk
  void aParentThatIsAFileIsReportedInTheTargetsName(Jdk jdk) throws Exception {
    Twins twins =
        twins(
            jdk,
            d -> {
              file(d, "file", "old");
              file(d, "parent", "a file");
            });
    String none =
        "java.nio.file.FileSystemException file=@/parent/new other=null reason=Not a directory";

    assertEquals(none, twins.call("write", "@/parent/new", "new"));
    assertEquals(none, twins.call("write", "@/parent/new", "new", "CREATE_NEW"));
    assertEquals(none, twins.call("write", "@/parent/new", "new", "CREATE", "APPEND"));
    twins.call("move", "@/file", "@/parent/new", "REPLACE_EXISTING");
    assertEquals("ok false", twins.call("rename", "@/file", "@/parent/new"));
  }

  @OnOldestAndNewestJdk
  void optionsThatAskForAFileThatIsThereAreObeyed(Jdk jdk) throws Exception {
    Twins twins = twins(jdk, d -> file(d, "file", "0123456789"));
    String missing = "java.nio.file.NoSuchFileException file=@/none other=null reason=null";

    for (String option : new String[] {"WRITE", "TRUNCATE_EXISTING", "APPEND", "SYNC"}) {
      assertEquals(missing, twins.call("write", "@/none", "new", option));
    }
    assertEquals(
        "java.lang.IllegalArgumentException message=READ not allowed",
        twins.call("write", "@/file", "new", "READ"));
    assertEquals(
        "java.lang.IllegalArgumentException message=APPEND + TRUNCATE_EXISTING not allowed",
        twins.call("write", "@/file", "new", "APPEND", "TRUNCATE_EXISTING"));
    assertEquals("ok @/file", twins.call("write", "@/file", "ab", "WRITE"));
    assertEquals("ab23456789", twins.content("file"));
    assertEquals("ok @/new", twins.call("write", "@/new", "x", "CREATE", "APPEND"));
    assertEquals("ok @/new", twins.call("write", "@/new", "y", "APPEND", "DSYNC"));
    assertEquals("xy", twins.content("new"));
    // Deleted as soon as it is closed: no file that could be durable.
    assertEquals("ok @/file", twins.call("write", "@/file", "new", "WRITE", "DELETE_ON_CLOSE"));
  }

  @OnOldestAndNewestJdk
  void dotsAndSlashesMeanWhatTheyMean(Jdk jdk) throws Exception {
    Twins twins =
        twins(
            jdk,
            d -> {
              directory(d, "sub", "755");
              file(d, "file", "old");
            });
    for (String name :
        new String[] {
          "@//sub//new",
          "@/sub/../file",
          "@/./file",
          "@/file/",
          "@/sub/",
          "@/sub/.",
          "@/sub/..",
          "@/"
        }) {
      twins.call("write", name, "new");
      twins.call("write", name, "new", "CREATE_NEW");
      twins.call("write", name, "new", "CREATE", "APPEND");
      twins.call("rename", name, name + "/");
      twins.call("move", name, name + "/", "REPLACE_EXISTING");
    }
  }

  @OnOldestAndNewestJdk
  void relativeNamesStayRelative(Jdk jdk) throws Exception {
    Path directory = newDirectory();
    Path guarded = directory(directory, "guarded", "755");
    Path file = file(guarded, "file", "old");
    Object inode = inode(file);

    var result =
        child(jdk, User.SELF)
            .in(guarded)
            .protecting(directory.resolve("durable.conf"), guarded + "/**")
            .call(
                Child.line("write", "file", "new"),
                Child.line("write", "no/file", "new"),
                Child.line("write", "", "new"),
                Child.line("move", "file", "moved"),
                Child.line("rename", "moved", "../guarded/file"))
            .quietly();

    assertEquals(
        List.of(
            "ok file",
            "java.nio.file.NoSuchFileException file=no/file other=null reason=null",
            "java.nio.file.FileSystemException file= other=null reason=Is a directory",
            "ok moved",
            "ok true"),
        result.lines());
    assertEquals("new", Files.readString(file));
    assertNotEquals(inode, inode(file), "replaced");
  }
}
