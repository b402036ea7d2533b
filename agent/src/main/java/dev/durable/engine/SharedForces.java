package dev.durable.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Forces of a directory that several threads want at the same time, done once for all of them.
 *
 * <p>Sound, since {@code fsync} of a directory writes all changes of its names that were made
 * before it began: whoever has renamed and then waits may be served by any force of the same
 * directory that begins afterwards, by whatever descriptor. So a thread never joins the force that
 * is under way, but the next one. "The same" is told by device and inode of the open descriptors,
 * not by paths, which may lead elsewhere meanwhile; a descriptor keeps its inode from being used
 * anew. If the force fails, it has failed for all that waited: each of their own would have been
 * told the same (the kernel reports a write-back error once to each description that was open).
 *
 * <p>It pays only where a force takes long. ext4 lets concurrent forces share a commit of its
 * journal, and so do XFS and btrfs; but a commit begins with the first that asks, and who renames a
 * moment later waits for that one and then for one of his own, while each still flushes the disk's
 * cache for itself. So whoever leads a force waits for those who are forcing the content of a small
 * file at that moment, to rename it in the same directory next: not for those who come later, and
 * no longer than some forces take. Where a flush takes microseconds, waiting for each other costs
 * more than it saves: forces of a directory are shared only when its last one took longer than
 * {@value #WORTH_MICROS} microseconds.
 */
final class SharedForces {
  private static final long WORTH_MICROS = 1000;
  private static final long WORTH_NANOS = TimeUnit.MICROSECONDS.toNanos(WORTH_MICROS);

  /**
   * How long a leader waits for others, in forces: the content's may have just missed a commit, and
   * wait for two.
   */
  private static final int PATIENCE = 3;

  /**
   * However long the last force took: a disk may stand still once, and who is expected may wait for
   * a file that the leader holds.
   */
  private static final long MOST_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Nobody waits for the content of a larger file to be forced. */
  private static final long SMALL = 1 << 20;

  /** How long the last force took, by the hash of the path: a guess, which may be another's. */
  private static final long[] LAST_NANOS = new long[256];

  private static final Map<String, SharedForces> OF_DIRECTORIES =
      new HashMap<String, SharedForces>();

  private final String identity;

  /** The threads that are about to want a force, in the order in which that was known. */
  private final Set<Expected> expected = new LinkedHashSet<Expected>();

  private long expectedSoFar;

  /** How many threads have this; guarded by the map. */
  private int users;

  private boolean running;

  /** Those that wait for the next force, whom the first of them leads; null if nobody does. */
  private Batch next;

  private static final class Batch {
    /** Whether its force is under way, or was. */
    boolean begun;

    boolean done;
    boolean succeeded;
    IOException failure;
  }

  /** One {@code fsync}. */
  interface Force {
    void run() throws IOException;
  }

  /** A thread will soon want its directory forced, unless that is withdrawn. */
  static final class Expected {
    private final SharedForces shared;
    private long number;

    private Expected(SharedForces shared) {
      this.shared = shared;
    }

    void withdraw() {
      synchronized (shared) {
        shared.arrived(this);
      }
      leave(shared);
    }
  }

  SharedForces(String identity) {
    this.identity = identity;
  }

  /**
   * The calling thread is about to force a file's content, to rename it then, and to want the
   * directory forced, which {@code channel} has open.
   *
   * @param length of the file, in bytes
   * @return what is to be withdrawn after the force; null where forces aren't shared
   */
  static Expected expect(Path path, FileChannel channel, long length) {
    String identity = length > SMALL || lastNanos(path) < WORTH_NANOS ? null : identity(channel);
    return identity == null ? null : enter(identity).expect();
  }

  /**
   * Forces the directory that {@code channel} has open, or has another thread do so.
   *
   * @param expected that it would be; or null
   */
  static void force(Path path, final FileChannel channel, Expected expected) throws IOException {
    Force own =
        new Force() {
          @Override
          public void run() throws IOException {
            channel.force(true);
          }
        };
    long last = lastNanos(path);
    String identity = last < WORTH_NANOS ? null : identity(channel);
    if (identity == null) {
      tookNanos(path, timed(own));
      return;
    }
    SharedForces shared = enter(identity);
    try {
      long nanos = shared.force(own, expected, Math.min(PATIENCE * last, MOST_PATIENCE_NANOS));
      if (nanos > 0) {
        tookNanos(path, nanos);
      }
    } finally {
      leave(shared);
    }
  }

  private static long lastNanos(Path path) {
    return LAST_NANOS[path.hashCode() & LAST_NANOS.length - 1];
  }

  private static void tookNanos(Path path, long nanos) {
    LAST_NANOS[path.hashCode() & LAST_NANOS.length - 1] = nanos;
  }

  private static long timed(Force force) throws IOException {
    long begun = System.nanoTime();
    force.run();
    return System.nanoTime() - begun;
  }

  /** To be left again. */
  static SharedForces enter(String identity) {
    synchronized (OF_DIRECTORIES) {
      SharedForces shared = OF_DIRECTORIES.get(identity);
      if (shared == null) {
        shared = new SharedForces(identity);
        OF_DIRECTORIES.put(identity, shared);
      }
      shared.users++;
      return shared;
    }
  }

  private static void leave(SharedForces shared) {
    synchronized (OF_DIRECTORIES) {
      if (--shared.users == 0) {
        OF_DIRECTORIES.remove(shared.identity);
      }
    }
  }

  /** Device and inode of what is open; null where that can't be known. */
  private static String identity(FileChannel channel) {
    if (!JdkDescriptors.available()) {
      return null;
    }
    try {
      int number = JdkDescriptors.number(JdkDescriptors.of(channel));
      Path open = FileSystems.getDefault().getPath("/proc/self/fd/" + number);
      Map<String, Object> facts = Disk.provider(open).readAttributes(open, "unix:dev,ino");
      return facts.get("dev") + ":" + facts.get("ino");
    } catch (IOException | RuntimeException e) {
      return null; // Not Linux, or no /proc here.
    }
  }

  synchronized Expected expect() {
    Expected one = new Expected(this);
    one.number = ++expectedSoFar;
    expected.add(one);
    return one;
  }

  /**
   * Runs {@code own}, or waits for that of another thread which begins from now on.
   *
   * @param known what is expected of this thread, if anything
   * @param patience for how long to wait for others that are expected, in nanoseconds
   * @return how long the force took if it was run, in nanoseconds, else 0
   */
  long force(Force own, Expected known, long patience) throws IOException {
    Batch batch = new Batch();
    boolean served = false;
    try {
      served = isServedByAnother(batch, known, patience);
      if (served) {
        return 0;
      }
      long nanos = timed(own);
      batch.succeeded = true;
      return nanos;
    } catch (IOException e) {
      batch.failure = e;
      throw e;
    } finally {
      if (!served) {
        end(batch);
      }
    }
  }

  /**
   * Joins those who wait, or leads them.
   *
   * @param own the calling thread's, if it is to run the next force
   * @return false if it is, now
   */
  private synchronized boolean isServedByAnother(Batch own, Expected known, long patience)
      throws IOException {
    arrived(known);
    if (next == null) {
      next = own;
      lead(patience);
      own.begun = true;
      return false;
    }
    final Batch batch = next;
    Monitors.await(
        this,
        new Monitors.Condition() {
          @Override
          public boolean holds() {
            return batch.done;
          }
        });
    if (batch.failure != null) {
      throw new IOException(batch.failure.getMessage(), batch.failure);
    }
    if (!batch.succeeded) {
      // Who led them was stopped by something else than the disk.
      awaitItsEnd();
      running = true;
      own.begun = true;
    }
    return batch.succeeded;
  }

  /** Returns when no force is under way. */
  private void awaitItsEnd() {
    Monitors.await(
        this,
        new Monitors.Condition() {
          @Override
          public boolean holds() {
            return !running;
          }
        });
  }

  private void arrived(Expected known) {
    if (expected.remove(known)) {
      notifyAll();
    }
  }

  /** Returns when the force can begin. */
  private void lead(long patience) {
    awaitItsEnd();
    long last = expectedSoFar;
    long end = System.nanoTime() + patience;
    boolean interrupted = false;
    while (!expected.isEmpty() && expected.iterator().next().number <= last && !interrupted) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        break;
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    next = null;
    running = true;
  }

  /** Also of one that was stopped, at the end of the stack perhaps, before it could begin. */
  private synchronized void end(Batch batch) {
    if (batch.begun) {
      running = false;
    } else if (next == batch) {
      next = null;
    }
    batch.done = true;
    notifyAll();
  }
}
