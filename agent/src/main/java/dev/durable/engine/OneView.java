package dev.durable.engine;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
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

  /** Those of files with several names, by the files' identities. */
  private final Map<String, List<Stage>> byIdentity = new ConcurrentHashMap<>();

  synchronized void add(Stage stage) {
    add(byName, stage.name(), stage);
    if (stage.hasOtherNames()) {
      add(byIdentity, stage.targetIdentity(), stage);
    }
  }

  private static void add(Map<String, List<Stage>> stages, String key, Stage stage) {
    List<Stage> same = stages.get(key);
    if (same == null) {
      same = new CopyOnWriteArrayList<>();
      stages.put(key, same);
    }
    same.add(stage);
  }

  synchronized void remove(Stage stage) {
    remove(byName, stage.name(), stage);
    if (stage.hasOtherNames()) {
      remove(byIdentity, stage.targetIdentity(), stage);
    }
  }

  private static void remove(Map<String, List<Stage>> stages, String key, Stage stage) {
    List<Stage> same = stages.get(key);
    if (same != null && same.remove(stage) && same.isEmpty()) {
      stages.remove(key);
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
    Stage newest = newest(allOf(path));
    return newest == null && !byIdentity.isEmpty() ? newest(allOfFile(path)) : newest;
  }

  private static Stage newest(List<Stage> stages) {
    Stage newest = null;
    for (Stage stage : stages) {
      newest = stage.isSeen() ? stage : newest;
    }
    return newest;
  }

  /** All stages of the file that has this name and others. */
  private List<Stage> allOfFile(Path path) {
    List<Stage> same = null;
    try {
      same = byIdentity.get(Target.identity(path, Target.facts(path)));
    } catch (IOException e) {
      // What isn't there is no other name of anything.
    }
    return same == null ? Collections.<Stage>emptyList() : same;
  }

  private static Path linkTarget(Path path) throws IOException {
    boolean isLink = (Boolean) Disk.attributes(path, "isSymbolicLink").get("isSymbolicLink");
    return isLink ? Disk.provider(path).readSymbolicLink(path) : null;
  }

  /**
   * The file that {@code path} means to this process: a stage's temp file, or the path itself. The
   * temp file keeps its name until this thread has {@link #looked}.
   */
  Path look(Path path, boolean followLinks, boolean ofAttributes) {
    Stage stage = held(path, followLinks);
    if (stage == null) {
      return path;
    }
    if (ofAttributes && stage.isForeign()) {
      stage.release();
      return path;
    }
    LOOKED_AT.set(stage);
    return stage.temp();
  }

  /** The path above this one that may mean a stage; null if there is none. */
  Path above(Path path) {
    if (byName.isEmpty()) {
      return null;
    }
    Path above = path.getParent();
    while (above != null && (above.getFileName() == null || find(above, true) == null)) {
      above = above.getParent();
    }
    return above;
  }

  /**
   * This thread has looked.
   *
   * @param facts what the JDK has read about the temp file, or null
   */
  public static void looked(Object facts) {
    Stage stage = LOOKED_AT.get();
    if (stage != null) {
      LOOKED_AT.remove();
      stage.release();
      if (facts != null) {
        try (AtWork work = AtWork.begin()) {
          JdkInternals.setFacts(facts, stage.targetFacts());
        }
      }
    }
  }

  /** Whether an open with these flags of the kernel's follows a link. */
  public static boolean followsLinks(int flags) {
    return (flags & JdkDescriptors.noFollow()) == 0;
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
    Path real = stage.directory().resolve(stage.name());
    try (AtWork work = AtWork.begin()) {
      return Disk.exists(real) ? null : real;
    }
  }

  /**
   * Deletes a file that is staged, and new: nobody else has seen it yet.
   *
   * @return false if there is no such file, and nothing was done
   */
  public boolean deleteNew(final Path path) throws IOException {
    if (find(path, false) == null || exists(path)) {
      return false;
    }
    final List<Stage> all = allOf(path);
    return whileHeld(
        all,
        new Step<RuntimeException>() {
          @Override
          public boolean done() {
            // Unless it was closed meanwhile: then it is there.
            return orphaned(!exists(path), all);
          }
        });
  }

  private static boolean exists(Path path) {
    try (AtWork work = AtWork.begin()) {
      return Disk.exists(path);
    }
  }

  /** The file of these has another name now. */
  void moved(List<Stage> stages, Path to) {
    Target real = stages.isEmpty() ? null : behindLinks(to);
    for (Stage stage : stages) {
      remove(stage);
      if (real == null) {
        stage.orphan();
      } else {
        stage.follow(real.path);
        add(stage);
      }
    }
  }

  private static Target behindLinks(Path path) {
    try {
      Target target = Target.named(path);
      return target == null ? null : target.behindLinks();
    } catch (IOException e) {
      return null;
    }
  }

  /** Puts another file in a path's place. */
  interface Step<E extends Exception> {
    /** Whether it was done. */
    boolean done() throws IOException, E;
  }

  /**
   * Does what puts another file in the place of these, in one step with what the step itself tells
   * them: none of them is closed or collected meanwhile, and so commits the older version over the
   * newer one. The application's code must not run in it.
   */
  static <E extends Exception> boolean whileHeld(List<Stage> stages, Step<E> step)
      throws IOException, E {
    if (stages.size() > 1) {
      // In one order everywhere, so that two threads never wait for each other.
      stages = new ArrayList<>(stages);
      stages.sort(Stage.OLDEST_FIRST);
    }
    return whileHeld(stages, 0, step);
  }

  private static <E extends Exception> boolean whileHeld(List<Stage> stages, int at, Step<E> step)
      throws IOException, E {
    if (at == stages.size()) {
      return step.done();
    }
    synchronized (stages.get(at)) {
      return whileHeld(stages, at + 1, step);
    }
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
