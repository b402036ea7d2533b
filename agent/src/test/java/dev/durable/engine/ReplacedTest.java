package dev.durable.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Old versions that are to be given back, while the thread that does it is stuck with one. */
class ReplacedTest {
  private static final IOException FULL =
      new FileSystemException("file", null, "No space left on device");
  private static final int MANY = 20;

  @TempDir Path directory;

  private final CountDownLatch goOn = new CountDownLatch(1);

  private FileChannel old() throws IOException {
    Path file = Files.createTempFile(directory, "old", null);
    FileChannel channel = FileChannel.open(file);
    Files.delete(file);
    return channel;
  }

  /** The thread takes it, and stays in its close until the test lets it go on. */
  private void stuck() throws Exception {
    var begun = new CountDownLatch(1);
    Replaced.giveBack(
        new ChannelOfTest() {
          @Override
          protected void implCloseChannel() {
            begun.countDown();
            try {
              goOn.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        });
    assertTrue(begun.await(1, TimeUnit.MINUTES), "somebody closes it");
  }

  @AfterEach
  void giveBackAll() throws Exception {
    goOn.countDown();
    var thread = new Thread(Replaced::giveBackAll);
    thread.setDaemon(true);
    thread.start();
    thread.join(TimeUnit.SECONDS.toMillis(20));
    assertFalse(thread.isAlive(), "everything is given back");
  }

  @Test
  void whoeverNeedsRoomHasAllOfItGivenBackFirst() throws Exception {
    stuck();
    FileChannel waiting = old();
    Replaced.giveBack(waiting);
    assertTrue(waiting.isOpen(), "for the thread to close");

    long before = Replaced.givenBack();
    goOn.countDown();
    assertTrue(Replaced.madeRoomAfter(FULL, before));
    assertFalse(waiting.isOpen());
    assertFalse(Replaced.madeRoomAfter(FULL, Replaced.givenBack()), "there is no more of it");
  }

  @Test
  void anotherErrorThanTheWantOfRoomIsNoReason() throws Exception {
    stuck();
    FileChannel waiting = old();
    Replaced.giveBack(waiting);
    assertFalse(Replaced.madeRoomAfter(new IOException("Input/output error"), -1));
    assertTrue(waiting.isOpen());
  }

  /** As it is said in docs/guarantees.md, whose name was given to a new file by whatever call. */
  @Test
  void untilTheNewVersionIsOnDiskTheOldOneIsOpen() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "old");
    assumeTrue(Replaced.isToBeKept(Target.named(file)));
    var kept = new ArrayList<Boolean>();
    var engine =
        new Engine(
            new Listener() {
              @Override
              public void replaced(Path path, Policy policy, long bytes) {
                kept.add(isOpen(path + " (deleted)"));
              }
            });
    Content content = Content.of(new byte[1]);
    assertTrue(engine.write(file, WriteOptions.of(), Policy.DEFAULT, content));
    assertTrue(engine.copy(content, file, true, Policy.DEFAULT));
    assertEquals(List.of(true, true), kept);
  }

  private static boolean isOpen(String name) {
    String[] numbers = Path.of("/proc/self/fd").toFile().list();
    return Arrays.stream(numbers).anyMatch(number -> name.equals(link(number)));
  }

  private static String link(String number) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd", number)).toString();
    } catch (IOException e) {
      return null; // It is closed by now.
    }
  }

  /** Below which there may be an ext4. */
  @Test
  void onAnOverlayTheyAreKeptToo() {
    for (String type : List.of("ext3", "ext4", "overlay")) {
      assertTrue(Replaced.isToBeKept(type), type);
    }
    for (String type : List.of("xfs", "btrfs", "nfs4", "tmpfs")) {
      assertFalse(Replaced.isToBeKept(type), type);
    }
  }

  @Test
  void onlyAFewWaitAndTheOthersAreClosedAtOnce() throws Exception {
    stuck();
    List<FileChannel> files = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      files.add(old());
      Replaced.giveBack(files.get(i));
    }
    assertEquals(4, files.stream().filter(FileChannel::isOpen).count());
  }

  /** Out of memory, say. */
  @Test
  void whatStopsTheThreadKeepsNobodyWaiting() throws Exception {
    var ended = new AtomicReference<Thread>();
    Replaced.giveBack(
        new ChannelOfTest() {
          @Override
          protected void implCloseChannel() {
            ended.set(Thread.currentThread());
            Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> {});
            throw new OutOfMemoryError("of a test");
          }
        });
    for (int tried = 0; ended.get() == null && tried < 1000; tried++) {
      Thread.sleep(10);
    }
    ended.get().join(1000);
    FileChannel next = old();
    Replaced.giveBack(next);
    for (int tried = 0; next.isOpen() && tried < 100; tried++) {
      Thread.sleep(10);
    }
    assertFalse(next.isOpen(), "another one closes it");
  }

  /** Another thread has taken it, to make room for itself, and hasn't closed it yet. */
  @Test
  void whoeverNeedsRoomWaitsForWhatOthersGiveBack() throws Exception {
    stuck();
    var begun = new CountDownLatch(1);
    var closed = new AtomicBoolean();
    Replaced.giveBack(
        new ChannelOfTest() {
          @Override
          protected void implCloseChannel() throws IOException {
            begun.countDown();
            try {
              Thread.sleep(1000);
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            closed.set(true);
          }
        });
    var other = new Thread(Replaced::giveBackAll);
    other.start();
    begun.await();
    goOn.countDown();
    Replaced.giveBackAll();
    assertTrue(closed.get());
    other.join();
  }
}
