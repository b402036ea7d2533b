package dev.durable.tests.edges;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Jdk;
import dev.durable.tests.Machine;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;

/**
 * A rename asks the directory for permission and a write asks the file; a user may have the one and
 * not the other. The agent gives no rights and takes none away.
 */
class OtherUsersTest extends EdgeTest {
  private static final String DENIED =
      "java.nio.file.AccessDeniedException file=@/file other=null reason=null";
  private static final int ADM = 4;

  @BeforeAll
  static void needsOtherUsers() {
    Machine.needsRoot();
  }

  @OnOldestAndNewestJdk
  void aReadOnlyTargetIsRefusedAndStaysAsItWas(Jdk jdk) throws Exception {
    Twins twins = twins(jdk, User.NOBODY, d -> User.NOBODY.own(file(d, "file", "old", "444")));
    assertRefused(twins);
  }

  @OnOldestAndNewestJdk
  void aFileOfAnotherUserIsRefusedAndStaysAsItWas(Jdk jdk) throws Exception {
    for (String mode : new String[] {"600", "644", "000"}) {
      assertRefused(twins(jdk, User.NOBODY, d -> file(d, "file", "old", mode)));
    }
  }

  @OnOldestAndNewestJdk
  void anAccessListThatRefusesIsObeyed(Jdk jdk) throws Exception {
    Machine.needs("setfacl");
    assertRefused(
        twins(
            jdk,
            User.NOBODY,
            d -> Shell.run("setfacl", "-m", "u:65534:r", file(d, "file", "old", "666"))));
  }

  private static void assertRefused(Twins twins) throws Exception {
    Object inode = inode(twins.guarded.resolve("file"));
    Snapshot before = Snapshot.of(twins.guarded);

    assertEquals(DENIED, twins.call("write", "@/file", "new"));
    assertEquals(DENIED, twins.call("lines", "@/file", "new"));
    assertEquals(DENIED, twins.call("string", "@/file", "new", "WRITE"));
    assertEquals(DENIED, twins.call("write", "@/file", "new", "APPEND"));

    assertEquals(before, Snapshot.of(twins.guarded));
    assertEquals(inode, inode(twins.guarded.resolve("file")));
  }

  @OnOldestAndNewestJdk
  void anAccessListThatAllowsIsObeyed(Jdk jdk) throws Exception {
    Machine.needs("setfacl");
    Twins twins =
        twins(
            jdk,
            User.NOBODY,
            d -> Shell.run("setfacl", "-m", "u:65534:rw", file(d, "file", "old", "600")));
    assertWrittenInPlace(twins);
  }

  @OnOldestAndNewestJdk
  void aFileThatAnotherUserLetsEverybodyWriteStaysThatUsers(Jdk jdk) throws Exception {
    assertWrittenInPlace(
        twins(
            jdk,
            User.NOBODY,
            d -> {
              mode(d, "777");
              file(d, "file", "old", "666");
            }));
  }

  @OnOldestAndNewestJdk
  void soItDoesInAStickyDirectory(Jdk jdk) throws Exception {
    assertWrittenInPlace(
        twins(
            jdk,
            User.NOBODY,
            d -> {
              owner(d, 0, 0);
              mode(d, "1777");
              file(d, "file", "old", "666");
            }));
  }

  @OnOldestAndNewestJdk
  void aWritableFileInADirectoryThatIsNotIsWritten(Jdk jdk) throws Exception {
    assertWrittenInPlace(
        twins(
            jdk,
            User.NOBODY,
            d -> {
              User.NOBODY.own(file(d, "file", "old"));
              owner(d, 0, 0);
            }));
  }

  @OnOldestAndNewestJdk
  void aFileInADirectoryThatCannotBeReadIsWritten(Jdk jdk) throws Exception {
    assertWrittenInPlace(
        twins(
            jdk,
            User.NOBODY,
            d -> {
              User.NOBODY.own(file(d, "file", "old"));
              mode(d, "333");
            }));
  }

  @OnOldestAndNewestJdk
  void aFileThatIsWrittenThroughItsGroupStaysItsOwners(Jdk jdk) throws Exception {
    assertWrittenInPlace(
        twins(jdk, User.NOBODY, d -> owner(file(d, "file", "old", "664"), 0, User.NOBODYS_ID)));
  }

