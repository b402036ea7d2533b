package dev.durable.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Forces of directories that several threads wait for at the same time, done once for all of them.
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
 * journal, and so do XFS and btrfs, but each still flushes the disk's cache for itself; where a
 * flush takes microseconds, waiting for each other costs more than it saves. So forces of a
 * directory are shared only when its last one took longer than {@value #WORTH_MICROS} microseconds.
 */
final class SharedForces {
  private static final long WORTH_MICROS = 1000;
  private static final long WORTH_NANOS = TimeUnit.MICROSECONDS.toNanos(WORTH_MICROS);

  /** How long the last force took, by the hash of the path: a guess, which may be another's. */
  private static final long[] LAST_NANOS = new long[256];

  private static final Map<String, SharedForces> OF_DIRECTORIES =
      new HashMap<String, SharedForces>();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** How many threads have this; guarded by the map. */
  private int users;

  private boolean running;

  /** Those that wait for the next force; null if nobody does. */
  private Batch next;

  private static final class Batch {
    boolean done;
    IOException failure;
  }

  /** One {@code fsync}. */
  interface Force {
    void run() throws IOException;
  }

  SharedForces() {}

  /** Forces the directory that {@code channel} has open, or has another thread do so. */
  static void force(Path path, final FileChannel channel) throws IOException {
    Force own =
        new Force() {
          @Override
          public void run() throws IOException {
            channel.force(true);
          }
        };
    int slot = path.hashCode() & LAST_NANOS.length - 1;
    String identity = LAST_NANOS[slot] < WORTH_NANOS ? null : identity(channel);
    if (identity == null) {
      LAST_NANOS[slot] = timed(own);
      return;
    }
    SharedForces shared = enter(identity);
    try {
      long nanos = shared.force(own);
      if (nanos > 0) {
        LAST_NANOS[slot] = nanos;
      }
    } finally {
      leave(identity, shared);
    }
  }

  private static long timed(Force force) throws IOException {
    long begun = System.nanoTime();
    force.run();
    return System.nanoTime() - begun;
  }

  private static SharedForces enter(String identity) {
    synchronized (OF_DIRECTORIES) {
      SharedForces shared = OF_DIRECTORIES.get(identity);
      if (shared == null) {
        shared = new SharedForces();
        OF_DIRECTORIES.put(identity, shared);
      }
      shared.users++;
      return shared;
    }
  }

  private static void leave(String identity, SharedForces shared) {
    synchronized (OF_DIRECTORIES) {
      if (--shared.users == 0) {
        OF_DIRECTORIES.remove(identity);
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

  /**
   * Runs {@code own}, or waits for that of another thread which begins from now on.
   *
   * @return how long it took if it was run, in nanoseconds, else 0
   */
  long force(Force own) throws IOException {
    Batch batch = joinOrLead();
    if (batch.done) {
      if (batch.failure != null) {
        throw new IOException(batch.failure.getMessage(), batch.failure);
      }
      return 0;
    }
    try {
      return timed(own);
    } catch (IOException e) {
      batch.failure = e;
      throw e;
    } finally {
      end(batch);
    }
  }

  /** Returns a batch that is done, or that this thread has to do. */
  private Batch joinOrLead() {
    lock.lock();
    try {
      Batch batch;
      if (!running && next == null) {
        batch = new Batch();
      } else {
        if (next == null) {
          next = new Batch();
        }
        batch = next;
        while (!batch.done && (running || next != batch)) {
          changed.awaitUninterruptibly();
        }
        if (batch.done) {
          return batch;
        }
        next = null;
      }
      running = true;
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void end(Batch batch) {
    lock.lock();
    try {
      running = false;
      batch.done = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
