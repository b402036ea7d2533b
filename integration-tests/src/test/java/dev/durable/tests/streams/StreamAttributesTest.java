package dev.durable.tests.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.Machine;
import dev.durable.tests.OnOldestAndNewestJdk;
import dev.durable.tests.syscalls.Watched;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What a file has besides its content stays, also what it is given while the stream is open. */
class StreamAttributesTest extends StreamsTest {
  private static final String OWNER = "mode,uid,gid";

  private static Map<String, Object> facts(Path file) throws Exception {
    return Files.readAttributes(file, "unix:" + OWNER);
  }

  private static String accessList(Path file) throws Exception {
    return Shell.run("getfacl", "--absolute-names", "--omit-header", "--numeric", file);
  }

  private static String extended(Path file) throws Exception {
    return Shell.run("getfattr", "-d", "-m", "user", "--absolute-names", file);
  }

  private static void write(Watched jvm, Path file) throws Exception {
    ok(jvm, "open", "s", "stream-file", file);
    ok(jvm, "put", "s", NEW);
    assertEquals(OLD, seen(file));
    ok(jvm, "close", "s");
    assertEquals(NEW, seen(file));
  }

  @OnOldestAndNewestJdk
  void modeOwnerAccessListAndExtendedAttributesStay(Jdk jdk) throws Exception {
    needsTools();
    Watched jvm = protecting(jdk);
    for (int mode : new int[] {0100600, 0100644, 0100755, 0100666}) {
      Path file = give(old(guarded, "file"), mode);
      Map<String, Object> before = facts(file);
      String accessList = accessList(file);
      String extended = extended(file);
      write(jvm, file);
      assertEquals(before, facts(file));
      assertEquals(accessList, accessList(file));
      assertEquals(extended, extended(file));
      assertTrue(extended.contains("user.key"), extended);
      Files.delete(file);
    }
    endQuietly(jvm);
  }

  @OnOldestAndNewestJdk
  void whatIsChangedWhileTheStreamIsOpenIsKept(Jdk jdk) throws Exception {
    needsTools();
    Watched jvm = protecting(jdk);
    for (String way : List.of("stream-file", "output-stream")) {
      Path file = old(guarded, "file");
      ok(jvm, "open", "s", way, file);
      ok(jvm, "put", "s", NEW);
      give(file, way.startsWith("s") ? 0100640 : 0100604);
      Map<String, Object> given = facts(file);
      String accessList = accessList(file);
      String extended = extended(file);
      assertEquals(OLD, seen(file));
      ok(jvm, "close", "s");
      assertEquals(NEW, seen(file));
      assertEquals(given, facts(file));
      assertEquals(accessList, accessList(file));
      assertEquals(extended, extended(file));
    }
    endQuietly(jvm);
  }

  private static void needsTools() {
    Machine.needsRoot();
    for (String tool : List.of("setfacl", "getfacl", "setfattr", "getfattr")) {
      Machine.needs(tool);
    }
  }

  private static Path give(Path file, int mode) throws Exception {
    Files.setAttribute(file, "unix:uid", 1234);
    Files.setAttribute(file, "unix:gid", 4321);
    Files.setAttribute(file, "unix:mode", mode);
    Shell.run("setfacl", "-m", "u:777:rwx", file);
    Shell.run("setfattr", "-n", "user.key", "-v", "value " + mode, file);
    return file;
  }

  @OnOldestAndNewestJdk
  void bitsThatAWriteTakesAreTaken(Jdk jdk) throws Exception {
    Machine.needsRoot();
    Machine.needs("setpriv");
    String[] nobody = {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"};
    Files.setAttribute(base, "unix:mode", 0777);
    Both.SetUp setUp =
        directory -> {
          Files.setAttribute(directory, "unix:mode", 0777);
          for (int mode : new int[] {04755, 02755, 06777, 02745}) {
            Path file = old(directory, "file" + mode);
            Files.setAttribute(file, "unix:uid", 65534);
            Files.setAttribute(file, "unix:gid", 65534);
            Files.setAttribute(file, "unix:mode", 0100000 | mode);
          }
        };
    Both both = new Both(this, child(jdk).under(nobody), Child.on(jdk).under(nobody), setUp);
    for (String name : names(guarded)) {
      both.calls("open s stream-file @/" + name, "put s new", "close s");
      both.assertSameFiles(name);
    }
    both.end();
  }

  @OnOldestAndNewestJdk
  void aNewFileHasTheModeOfThePlainCall(Jdk jdk) throws Exception {
    for (String umask : List.of("022", "077", "000", "027")) {
      String[] shell = {"sh", "-c", "umask " + umask + "; exec \"$@\"", "sh"};
      Both both = new Both(this, child(jdk).under(shell), Child.on(jdk).under(shell), d -> {});
      for (String opening :
          List.of(
              "stream-file @/a",
              "writer-name @/b",
              "output-stream @/c",
              "file-channel @/d CREATE WRITE TRUNCATE_EXISTING",
              "async @/e CREATE WRITE TRUNCATE_EXISTING",
              "append-file @/f",
              "random-rw @/g",
              "output-stream @/h CREATE_NEW WRITE")) {
        both.call((Object[]) ("open s " + opening).split(" "));
        both.calls("put s new", "flush s", "close s");
      }
      both.assertSameFiles(umask);
      both.end();
      both.clear();
    }
  }

  @OnOldestAndNewestJdk
  void aNewFileHasTheDirectorysDefaultAccessList(Jdk jdk) throws Exception {
    needsTools();
    for (Path directory : List.of(guarded, free)) {
      Shell.run("setfacl", "-d", "-m", "u:777:rwx,g::r-x,o::---", directory);
    }
    Both both = new Both(this, jdk, directory -> {});
    for (String way : List.of("stream-file", "output-stream", "random-rw")) {
      both.calls("open s " + way + " @/" + way, "put s new", "close s");
      both.assertSameFiles(way);
      assertEquals(accessList(free.resolve(way)), accessList(guarded.resolve(way)), way);
    }
    both.end();
  }

  @OnOldestAndNewestJdk
  void aFilesGivenAttributesAreThoseOfTheNewFile(Jdk jdk) throws Exception {
    Both both = new Both(this, jdk, directory -> {});
    for (String mode : List.of("rw-------", "rwxrwxrwx", "r--------")) {
      both.calls("open-with s @/file " + mode + " CREATE WRITE TRUNCATE_EXISTING", "put s new");
      both.calls("see Files.getPosixFilePermissions @/file", "close s");
      both.assertSameFiles(mode);
      both.calls("open-with s @/file rw-rw-rw- CREATE WRITE TRUNCATE_EXISTING", "close s");
      both.assertSameFiles(mode + ", existing");
      both.calls("delete file");
    }
    both.end();
  }
}
