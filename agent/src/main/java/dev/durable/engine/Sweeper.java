package dev.durable.engine;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;

/**
 * Removes what crashed processes left: the temp files of a directory when this process first writes
 * there, on a thread of its own that ends when there is nothing more to do.
 */
final class Sweeper {
  /**
   * For how long a file must have stayed untouched if nobody here can tell whether its process
   * lives. One that lives and was stopped for so long finds its temp file gone and reports an
   * error; the target stays as it was.
   */
  private static final long UNTOUCHED_MILLIS = TimeUnit.MINUTES.toMillis(10);

  private static final long IDLE_MILLIS = TimeUnit.SECONDS.toMillis(10);

  /** How many directories are remembered as swept; a server with more sweeps some again. */
  private static final int REMEMBERED = 10_000;

  private final Listener listener;
  private final long untouchedMillis;
  private final Set<Path> seen = ConcurrentHashMap.newKeySet();

  /** Directories to sweep; guarded by itself, as is {@link #thread} and {@link #sweeping}. */
  private final Deque<Path> waiting = new ArrayDeque<>();

  /** Directories with files too young to judge, and when to look again. */
  private final Deque<Later> later = new ArrayDeque<>();

  private Thread thread;
  private boolean sweeping;

  Sweeper(Listener listener) {
    this(listener, UNTOUCHED_MILLIS);
  }

  Sweeper(Listener listener, long untouchedMillis) {
    this.listener = listener;
    this.untouchedMillis = untouchedMillis;
  }

  private static final class Later {
    final Path directory;
    final long atNanos;

    Later(Path directory, long atNanos) {
      this.directory = directory;
      this.atNanos = atNanos;
    }
  }

  /** Has {@code directory} swept, unless it was already. Costs a look-up from then on. */
  void firstWriteIn(Path directory) {
    if (!seen.add(directory)) {
      return;
    }
    if (seen.size() > REMEMBERED) {
      seen.clear();
      seen.add(directory);
    }
    synchronized (waiting) {
      waiting.add(directory);
      if (thread == null) {
        startThread();
      }
      waiting.notifyAll();
    }
  }

  private void startThread() {
    try {
      Thread created = newThread();
      created.start();
      thread = created;
    } catch (RuntimeException | Error e) {
      // No more threads to be had: the leftovers stay, the application's writes go on.
      waiting.clear();
    }
  }

  private Thread newThread() {
    return OwnThread.of(
        "durable-sweeper",
        new Runnable() {
          @Override
          public void run() {
            try (AtWork work = AtWork.begin()) {
              sweepWhatWaits();
            }
          }
        });
  }

  private void sweepWhatWaits() {
    while (true) {
      Path directory;
      synchronized (waiting) {
        sweeping = false;
        waiting.notifyAll();
        directory = next();
        if (directory == null) {
          thread = null;
          return;
        }
        sweeping = true;
      }
      try {
        if (sweep(directory)) {
          synchronized (waiting) {
            later.add(
                new Later(
                    directory, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(untouchedMillis)));
          }
        }
      } catch (RuntimeException | Error e) {
        // The leftovers stay; the application's writes don't depend on this thread.
      }
    }
  }

  /** The next directory, waiting for one; null when none has come for a while. */
  private Path next() {
    long idleAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(IDLE_MILLIS);
    while (waiting.isEmpty()) {
      Later first = later.peek();
      long untilNanos = (first == null ? idleAt : first.atNanos) - System.nanoTime();
      if (untilNanos <= 0) {
        return first == null ? null : later.remove().directory;
      }
      try {
        waiting.wait(TimeUnit.NANOSECONDS.toMillis(untilNanos) + 1);
      } catch (InterruptedException e) {
        return null;
      }
    }
    return waiting.remove();
  }

  /** Waits until all directories that were named so far are swept, at most {@code millis}. */
  void await(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    synchronized (waiting) {
      while (!waiting.isEmpty() || sweeping) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          return;
        }
        try {
          waiting.wait(left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
  }

  /**
   * Removes the temp files of dead processes from {@code directory}.
   *
   * @return whether some must be looked at again, later
   */
  private boolean sweep(Path directory) {
    boolean again = false;
    try (DirectoryStream<Path> entries = Disk.entries(directory)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        ProcessIdentity maker = TempName.maker(name);
        if (maker != null && !TempName.isReady(name)) {
          again |= sweepTemp(entry, maker);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // Not there, or not to be read: nothing that could be swept.
    }
    return again;
  }

  private boolean sweepTemp(Path temp, ProcessIdentity maker) {
    try {
      Leftover.State state = state(temp, maker);
      if (state == Leftover.State.ABANDONED) {
        Disk.delete(temp);
        listener.leftoverRemoved(temp);
      }
      return state == Leftover.State.TOO_YOUNG;
    } catch (NoSuchFileException e) {
      return false; // Somebody else has swept it.
    } catch (IOException e) {
      listener.leftoverKept(temp, e);
      return false;
    }
  }

  /** What is known of a file of one of the engine's names. */
  Leftover.State state(Path temp, ProcessIdentity maker) throws IOException {
    ProcessIdentity.Life life = maker.life();
    if (life == ProcessIdentity.Life.ALIVE) {
      return Leftover.State.IN_USE;
    }
    if (life == ProcessIdentity.Life.UNKNOWN && !isUntouched(temp)) {
      return Leftover.State.TOO_YOUNG;
    }
    return Disk.isDirectory(temp) ? Leftover.State.DIRECTORY : Leftover.State.ABANDONED;
  }

  private boolean isUntouched(Path temp) throws IOException {
    String time = Disk.isPosix(temp) ? "ctime" : "lastModifiedTime";
    long touched = ((FileTime) Disk.attributes(temp, time).get(time)).toMillis();
    return System.currentTimeMillis() - touched > untouchedMillis;
  }

  /**
   * Finishes the ready safety copies under {@code root} whose processes are dead, on this thread:
   * the application must not read their targets before.
   *
   * @param mayFinish whether a root may hold copies of a target: asked with the root and the target
   */
  void finishSafetyCopies(Path root, BiPredicate<Path, Path> mayFinish) {
    Path directory = SafetyDirectory.in(root);
    for (Path path : SafetyDirectory.ready(directory)) {
      finish(path, root, mayFinish);
    }
    if (SafetyDirectory.isOurs(directory)) {
      sweep(directory);
      SafetyDirectory.removeIfEmpty(directory);
    }
  }

  private void finish(Path path, Path root, BiPredicate<Path, Path> mayFinish) {
    Path target = path;
    try (SafetyCopy copy = SafetyCopy.openAbandoned(path)) {
      if (copy == null) {
        return;
      }
      target = copy.target();
      if (!mayFinish.test(root, target)) {
        listener.safetyCopyKept(path, target, "no rule protects that file with a copy kept here");
        return;
      }
      if (!copy.isSuperseded()) {
        String whyNot = copy.whyNot();
        if (whyNot != null) {
          listener.safetyCopyKept(path, target, whyNot);
          return;
        }
        copy.finish();
        listener.safetyCopyFinished(target);
      }
      copy.remove();
    } catch (IOException | RuntimeException e) {
      listener.safetyCopyKept(path, target, String.valueOf(e.getMessage()));
    }
  }
}
