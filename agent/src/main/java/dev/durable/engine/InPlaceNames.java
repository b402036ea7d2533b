package dev.durable.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The files that this process has open and writes in place, by their device and inode: none of them
 * must be replaced by this process, since whoever has it open would go on in the old one. A file is
 * opened and noted in one step, and looked for and replaced in one step.
 */
final class InPlaceNames {
  private static final Monitors.ReadWrite LOCK = new Monitors.ReadWrite();

  /** How often each is open; guarded by itself. */
  private static final Map<String, Integer> OPEN = new HashMap<>();

  private InPlaceNames() {}

  /** Opens a file. */
  interface Opening<T> {
    T open() throws IOException;
  }

  /** Renames a file over another. */
  interface Renaming {
    void rename() throws IOException;
  }

  /** Opens a file while none is replaced. Whoever opens it notes it before anything else. */
  static <T> T opening(Opening<T> opening) throws IOException {
    LOCK.beginWriting();
    try {
      return opening.open();
    } finally {
      LOCK.endWriting();
    }
  }

  /**
   * Renames a file over another, unless that is open.
   *
   * @param isOpen whether the file itself is, and noted: then it is nobody's to replace who has
   *     looked before
   */
  static void replacing(Path target, boolean isOpen, Renaming renaming)
      throws IOException, ObstacleException {
    if (!isOpen) {
      LOCK.beginReading();
      try {
        replaceUnlessOpen(target, renaming);
      } finally {
        LOCK.endReading();
      }
    } else {
      LOCK.beginWriting();
      try {
        replaceUnlessOpen(target, renaming);
      } finally {
        LOCK.endWriting();
      }
    }
  }

  private static void replaceUnlessOpen(Path target, Renaming renaming)
      throws IOException, ObstacleException {
    if (isOpen(target)) {
      throw new ObstacleException(Obstacle.OPEN);
    }
    renaming.rename();
  }

  /**
   * Notes that the file at {@code path} is open.
   *
   * @return what it is noted by, for {@link #remove}; null if there is no such file
   */
  static String add(Path path) {
    try {
      String identity = Target.identity(path, Target.facts(path));
      synchronized (OPEN) {
        Integer open = OPEN.get(identity);
        OPEN.put(identity, open == null ? 1 : open + 1);
      }
      return identity;
    } catch (IOException e) {
      return null;
    }
  }

  static void remove(String identity) {
    synchronized (OPEN) {
      Integer open = OPEN.remove(identity);
      if (open != null && open > 1) {
        OPEN.put(identity, open - 1);
      }
    }
  }

  static boolean isOpen(Path path) {
    synchronized (OPEN) {
      if (OPEN.isEmpty()) {
        return false;
      }
    }
    try {
      return isOpen(Target.identity(path, Target.facts(path)));
    } catch (IOException e) {
      return false;
    }
  }

  static boolean isOpen(Target target) {
    return target.exists() && isOpen(target.identity());
  }

  private static boolean isOpen(String identity) {
    synchronized (OPEN) {
      return OPEN.containsKey(identity);
    }
  }
}
