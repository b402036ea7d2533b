package dev.durable.tests.edges;

import static dev.durable.tests.edges.Shell.accessList;
import static dev.durable.tests.edges.Shell.extendedAttributes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.Machine;
import java.nio.file.Files;
import java.nio.file.Path;

/** A new version has what the old one had; a new file has what the plain call would give it. */
class AttributesTest extends EdgeTest {
  private static final String[] MODES = {"600", "644", "640", "664", "755", "777", "400", "000"};
  private static final String[] MODES_WITH_SET_ID = {
    "4755", "2755", "6755", "2644", "4600", "6777"
  };
  private static final int ADM = 4;

  @OnOldestAndNewestJdk
  void theModeStays(Jdk jdk) throws Exception {
    Twins twins =
        twins(
            jdk,
            d -> {
              for (String mode : MODES) {
                file(d, mode, "old", mode);
              }
            });
    for (String mode : MODES) {
      // What Snapshot compares; a root user may write them all.
      twins.call("write", "@/" + mode, "new");
    }
  }

  @OnOldestAndNewestJdk
  void setUserIdAndSetGroupIdGoAsAWriteMakesThemGo(Jdk jdk) throws Exception {
    for (User user : User.values()) {
      Twins twins =
          twins(
              jdk,
              user,
              d -> {
                for (String mode : MODES_WITH_SET_ID) {
                  for (String call : new String[] {"write", "empty", "append"}) {
                    Path file = file(d, call + mode, "old");
                    user.own(file);
                    mode(file, mode);
                  }
                }
              });
      for (String mode : MODES_WITH_SET_ID) {
        twins.call("write", "@/write" + mode, "new");
        twins.call("write", "@/empty" + mode, "");
        twins.call("write", "@/append" + mode, "new", "APPEND");
      }
    }
  }

  @OnOldestAndNewestJdk
  void ownerAndGroupStay(Jdk jdk) throws Exception {
    Machine.needsRoot();
    Twins twins =
        twins(
            jdk,
            d -> {
              owner(file(d, "others", "old", "640"), User.NOBODYS_ID, ADM);
              owner(file(d, "groups", "old", "2755"), 0, ADM);
              Path shared = directory(d, "shared", "2777");
              owner(shared, 0, ADM);
              file(shared, "own", "old");
            });
    for (String name : new String[] {"others", "groups", "shared/own"}) {
      Object inode = inode(twins.guarded.resolve(name));
      twins.call("write", "@/" + name, "new");
      assertNotEquals(inode, inode(twins.guarded.resolve(name)), "replaced");
    }
    twins.call("write", "@/shared/new", "new");
  }

  @OnOldestAndNewestJdk
  void theGroupStaysIfTheUserIsAMember(Jdk jdk) throws Exception {
    Machine.needsRoot();
    Path home = homeOf(User.NOBODY);
    Path file = file(directory(newDirectory(User.NOBODY), "guarded", "777"), "file", "old", "640");
    owner(file, User.NOBODYS_ID, ADM);
    Object inode = inode(file);

    Child.on(jdk)
        .under("setpriv", "--reuid=65534", "--regid=65534", "--groups=" + ADM)
        .protecting(home.resolve("members.conf"), home + "/**/guarded/**")
        .call(Child.line("write", file, "new"))
        .quietly();

    assertNotEquals(inode, inode(file), "replaced");
    assertEquals(ADM, Files.getAttribute(file, "unix:gid"));
    assertEquals(0100640, Files.getAttribute(file, "unix:mode"));
  }

  @OnOldestAndNewestJdk
  void accessListsStay(Jdk jdk) throws Exception {
    Machine.needs("setfacl");
    for (User user : User.values()) {
      Twins twins =
          twins(
              jdk,
              user,
              d -> {
                user.own(file(d, "file", "old", "640"));
                Shell.run("setfacl", "-m", "u:1:rw,g:2:r,m::rwx", d.resolve("file"));
              });
      Path file = twins.guarded.resolve("file");
      String list = accessList(file);
      Object inode = inode(file);
      assertTrue(list.contains("user:1:rw-"), list);

      twins.call("write", "@/file", "new");

      assertEquals(list, accessList(file));
      assertNotEquals(inode, inode(file), "replaced");
    }
  }

