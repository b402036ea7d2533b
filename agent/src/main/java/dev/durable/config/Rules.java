package dev.durable.config;

import dev.durable.engine.Policy;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Which paths are protected, and how. Decides first by the path's text alone. A path that this
 * leaves unprotected may still lead to a protected file through a symbolic link: then the names
 * that it leads to decide, by links as they were at most two seconds ago (a second for what is
 * known of directories and rules, and one for what was decided by it).
 *
 * <p>Safe for use by many threads; takes no locks.
 */
public final class Rules {
  private static final long LOOK_GOOD_FOR_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final FileSystem fileSystem = FileSystems.getDefault();
  private final PathText paths;

  /** The name of a file of which no rule knows anything in particular. */
  private static final String ANY_NAME = "\u0001";

  private final List<PathPattern> patterns;
  private final Set<Path> safetyRoots;
  private final RuleTree tree = new RuleTree();
  private final RecentLooks<Policy> decisions = new RecentLooks<Policy>();
  private final RecentLooks<Path> realDirectories = new RecentLooks<Path>();
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile LinkedForms linkedForms;

  /**
   * Makes rules of patterns.
   *
   * @param patterns in ascending order
   */
  Rules(PathText paths, List<PathPattern> patterns) {
    this.paths = paths;
    this.patterns = patterns;
    Set<Path> roots = new LinkedHashSet<Path>();
    for (PathPattern pattern : patterns) {
      tree.add(paths.comparable(pattern.prefix()), pattern);
      if (pattern.policy != null) {
        roots.addAll(pattern.policy.safetyRoots);
      }
    }
    safetyRoots = Collections.unmodifiableSet(roots);
    linkedForms = new LinkedForms(patterns, paths, fileSystem, LOOK_GOOD_FOR_NANOS);
  }

  /** Rules that protect nothing. */
  public static Rules none() {
    return new Rules(new PathText(false, "/"), Collections.<PathPattern>emptyList());
  }

  /** All directories in which a former run may have left safety copies; absolute. */
  public Set<Path> safetyRoots() {
    return safetyRoots;
  }

  /**
   * How the path is protected; null if it is not, as is every path of another file system than the
   * default one. A path that cannot be looked at is decided by its text.
   */
  public Policy policyFor(Path path) {
    return patterns.isEmpty() || path == null || path.getFileSystem() != fileSystem
        ? null
        : policyFor(path.toString(), path);
  }

  /**
   * How the name of a directory is protected: by its own path or, if that isn't protected, since
   * protected paths lie below it; null if neither.
   */
  public Policy policyForDirectory(Path path) {
    Policy own = policyFor(path);
    if (own != null || patterns.isEmpty() || path == null || path.getFileSystem() != fileSystem) {
      return own;
    }
    return privileged(
        new PrivilegedAction<Policy>() {
          @Override
          public Policy run() {
            Path absolute = path.toAbsolutePath().normalize();
            Policy policy = policyBelow(absolute);
            Path parent = absolute.getParent();
            if (policy == null && parent != null) {
              Path real = RealPath.entry(realDirectory(parent), absolute);
              policy = real.equals(absolute) ? null : policyBelow(real);
            }
            return policy;
          }
        });
  }

  /** Which line decides on a path of the default file system, and how. */
  public Decision decide(Path path) {
    Path absolute = path.toAbsolutePath();
    PathPattern named = tree.find(paths.comparable(paths.normalised(absolute.toString())));
    if (named == null || named.policy == null) {
      Decision linked = followLinks(absolute.toString(), absolute);
      if (linked != null) {
        return linked;
      }
    }
    return new Decision(named, absolute);
  }

  /** The directories that the rules begin with and that they protect something in; absolute. */
  public Set<Path> directories() {
    Set<Path> directories = new LinkedHashSet<Path>();
    for (PathPattern pattern : patterns) {
      if (pattern.policy != null) {
        directories.add(fileSystem.getPath(pattern.directory));
      }
    }
    return directories;
  }

