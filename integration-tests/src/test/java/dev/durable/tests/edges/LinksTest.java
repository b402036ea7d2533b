package dev.durable.tests.edges;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Jdk;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A symbolic link is a way to a file: the file is replaced, in its own directory; the link stays.
 */
class LinksTest extends EdgeTest {
  /** As many as the kernel follows. */
  private static final int MOST_LINKS = 40;

  @OnOldestAndNewestJdk
  void aWriteThroughALinkReplacesTheFile(Jdk jdk) throws Exception {
    Twins twins = twins(jdk, d -> link(d, "link", file(d, "file", "old").getFileName()));
    Object inode = inode(twins.guarded.resolve("file"));

    assertEquals("ok @/link", twins.call("write", "@/link", "new"));

    assertEquals("new", twins.content("file"));
    assertNotEquals(inode, inode(twins.guarded.resolve("file")));
  }

  @OnOldestAndNewestJdk
  void aChainOfLinksThroughSeveralDirectoriesIsFollowed(Jdk jdk) throws Exception {
    Twins twins =
        twins(
            jdk,
            d -> {
              Path first = directory(d, "first", "755");
              Path second = directory(d, "second", "755");
              file(second, "file", "old");
              link(d, "relative", "first/absolute");
              link(first, "absolute", second.resolve("sibling"));
              link(second, "sibling", "file");
            });

    twins.call("write", "@/relative", "new");
    twins.call("string", "@/relative", "newer");
    twins.call("lines", "@/relative", "!", "WRITE", "APPEND");
    twins.call("write", "@/relative", "N", "WRITE");

    assertEquals("Newer!\n", twins.content("second/file"));
  }

  @OnOldestAndNewestJdk
  void asManyLinksAreFollowedAsTheKernelFollows(Jdk jdk) throws Exception {
    Twins twins =
        twins(
            jdk,
            d -> {
              file(d, "0", "old");
              for (int i = 1; i <= MOST_LINKS + 1; i++) {
                link(d, String.valueOf(i), String.valueOf(i - 1));
              }
            });

    assertEquals("ok @/40", twins.call("write", "@/" + MOST_LINKS, "new"));
    twins.call("write", "@/" + (MOST_LINKS + 1), "newer");

    assertEquals("new", twins.content("0"));
  }

  @OnOldestAndNewestJdk
  void aLinkCanStandWhereNothingCanBeWritten(Jdk jdk) throws Exception {
    Twins twins =
        twins(
            jdk,
            User.NOBODY,
            d -> {
              User.NOBODY.own(file(d, "file", "old"));
              link(directory(d, "locked", "755"), "link", "../file");
            });
    Object inode = inode(twins.guarded.resolve("file"));

    assertEquals("ok @/locked/link", twins.call("write", "@/locked/link", "new"));

    assertNotEquals(inode, inode(twins.guarded.resolve("file")), "replaced where it is");
  }

  @OnOldestAndNewestJdk
  void aDanglingLinkCreatesWhatItPointsAt(Jdk jdk) throws Exception {
    Twins twins = twins(jdk, d -> link(d, "link", directory(d, "sub", "755").resolve("file")));

    assertEquals("ok @/link", twins.call("write", "@/link", "new"));

    assertEquals("new", twins.content("sub/file"));
  }

  @OnOldestAndNewestJdk
  void aDanglingLinkIntoAMissingDirectoryFailsInTheLinksName(Jdk jdk) throws Exception {
    Twins twins = twins(jdk, d -> link(d, "link", "missing/file"));

    assertEquals(
        "java.nio.file.NoSuchFileException file=@/link other=null reason=null",
        twins.call("write", "@/link", "new"));
  }

  @OnOldestAndNewestJdk
  void aDanglingLinkIsNoRoomForANewFile(Jdk jdk) throws Exception {
    Twins twins = twins(jdk, d -> link(d, "link", "file"));

    assertEquals(
        "java.nio.file.FileAlreadyExistsException file=@/link other=null reason=null",
        twins.call("write", "@/link", "new", "CREATE_NEW"));
  }

  @OnOldestAndNewestJdk
  void aLinkToADirectoryIsAWayToItsFiles(Jdk jdk) throws Exception {
    Twins twins =
        twins(
            jdk,
            d -> {
              Path deep = directory(directory(d, "sub", "755"), "deep", "755");
              file(deep, "file", "old");
              file(d.resolve("sub"), "beside", "old");
              file(d, "beside", "old");
              link(d, "link", "sub/deep");
            });

    twins.call("write", "@/link/file", "new");
    // Up from where the link leads to, not from where it stands.
    twins.call("write", "@/link/../beside", "new");
    twins.call("write", "@/link/new", "new");

    assertEquals("new", twins.content("sub/deep/file"));
    assertEquals("new", twins.content("sub/beside"));
    assertEquals("old", twins.content("beside"));
  }

  @OnOldestAndNewestJdk
  void loopsFailAsEver(Jdk jdk) throws Exception {
    Twins twins =
        twins(
            jdk,
            d -> {
              link(d, "self", "self");
              link(d, "one", "two");
              link(d, "two", "one");
            });

    for (String loop : new String[] {"@/self", "@/one", "@/self/file"}) {
      String answer = twins.call("write", loop, "new");
      assertEquals("java.nio.file.FileSystemException file=" + loop, answer.split(" other=")[0]);
      twins.call("write", loop, "new", "CREATE_NEW");
    }
  }

  @OnOldestAndNewestJdk
  void noFollowLinksIsObeyed(Jdk jdk) throws Exception {
    Twins twins =
        twins(
            jdk,
            d -> {
              link(d, "link", file(d, "file", "old").getFileName());
              link(d, "dangling", "missing");
            });

    for (String link : new String[] {"@/link", "@/dangling"}) {
      String answer = twins.call("write", link, "new", "WRITE", "CREATE", "NOFOLLOW_LINKS");
      assertTrue(answer.startsWith("java.io.IOException message=Too many levels"), answer);
      twins.call("write", link, "new", "APPEND", "NOFOLLOW_LINKS");
    }
    assertEquals("ok @/file", twins.call("write", "@/file", "new", "WRITE", "NOFOLLOW_LINKS"));
    assertEquals("new", twins.content("file"));
  }

  @OnOldestAndNewestJdk
  void whatAnUnprotectedLinkLeadsToIsProtected(Jdk jdk) throws Exception {
    Path free = newDirectory();
    Path guarded = directory(newDirectory(), "guarded", "755");
    Path file = file(guarded, "file", "old");
    link(free, "link", file);
    link(free, "directory", guarded);
    Session session = protectingSession(jdk, User.SELF);

    Object inode = inode(file);
    session.call("write", free.resolve("link"), "new");
    Object second = inode(file);
    assertNotEquals(inode, second, "replaced");
    session.call("write", free.resolve("directory/file"), "newer");
    assertNotEquals(second, inode(file), "replaced");
    assertEquals("newer", Files.readString(file));
  }

  private static void link(Path directory, String name, Object target) throws Exception {
    Files.createSymbolicLink(directory.resolve(name), Path.of(target.toString()));
  }
}