  @OnOldestAndNewestJdk
  void aDefaultAccessListIsForNewFilesOnly(Jdk jdk) throws Exception {
    Machine.needs("setfacl");
    for (User user : User.values()) {
      Twins twins =
          twins(
              jdk,
              user,
              d -> {
                user.own(file(d, "old", "old", "640"));
                Shell.run("setfacl", "-d", "-m", "u:1:rwx,g:2:r,o::-", d);
              });
      Path old = twins.guarded.resolve("old");
      String list = accessList(old);
      assertFalse(list.contains("user:1:"), list);
      Object inode = inode(old);

      twins.call("write", "@/old", "new");
      twins.call("write", "@/new", "new");
      twins.call("write", "@/exclusive", "new", "CREATE_NEW", "WRITE");
      twins.call("write", "@/appended", "new", "CREATE", "APPEND");

      assertEquals(list, accessList(old));
      assertNotEquals(inode, inode(old), "replaced");
      for (String name : new String[] {"new", "exclusive", "appended"}) {
        String given = accessList(twins.guarded.resolve(name));
        assertTrue(given.contains("user:1:rwx"), given);
        assertEquals(accessList(twins.free.resolve(name)), given);
      }
    }
  }

  @OnOldestAndNewestJdk
  void extendedAttributesStay(Jdk jdk) throws Exception {
    Machine.needs("setfattr");
    for (User user : User.values()) {
      Twins twins =
          twins(
              jdk,
              user,
              d -> {
                Path file = file(d, "file", "old");
                user.own(file);
                attribute(file, "user.text", "text");
                attribute(file, "user.empty", "");
                attribute(file, "user.long", "x".repeat(2500));
                attribute(file, "user.ä ö", "0x00ff00ff");
                if (user == User.SELF && Machine.isRoot()) {
                  attribute(file, "trusted.text", "text");
                }
              });
      Path file = twins.guarded.resolve("file");
      String attributes = extendedAttributes(file);
      Object inode = inode(file);

      twins.call("write", "@/file", "new");

      assertEquals(attributes, extendedAttributes(file));
      assertNotEquals(inode, inode(file), "replaced");
    }
  }

  @OnOldestAndNewestJdk
  void capabilitiesGoAsAWriteMakesThemGo(Jdk jdk) throws Exception {
    Machine.needsRoot();
    Machine.needs("setfattr");
    Twins twins =
        twins(
            jdk,
            d -> {
              Path file = file(d, "file", "old", "755");
              // cap_net_bind_service, permitted and effective: struct vfs_cap_data, revision 2.
              attribute(file, "security.capability", "0x0100000200040000000000000000000000000000");
              attribute(file, "user.text", "text");
            });
    twins.call("write", "@/file", "new");

    String attributes = extendedAttributes(twins.guarded.resolve("file"));
    assertEquals(extendedAttributes(twins.free.resolve("file")), attributes);
    assertFalse(attributes.contains("security.capability"), attributes);
  }

  @OnOldestAndNewestJdk
  void allOfItStaysAtOnce(Jdk jdk) throws Exception {
    Machine.needsRoot();
    Machine.needs("setfacl");
    Twins twins =
        twins(
            jdk,
            d -> {
              Path file = file(d, "file", "old");
              owner(file, 0, ADM);
              mode(file, "2755");
              attribute(file, "user.x", "x");
              Shell.run("setfacl", "-m", "u:1:rw", file);
            });
    Path file = twins.guarded.resolve("file");
    String before = accessList(file) + extendedAttributes(file) + Snapshot.of(file);

    twins.call("write", "@/file", "new");

    String after = accessList(file) + extendedAttributes(file) + Snapshot.of(file);
    assertEquals(before.replace("old", "new"), after);
  }

  @OnOldestAndNewestJdk
  void theUmaskDecidesOnNewFiles(Jdk jdk) throws Exception {
    for (String umask : new String[] {"000", "022", "027", "077"}) {
      Path directory = newDirectory();
      Path guarded = directory(directory, "guarded", "777");
      Path free = directory(directory, "free", "777");
      Child child =
          child(jdk, User.SELF)
              .under("sh", "-c", "umask " + umask + "; exec \"$@\"", "sh")
              .protecting(directory.resolve("durable.conf"), guarded + "/**");

      child
          .call(
              Child.line("write", guarded.resolve("usual"), "new"),
              Child.line("write", guarded.resolve("exclusive"), "new", "CREATE_NEW"),
              Child.line("write", guarded.resolve("appended"), "new", "CREATE", "APPEND"),
              Child.line("write", free.resolve("usual"), "new"),
              Child.line("write", free.resolve("exclusive"), "new", "CREATE_NEW"),
              Child.line("write", free.resolve("appended"), "new", "CREATE", "APPEND"))
          .quietly();

      assertEquals(Snapshot.of(free), Snapshot.of(guarded));
      int mode = 0100666 & ~Integer.parseInt(umask, 8);
      assertEquals(mode, Files.getAttribute(guarded.resolve("usual"), "unix:mode"));
    }
  }

  private static void attribute(Path file, String name, String value) throws Exception {
    Shell.run("setfattr", "-n", name, "-v", value, file);
  }
}
