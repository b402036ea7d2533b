package dev.durable.tests.edges;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Jdk;
import dev.durable.tests.Machine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A process that can open no more files still has its old ones. */
class DescriptorsTest extends EdgeTest {
  private static final String OLD = "the old content";
  private static final String NEW = "the new content";

  /** More than any call needs at once. */
  private static final int ENOUGH = 12;

  @OnOldestAndNewestJdk
  void howeverFewAreLeftAFileHoldsItsOldContentOrItsNew(Jdk jdk) throws Exception {
    Machine.needs("prlimit");
    Path home = newDirectory();
    Path guarded = directory(home, "guarded", "755");
    Path file = guarded.resolve("file");
    Path linked = guarded.resolve("linked");
    Path link = guarded.resolve("link");
    Path moved = guarded.resolve("moved");
    Path created = guarded.resolve("created");
    List<Object[]> calls =
        List.of(
            new Object[] {"write", file, NEW},
            new Object[] {"write", file, "the new", "WRITE"},
            new Object[] {"lines", linked, NEW},
            new Object[] {"write", created, NEW, "CREATE_NEW"},
            new Object[] {"write", file, "!", "APPEND"},
            new Object[] {"move", file, moved, "REPLACE_EXISTING"},
            new Object[] {"rename", file, moved});
    try (Session session =
        new Session(
            child(jdk, User.SELF)
                .under("prlimit", "--nofile=100")
                .protecting(home.resolve("durable.conf"), guarded + "/**"),
            true)) {
      for (int left = ENOUGH; left >= 0; left--) {
        for (Object[] call : calls) {
          Files.writeString(file, OLD);
          Files.writeString(moved, OLD);
          Files.writeString(linked, OLD);
          if (!Files.exists(link)) {
            Files.createLink(link, linked);
          }
          Files.deleteIfExists(created);
          Snapshot before = Snapshot.of(guarded);

          session.call("exhaust", left);
          String answer = session.call(call);
          session.call("relax");

          String what = left + " left, " + List.of(call) + ": " + answer;
          if (answer.startsWith("ok ") && !answer.equals("ok false")) {
            assertTrue(!before.equals(Snapshot.of(guarded)), what);
          } else {
            assertEquals(before, Snapshot.of(guarded), what);
            assertTrue(left < ENOUGH, what);
            if (!call[0].equals("rename")) {
              String refused = "java.nio.file.FileSystemException file=";
              assertTrue(answer.startsWith(refused), what);
              assertTrue(answer.endsWith(" reason=Too many open files"), what);
            }
          }
          assertTrue(!answer.contains(".durable-"), what);
        }
      }
    }
  }
}
