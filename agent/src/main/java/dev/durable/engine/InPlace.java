package dev.durable.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;

/** Whole-file writes that an obstacle keeps from being replacements. */
final class InPlace {
  private final Listener listener;
  private final FileLocks locks = new FileLocks();

  /** Ready copies of this process whose targets could not be overwritten, by the target. */
  private final ConcurrentHashMap<Path, SafetyCopy> unfinished = new ConcurrentHashMap<>();

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
    if (policy.onObstacle == Policy.OnObstacle.FAIL) {
      throw new FileSystemException(
          target.given.toString(),
          null,
          "not replaced, since " + obstacle.description + " (on-obstacle=fail)");
    }
    Object file = target.identity();
    locks.lock(file);
    try (FileChannel out = open(target)) {
      // What can't be read can't be copied.
      SafetyCopy copy =
          obstacle == Obstacle.NOT_READABLE ? null : SafetyCopy.create(target, policy);
      if (copy == null) {
        writeWithout(target, source, out);
      } else {
        writeWith(copy, target, source, out);
      }
      listener.writtenInPlace(target.path, obstacle, copy != null);
    } finally {
      locks.unlock(file);
    }
    writtenAnew(target.path);
  }

  /** The target has a new version: a copy of an older one must not be written over it any more. */
  void writtenAnew(Path target) {
    if (!unfinished.isEmpty()) {
      SafetyCopy copy = unfinished.remove(target);
      if (copy != null) {
        copy.remove();
        copy.close();
      }
    }
  }

  private static FileChannel open(Target target) throws IOException {
    try {
      return Disk.open(target.path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw Errors.naming(target.given, e);
    }
  }

  private static void writeWithout(Target target, Source source, FileChannel out)
      throws IOException {
    try (Overwrite overwrite = source.overwrite()) {
      try {
        overwrite.into(out);
      } catch (Overwrite.TargetUnchanged e) {
        throw Errors.naming(target.given, e.getCause());
      } catch (IOException e) {
        throw Errors.naming(target.given, e, "(partly overwritten, without a safety copy)");
      }
    }
  }

  private void writeWith(SafetyCopy copy, Target target, Source source, FileChannel out)
      throws IOException {
    boolean needed = false;
    try {
      copy.fill(source, target.given);
      needed = true;
      copy.overwrite().into(out);
      needed = false;
    } catch (Overwrite.TargetUnchanged e) {
      needed = false;
      throw Errors.naming(target.given, e.getCause());
    } catch (IOException e) {
      if (!needed) {
        throw e;
      }
      writtenAnew(target.path);
      unfinished.put(target.path, copy);
      throw Errors.naming(
          target.given,
          e,
          "(partly overwritten; the whole new content is in "
              + copy.path()
              + " and will be written at the next start)");
    } finally {
      if (!needed) {
        copy.remove();
        copy.close();
      }
    }
  }
}