  @OnOldestAndNewestJdk
  void aGroupThatTheUserCannotGiveStays(Jdk jdk) throws Exception {
    assertWrittenInPlace(
        twins(jdk, User.NOBODY, d -> owner(file(d, "file", "old", "664"), User.NOBODYS_ID, ADM)));
  }

  @OnOldestAndNewestJdk
  void aFileThatCannotBeReadIsWritten(Jdk jdk) throws Exception {
    Twins twins =
        twins(jdk, User.NOBODY, d -> User.NOBODY.own(file(d, "file", "0123456789", "222")));

    assertEquals("ok @/file", twins.call("write", "@/file", "ab", "WRITE"));
    assertEquals("ab23456789", twins.content("file"));
    assertEquals("ok @/file", twins.call("write", "@/file", "new"));
    assertEquals("ok @/file", twins.call("write", "@/file", "er", "APPEND"));
    assertEquals("newer", twins.content("file"));
  }

  private static void assertWrittenInPlace(Twins twins) throws Exception {
    Path file = twins.guarded.resolve("file");
    try (Held old = new Held(file)) {
      writeInAllWays(twins);
      assertTrue(old.isAt(file), "written in place");
    }
    assertEquals("Two\nlines\n!", Files.readString(file));
  }

  private static void writeInAllWays(Twins twins) throws Exception {
    assertEquals("ok @/file", twins.call("write", "@/file", "much longer than before"));
    assertEquals("ok @/file", twins.call("write", "@/file", "short"));
    assertEquals("ok @/file", twins.call("write", "@/file", ""));
    assertEquals("ok @/file", twins.call("lines", "@/file", "two\nlines"));
    assertEquals("ok @/file", twins.call("string", "@/file", "T", "WRITE"));
    assertEquals("ok @/file", twins.call("write", "@/file", "!", "APPEND"));
  }

  @OnOldestAndNewestJdk
  void aNewFileInADirectoryThatCannotBeReadIsCreated(Jdk jdk) throws Exception {
    Twins twins = twins(jdk, User.NOBODY, d -> mode(d, "333"));

    assertEquals("ok @/new", twins.call("write", "@/new", "new"));
    assertEquals("ok @/exclusive", twins.call("write", "@/exclusive", "new", "CREATE_NEW"));
    assertEquals("ok @/appended", twins.call("write", "@/appended", "new", "CREATE", "APPEND"));
    assertEquals("ok @/moved", twins.call("move", "@/new", "@/moved"));
    assertEquals("ok true", twins.call("rename", "@/moved", "@/exclusive"));
  }

  @OnOldestAndNewestJdk
  void aNewFileInADirectoryThatCannotBeWrittenIsRefused(Jdk jdk) throws Exception {
    Twins twins =
        twins(
            jdk,
            User.NOBODY,
            d -> {
              directory(d, "locked", "755");
              directory(d, "closed", "700");
              file(d.resolve("closed"), "file", "old", "666");
              User.NOBODY.own(file(d, "own", "own"));
            });
    for (String name : new String[] {"@/locked/new", "@/closed/new", "@/closed/file"}) {
      String denied =
          "java.nio.file.AccessDeniedException file=" + name + " other=null reason=null";
      assertEquals(denied, twins.call("write", name, "new"));
      assertEquals(denied, twins.call("write", name, "new", "CREATE_NEW"));
      assertEquals(denied, twins.call("write", name, "new", "CREATE", "APPEND"));
      twins.call("move", "@/own", name);
      assertEquals("ok false", twins.call("rename", "@/own", name));
    }
  }

  @OnOldestAndNewestJdk
  void anOwnFileIsReplaced(Jdk jdk) throws Exception {
    Twins twins = twins(jdk, User.NOBODY, d -> User.NOBODY.own(file(d, "file", "old", "600")));
    Object inode = inode(twins.guarded.resolve("file"));

    twins.call("write", "@/file", "new");

    assertNotEquals(inode, inode(twins.guarded.resolve("file")));
  }
}
