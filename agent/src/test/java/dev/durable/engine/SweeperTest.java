package dev.durable.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweeperTest {
  private static final long PATIENCE_MILLIS = 10_000;

  /** A name of this boot, in a pid namespace that this process can't see into. */
  private static final String ELSEWHERE =
      ".durable-" + ProcessIdentity.SELF.toString().split("-")[0] + "-1-1-1-1~";

  /** A name of this pid namespace, whose process is no more: pid 1 began at another time. */
  private static final String DEAD =
      ".durable-"
          + ProcessIdentity.SELF.toString().replaceFirst("-[0-9a-z]+-[0-9a-z]+$", "-1-1")
          + "-1~";

  @TempDir Path directory;

  private final Queue<Path> removed = new ConcurrentLinkedQueue<>();
  private final Listener listener =
      new Listener() {
        @Override
        public void leftoverRemoved(Path temp) {
          removed.add(temp);
        }
      };

  @Test
  void theFirstWriteInADirectoryRemovesWhatTheDeadHaveLeftThere() throws IOException {
    Path dead = Files.createFile(directory.resolve(DEAD));
    sweep(new Sweeper(listener));
    assertFalse(Files.exists(dead));
    assertEquals(1, removed.size());
  }

  @Test
  void aLaterWriteSweepsNoMore() throws IOException {
    Sweeper sweeper = new Sweeper(listener);
    sweep(sweeper);
    Path dead = Files.createFile(directory.resolve(DEAD));
    sweep(sweeper);
    assertTrue(Files.exists(dead));
  }

  @Test
  void whatTheLivingUseStays() throws IOException {
    Path own = Files.createFile(directory.resolve(TempName.next()));
    sweep(new Sweeper(listener, 0));
    assertTrue(Files.exists(own));
  }

  @Test
  void whatAnotherContainerMayUseStaysWhileItIsYoung() throws IOException {
    Path unknown = Files.createFile(directory.resolve(ELSEWHERE));
    sweep(new Sweeper(listener));
    assertTrue(Files.exists(unknown));
  }

  @Test
  void whatAnotherContainerHasNotTouchedForLongIsRemoved() throws Exception {
    Path unknown = Files.createFile(directory.resolve(ELSEWHERE));
    Thread.sleep(50);
    sweep(new Sweeper(listener, 10));
    assertFalse(Files.exists(unknown));
  }

  @Test
  void whatWasTooYoungIsLookedAtAgain() throws Exception {
    Path unknown = Files.createFile(directory.resolve(ELSEWHERE));
    new Sweeper(listener, 300).firstWriteIn(directory);
    long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
    while (Files.exists(unknown) && System.nanoTime() < end) {
      Thread.sleep(20);
    }
    assertFalse(Files.exists(unknown));
  }

  @Test
  void otherPeoplesFilesStay() throws IOException {
    for (String name : new String[] {"a.tmp", ".durable-notes~", ".durable", "b~"}) {
      Files.createFile(directory.resolve(name));
    }
    sweep(new Sweeper(listener, 0));
    try (var files = Files.list(directory)) {
      assertEquals(4, files.count());
    }
  }

  @Test
  void aDirectoryOfSuchANameStays() throws IOException {
    Path odd = Files.createDirectory(directory.resolve(DEAD));
    sweep(new Sweeper(listener));
    assertTrue(Files.exists(odd));
  }

  @Test
  void aLinkOfSuchANameGoesAndWhatItLeadsToStays() throws IOException {
    Path precious = Files.createFile(directory.resolve("precious"));
    Path link = Files.createSymbolicLink(directory.resolve(DEAD), precious);
    sweep(new Sweeper(listener));
    assertFalse(Files.isSymbolicLink(link));
    assertTrue(Files.exists(precious));
  }

  @Test
  void aMissingDirectoryIsNoMatter() {
    Sweeper sweeper = new Sweeper(listener);
    sweeper.firstWriteIn(directory.resolve("missing"));
    sweeper.await(PATIENCE_MILLIS);
    assertTrue(removed.isEmpty());
  }

  private void sweep(Sweeper sweeper) {
    sweeper.firstWriteIn(directory);
    sweeper.await(PATIENCE_MILLIS);
  }
}