  private Policy policyBelow(Path directory) {
    String text = paths.comparable(paths.withSlashes(directory.toString()) + "/");
    // A rule that takes out whatever lies there takes out what earlier ones say, too.
    PathPattern ofAnything = tree.find(text + ANY_NAME);
    for (int i = patterns.size() - 1; i >= 0 && patterns.get(i) != ofAnything; i--) {
      PathPattern pattern = patterns.get(i);
      if (pattern.policy != null
          && pattern.leadsThrough(text, paths.comparable(pattern.prefix()))) {
        return pattern.policy;
      }
    }
    return ofAnything == null ? null : ofAnything.policy;
  }

  /** How the path is protected; null if it is not, or if it is none that a file can have. */
  public Policy policyFor(String path) {
    if (patterns.isEmpty() || path == null || path.isEmpty() || path.indexOf('\0') >= 0) {
      return null;
    }
    try {
      return policyFor(path, null);
    } catch (InvalidPathException e) {
      return null;
    }
  }

  /**
   * Decides on a path.
   *
   * @param path the object that the text is of, or null to make it when needed
   */
  private Policy policyFor(String text, Path path) {
    String absolute = paths.absolute(text);
    PathPattern pattern = tree.find(paths.comparable(paths.normalised(absolute)));
    return pattern != null && pattern.policy != null
        ? pattern.policy
        : policyThroughLinks(absolute, path);
  }

  /** Decides on a path that its own text leaves unprotected. */
  Policy policyThroughLinks(String absolute, Path path) {
    long now = System.nanoTime();
    RecentLooks.Find<Policy> known = decisions.find(absolute, now);
    if (known != null) {
      return known.value;
    }
    Policy policy =
        privileged(
            new PrivilegedAction<Policy>() {
              @Override
              public Policy run() {
                Decision decision = followLinks(absolute, path);
                return decision == null ? null : decision.policy;
              }
            });
    decisions.put(absolute, policy, now + LOOK_GOOD_FOR_NANOS);
    return policy;
  }

  /** Where paths lead is looked up by the agent's permissions: the application's may not do. */
  private static Policy privileged(PrivilegedAction<Policy> look) {
    return System.getSecurityManager() == null ? look.run() : AccessController.doPrivileged(look);
  }

  /** Decides by all the names that the path leads to, link by link; null for unprotected. */
  private Decision followLinks(String absolute, Path path) {
    LinkedForms linked = freshLinkedForms();
    Path name = path == null ? fileSystem.getPath(absolute) : path.toAbsolutePath();
    for (int links = 0; links <= RealPath.MOST_LINKS && name.getParent() != null; links++) {
      Path entry = RealPath.entry(realDirectory(name.getParent()), name);
      String text = paths.comparable(entry.toString());
      if (text.startsWith("/proc/")) {
        // A link there, such as /dev/stdout leads to, is an open file and not a name of one.
        return null;
      }
      PathPattern named = tree.find(text);
      PathPattern leadingHere = linked.find(text);
      PathPattern last =
          named == null || leadingHere != null && leadingHere.order > named.order
              ? leadingHere
              : named;
      if (last != null && last.policy != null) {
        return new Decision(last, entry);
      }
      Path target = RealPath.linkTarget(entry);
      if (target == null) {
        return null;
      }
      name = entry.resolveSibling(target);
    }
    return null;
  }

  private Path realDirectory(Path directory) {
    long now = System.nanoTime();
    RecentLooks.Find<Path> known = realDirectories.find(directory.toString(), now);
    if (known != null) {
      return known.value;
    }
    Path real = RealPath.of(directory);
    realDirectories.put(directory.toString(), real, now + LOOK_GOOD_FOR_NANOS);
    return real;
  }

  /** The second forms, looked up anew by one thread while others go on with what is known. */
  private LinkedForms freshLinkedForms() {
    if (!linkedForms.isGood(System.nanoTime()) && looking.compareAndSet(false, true)) {
      try {
        linkedForms = new LinkedForms(patterns, paths, fileSystem, LOOK_GOOD_FOR_NANOS);
      } finally {
        looking.set(false);
      }
    }
    return linkedForms;
  }
}
