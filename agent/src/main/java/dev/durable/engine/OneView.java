package dev.durable.engine;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The paths that lead to a stage, for this process: by their last name, in the real directory.
 * Costs nothing while nothing is staged, a look-up for paths of other names, and a real path for
 * those of the same name.
 */
public final class OneView {
  /** The kernel follows as many links: MAXSYMLINKS in linux/namei.h. */
  private static final int MAX_LINKS = 40;

  /** What this thread is looking at, in a temp file. */
  private static final ThreadLocal<Stage> LOOKED_AT = new ThreadLocal<>();

  private final Map<String, List<Stage>> byName = new ConcurrentHashMap<>();

  synchronized void add(Stage stage) {
    List<Stage> same = byName.get(stage.name());
    if (same == null) {
      same = new CopyOnWriteArrayList<>();
      byName.put(stage.name(), same);
    }
    same.add(stage);
  }

  synchronized void remove(Stage stage) {
    List<Stage> same = byName.get(stage.name());
    if (same != null && same.remove(stage) && same.isEmpty()) {
      byName.remove(stage.name());
    }
  }

  boolean isEmpty() {
    return byName.isEmpty();
  }

  /**
   * The stage that {@code path} means, or null.
   *
   * @param follow whether a link that is the last name is followed
   */
  Stage find(Path path, boolean follow) {
    if (byName.isEmpty()) {
      return null;
    }
    try (AtWork work = AtWork.begin()) {
      Path name = path.toAbsolutePath();
      for (int links = 0; links <= MAX_LINKS && name.getFileName() != null; links++) {
        Stage stage = named(name);
        if (stage != null || !follow) {
          return stage;
        }
        Path link = linkTarget(name);
        if (link == null) {
          return null;
        }
        name = name.resolveSibling(link);
      }
    } catch (IOException | InvalidPathException e) {
      // A path that leads nowhere leads to no stage.
    }
    return null;
  }

  /** The names that stages have in a directory; null if there are no stages. */
  public Set<String> namesIn(Path directory) {
    Set<String> names = null;
    try (AtWork work = AtWork.begin()) {
      Path real = byName.isEmpty() ? null : directory.toRealPath();
      for (List<Stage> same : byName.values()) {
        for (Stage stage : same) {
          if (stage.directory().equals(real)) {
            names = names == null ? new TreeSet<String>() : names;
            if (stage.isSeen()) {
              names.add(stage.name());
            }
          }
        }
      }
    } catch (IOException e) {
      // A directory that can't be found has nothing in it.
    }
    return names;
  }

  /** All stages of a name, also those that something newer has taken the place of. */
  List<Stage> allOf(Path path) {
    List<Stage> all = new ArrayList<>();
    List<Stage> same =
        path.getFileName() == null ? null : byName.get(path.getFileName().toString());
    if (same == null) {
      return all;
    }
    try (AtWork work = AtWork.begin()) {
      Path directory = path.toAbsolutePath().getParent().toRealPath();
      for (Stage stage : same) {
        if (stage.directory().equals(directory)) {
          all.add(stage);
        }
      }
    } catch (IOException e) {
      // A directory that can't be found has nothing in it.
    }
    return all;
  }

  private Stage named(Path path) {
    Stage newest = null;
    for (Stage stage : allOf(path)) {
      newest = stage.isSeen() ? stage : newest;
    }
    return newest;
  }

  private static Path linkTarget(Path path) throws IOException {
    boolean isLink = (Boolean) Disk.attributes(path, "isSymbolicLink").get("isSymbolicLink");
    return isLink ? Disk.provider(path).readSymbolicLink(path) : null;
  }

  /**
   * The file that {@code path} means to this process: a stage's temp file, or the path itself. The
   * temp file keeps its name until this thread has {@link #looked}.
   */
  public Path look(Path path, boolean followLinks) {
    Stage stage = held(path, followLinks);
    if (stage == null) {
      return path;
    }
    LOOKED_AT.set(stage);
    return stage.temp();
  }

  /** This thread has looked. */
  public static void looked() {
    Stage stage = LOOKED_AT.get();
    if (stage != null) {
      LOOKED_AT.remove();
      stage.release();
    }
  }

  /** The stage that {@code path} means, held for this thread; or null. */
  Stage held(Path path, boolean followLinks) {
    Stage stage;
    do {
      stage = find(path, followLinks);
    } while (stage != null && !stage.hold());
    return stage;
  }

  /** The real path of a file that is staged, if nobody else has seen it yet; or null. */
  public Path realPathOfNew(Path path) {
    Stage stage = find(path, true);
    if (stage == null) {
      return null;
    }
    try (AtWork work = AtWork.begin()) {
      Path real = stage.directory().resolve(stage.name());
      return Disk.exists(real) ? null : real;
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * Deletes a file that is staged, and new: nobody else has seen it yet.
   *
   * @return false if there is no such file, and nothing was done
   */
  public boolean deleteNew(Path path) {
    Stage stage = find(path, false);
    try (AtWork work = AtWork.begin()) {
      if (stage == null || Disk.exists(path)) {
        return false;
      }
    }
    orphaned(true, allOf(path));
    return true;
  }

  /** The path has been deleted: what is staged for it goes nowhere. */
  public void deleted(Path path) {
    orphaned(true, allOf(path));
  }

  /** If that was done, another file, or none, has the path of these. */
  static boolean orphaned(boolean done, List<Stage> stages) {
    if (done) {
      for (Stage stage : stages) {
        stage.orphan();
      }
    }
    return done;
  }
}
