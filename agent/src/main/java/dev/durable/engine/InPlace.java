package dev.durable.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;

/** Whole-file writes that an obstacle keeps from being replacements. */
final class InPlace {
  private final Listener listener;
  private final FileLocks locks = new FileLocks();

  /** Ready copies of this process whose targets could not be overwritten, by their identity. */
  private final ConcurrentHashMap<String, SafetyCopy> unfinished = new ConcurrentHashMap<>();

  InPlace(Listener listener) {
    this.listener = listener;
  }

  /**
   * Overwrites the existing target, with a safety copy where one can be had.
   *
   * @throws IOException about the name that the application used. The old content stands, except
   *     when the message says otherwise
   */
  void write(Target target, Policy policy, Obstacle obstacle, Source source) throws IOException {
    refuse(target, policy, obstacle);
    overwrite(target, policy, obstacle, source);
  }

  /**
   * Refuses what can't be a replacement, if the policy wants it so.
   *
   * @throws IOException about the name that the application used; nothing has changed
   */
  static void refuse(Target target, Policy policy, Obstacle obstacle) throws IOException {
    if (policy.onObstacle == Policy.OnObstacle.FAIL) {
      throw new FileSystemException(
          target.given.toString(),
          null,
          "not replaced, since " + obstacle.description + " (on-obstacle=fail)");
    }
  }

  /** As {@link #write}, whatever the policy says of obstacles. */
  void overwrite(Target target, Policy policy, Obstacle obstacle, Source source)
      throws IOException {
    FileChannel out = open(target);
    try {
      SafetyCopy copy = SafetyDirectory.create(target, policy, source.restStays());
      if (copy == null) {
        writeWithout(target, policy, source, out);
      } else {
        writeWith(copy, target, policy, source, out);
      }
      listener.writtenInPlace(target.path, policy, obstacle, copy != null);
    } finally {
      close(out);
    }
  }

  private static void close(FileChannel out) {
    try {
      out.close();
    } catch (IOException e) {
      // Its content was forced, or has failed to be.
    }
  }

  private static FileChannel open(Target target) throws IOException {
    try {
      return Disk.open(target.path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw Errors.naming(target.given, e);
    }
  }

  private void writeWithout(Target target, Policy policy, Source source, FileChannel out)
      throws IOException {
    // The application's code runs here: no lock is held yet.
    try (Overwrite overwrite = source.overwrite()) {
      locks.lock(target.identity());
      try {
        finishEarlier(target, policy);
        overwrite.into(out);
      } catch (Overwrite.TargetUnchanged e) {
        throw Errors.naming(target.given, e.getCause());
      } catch (IOException e) {
        throw Errors.naming(target.given, e, "(partly overwritten, without a safety copy)");
      } finally {
        locks.unlock(target.identity());
      }
    }
  }

  private void writeWith(
      SafetyCopy copy, Target target, Policy policy, Source source, FileChannel out)
      throws IOException {
    boolean needed = false;
    try {
      // The application's code runs here: no lock is held yet.
      copy.fill(source, target.given);
      locks.lock(target.identity());
      try {
        finishEarlier(target, policy);
        copy.ready();
        needed = true;
        copy.overwrite().into(out);
        needed = false;
      } catch (Overwrite.TargetUnchanged e) {
        needed = false;
        throw Errors.naming(target.given, e.getCause());
      } catch (IOException e) {
        throw Errors.naming(target.given, e, needed ? leftTo(copy) : "");
      } finally {
        if (needed) {
          unfinished.put(target.identity(), copy);
        }
        locks.unlock(target.identity());
      }
    } finally {
      if (!needed) {
        copy.remove();
        copy.close();
      }
    }
  }

  private static String leftTo(SafetyCopy copy) {
    return "(partly overwritten; the whole new content is in "
        + copy.path()
        + " and will be written at the next start)";
  }

  /**
   * Makes the existing target whole if a write to it was cut off, so that it can be built upon.
   *
   * @throws IOException about the name that the application used
   */
  void settle(Target target, Policy policy) throws IOException {
    locks.lock(target.identity());
    try {
      finishEarlier(target, policy);
    } catch (IOException e) {
      throw Errors.naming(target.given, e);
    } finally {
      locks.unlock(target.identity());
    }
  }

  private void finishEarlier(Target target, Policy policy) throws IOException {
    SafetyCopy own = unfinished.get(target.identity());
    if (own != null) {
      own.finish();
      drop(target.identity());
    }
    SafetyDirectory.settle(target, policy);
  }

  /** The target was replaced: a copy of an older version must not be written any more. */
  void replaced(Target target) {
    if (target.exists() && !unfinished.isEmpty()) {
      locks.lock(target.identity());
      try {
        drop(target.identity());
      } finally {
        locks.unlock(target.identity());
      }
    }
  }

  private void drop(String identity) {
    SafetyCopy copy = unfinished.remove(identity);
    if (copy != null) {
      copy.remove();
      copy.close();
    }
  }
}
