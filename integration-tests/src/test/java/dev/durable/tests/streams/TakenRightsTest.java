package dev.durable.tests.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.Machine;
import dev.durable.tests.OnOldestAndNewestJdk;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/**
 * A plain stream's descriptor keeps its rights, whatever becomes of those to the file's name. So
 * what was written reaches the file, too, where a replacement at the close would be refused.
 */
class TakenRightsTest extends StreamsTest {
  private static final int NOBODY = 65534;
  private static final String[] AS_NOBODY = {
    "setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"
  };
  private static final String[] WAYS = {
    "File.setReadOnly @ -",
    "File.setWritable @ false",
    "File.setExecutable @ false",
    "Files.setPosixFilePermissions @ r-xr-xr-x",
    "Files.setPosixFilePermissions @ rw-rw-rw-",
    "Files.setPosixFilePermissions @ ---------",
    "Files.setAttribute @ 0500"
  };

  @OnOldestAndNewestJdk
  void thoseToTheDirectory(Jdk jdk) throws Exception {
    Both both = both(jdk);
    for (String way : WAYS) {
      for (String directory : List.of("sub", "sub/deep", "way")) {
        for (String file : List.of("sub/deep/file", "sub/deep/new")) {
          for (String opening : List.of("stream-file", "output-stream")) {
            both.clear();
            both.setUpAgain(TakenRightsTest::setUp);
            both.calls("open s " + opening + " @/" + file, "put s begun;");
            both.calls("set " + way.replace("@", "@/" + directory));
            both.calls("put s gone-on", "close s");
            both.assertSameFiles(way + " of " + directory + ", " + file);
          }
        }
      }
    }
    both.end();
  }

  @OnOldestAndNewestJdk
  void thoseToTheFile(Jdk jdk) throws Exception {
    Both both = both(jdk);
    for (String way : WAYS) {
      for (String file : List.of("file", "new", "hard", "unreadable")) {
        both.clear();
        both.setUpAgain(TakenRightsTest::setUp);
        both.calls("open s stream-file @/sub/deep/" + file, "put s begun;");
        both.calls("set " + way.replace("@", "@/sub/deep/" + file));
        both.calls("put s gone-on", "close s");
        both.assertSameFiles(way + " of " + file);
      }
    }
    both.plain.end();
    both.agent.end();
    List<String> said = both.agent.warnings();
    assertTrue(
        said.stream().allMatch(line -> line.matches(".*(written in place|were counted).*")),
        said::toString);
  }

  @OnOldestAndNewestJdk
  void aChangeThatTakesNoneLeavesTheOldContentUntilTheClose(Jdk jdk) throws Exception {
    Both both = both(jdk);
    both.clear();
    both.setUpAgain(TakenRightsTest::setUp);
    both.calls("open s stream-file @/sub/deep/file", "put s begun;");
    both.calls(
        "set Files.setPosixFilePermissions @/sub/deep rwx------",
        "set File.setWritable @/sub true",
        "set Files.setPosixFilePermissions @/sub/deep/file rw-rw-rw-");
    assertEquals(OLD, seen(both.guarded.resolve("sub/deep/file")));
    both.calls("close s");
    both.assertSameFiles("closed");
    both.end();
  }

  @OnOldestAndNewestJdk
  void thoseToReadAreMissedByTheFilesOwnName(Jdk jdk) throws Exception {
    Both both = both(jdk);
    both.clear();
    both.setUpAgain(TakenRightsTest::setUp);
    for (String file : List.of("file", "unreadable")) {
      both.calls(
          "open s stream-file @/sub/deep/" + file,
          "set Files.setPosixFilePermissions @/sub/deep/" + file + " -w-------");
      for (String way : List.of("FileInputStream", "RandomAccessFile", "Files.readAllBytes")) {
        String answer = both.call("see", way, "@/sub/deep/" + file);
        assertTrue(answer.contains("@/sub/deep/" + file), answer);
      }
      both.calls("close s");
    }
    both.plain.end();
    both.agent.end();
  }

  private Both both(Jdk jdk) throws Exception {
    Machine.needsRoot();
    Machine.needs("setpriv");
    Files.setAttribute(base, "unix:mode", 0777);
    Child agent = child(jdk).under(AS_NOBODY).with("-Duser.home=" + base);
    return new Both(this, agent, Child.on(jdk).under(AS_NOBODY), directory -> {});
  }

  private static void setUp(Path directory) throws Exception {
    Path deep = Files.createDirectories(directory.resolve("sub/deep"));
    Path file = old(deep, "file");
    Path unreadable = old(deep, "unreadable");
    Files.createLink(deep.resolve("hard"), old(deep, "hard-too"));
    Files.createSymbolicLink(directory.resolve("way"), deep);
    try (var all = Files.walk(directory)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        Files.setAttribute(path, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:gid", NOBODY, LinkOption.NOFOLLOW_LINKS);
      }
    }
    Files.setAttribute(file, "unix:mode", 0644);
    Files.setAttribute(unreadable, "unix:mode", 0222);
  }
}
