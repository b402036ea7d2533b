package dev.durable.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Old versions of files on ext4, or an overlay, kept open until their replacement is on disk, and
 * then given back by a thread of its own.
 *
 * <p>Kept open, since with data=writeback ext4 gives the blocks of a removed file to the next
 * writer at once (ext4_mb_clear_bb in fs/ext4/mballoc.c); a power cut before the directory is on
 * disk then leaves the old name with other bytes in it. Elsewhere nothing is kept: XFS and btrfs
 * don't do that, and on NFS a rename over an open file first moves that aside (nfs_rename in
 * fs/nfs/dir.c), so that the name is missing for a moment.
 *
 * <p>By a thread of its own, since it is the last close of a file without a name that gives its
 * blocks back, in the caller's time: as much as a sixth of a small replacement, a quarter of a
 * MiB's. Without descriptors open it happens within the rename. So that the space is there when it
 * is wanted, whoever meets a full disk has it given back first; and only a few files wait.
 */
final class Replaced {
  private static final int MOST = 4;
  private static final long IDLE_MILLIS = TimeUnit.SECONDS.toMillis(10);
  private static final long KNOWN_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int DEVICES_KNOWN = 64;

  /** Until when each device is known as one that may have ext4 on it, or as another. */
  private static final Map<Object, Kind> DEVICES = new ConcurrentHashMap<>();

  private static final Queue<FileChannel> WAITING = new ArrayDeque<>();

  /** Those that somebody is closing; guarded by those that wait. */
  private static final Set<FileChannel> CLOSING = new HashSet<>();

  private static volatile long givenBack;
  private static Thread thread;

  /** What is mounted there may change, and numbers of devices come again. */
  private static final class Kind {
    final boolean ext4;
    final long asked = System.nanoTime();

    Kind(boolean ext4) {
      this.ext4 = ext4;
    }
  }

  private Replaced() {}

  /** Whether the blocks of {@code target}, were it removed, might be used again too soon. */
  static boolean isToBeKept(Target target) {
    Object device = target.device();
    if (device == null) {
      return false;
    }
    Kind kind = DEVICES.get(device);
    if (kind == null || System.nanoTime() - kind.asked > KNOWN_NANOS) {
      if (DEVICES.size() == DEVICES_KNOWN) {
        DEVICES.clear();
      }
      kind = new Kind(mayBeExt4(target.directory()));
      DEVICES.put(device, kind);
    }
    return kind.ext4;
  }

  /** ext3 is served by the same code; what can't be known might be. */
  private static boolean mayBeExt4(Path directory) {
    try {
      return isToBeKept(Disk.provider(directory).getFileStore(directory).type());
    } catch (IOException e) {
      return true;
    }
  }

  /** What an overlay has on top, it removes there, and that may be an ext4. */
  static boolean isToBeKept(String type) {
    return type.startsWith("ext") || type.equals("overlay");
  }

  /** Closes {@code file} soon. */
  static void giveBack(FileChannel file) {
    synchronized (WAITING) {
      if (WAITING.size() < MOST && isServed()) {
        WAITING.add(file);
        WAITING.notifyAll();
        return;
      }
      CLOSING.add(file);
    }
    close(file);
  }

  /** Returns when everything is given back. */
  static void giveBackAll() {
    for (FileChannel file = next(); file != null; file = next()) {
      close(file);
    }
    synchronized (WAITING) {
      final Set<FileChannel> closing = new HashSet<>(CLOSING);
      Monitors.await(
          WAITING,
          new Monitors.Condition() {
            @Override
            public boolean holds() {
              return Collections.disjoint(closing, CLOSING);
            }
          });
    }
  }

  /** How many files have been given back so far. */
  static long givenBack() {
    return givenBack;
  }

  /**
   * Whether {@code e} came for want of space or descriptors, and there may be more of that now.
   *
   * @param before how many had been given back when that was begun which failed
   */
  static boolean madeRoomAfter(IOException e, long before) {
    if (!Errno.isAny(e, Errno.ENOSPC, Errno.EDQUOT, Errno.EMFILE, Errno.ENFILE)) {
      return false;
    }
    giveBackAll();
    return givenBack != before;
  }

  private static FileChannel next() {
    synchronized (WAITING) {
      FileChannel file = WAITING.poll();
      if (file != null) {
        CLOSING.add(file);
      }
      return file;
    }
  }

  /** Nobody waits for it any more afterwards, whatever happens. */
  private static void close(FileChannel file) {
    try {
      file.close();
    } catch (IOException e) {
      // Open for reading only: nothing can be lost.
    } finally {
      synchronized (WAITING) {
        CLOSING.remove(file);
        givenBack++;
        WAITING.notifyAll();
      }
    }
  }

  private static boolean isServed() {
    if (thread == null) {
      try {
        thread =
            OwnThread.of(
                "durable-replaced",
                new Runnable() {
                  @Override
                  public void run() {
                    serve();
                  }
                });
        thread.start();
      } catch (RuntimeException | Error e) {
        thread = null; // No more threads to be had.
      }
    }
    return thread != null;
  }

  private static void serve() {
    try {
      for (FileChannel file = await(); file != null; file = await()) {
        close(file);
      }
    } finally {
      synchronized (WAITING) {
        if (thread == Thread.currentThread()) {
          thread = null; // Stopped, out of memory perhaps: another one is begun when needed.
        }
      }
    }
  }

  /** Returns the next to be closed, or null if none comes for a while. */
  private static FileChannel await() {
    synchronized (WAITING) {
      try {
        if (WAITING.isEmpty()) {
          WAITING.wait(IDLE_MILLIS);
        }
      } catch (InterruptedException e) {
        // Somebody has interrupted a whole group of threads; another one is begun when needed.
      }
      FileChannel file = next();
      if (file == null) {
        thread = null;
      }
      return file;
    }
  }
}
