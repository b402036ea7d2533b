package dev.durable.config;

import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The second forms of the rules whose own beginning goes through a symbolic link: the same rules
 * with the path that it leads to, as it was at one moment.
 */
final class LinkedForms {
  /** How many times as long as a look took it is good for: looking costs a hundredth at most. */
  private static final int GOOD_FOR_LOOKS = 100;

  /** Longest all the same: a look may have taken long for once, by a server that did not answer. */
  private static final long MOST_GOOD_FOR_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final RuleTree tree = new RuleTree();
  private final long goodUntil;

  /**
   * Looks where the patterns' beginnings lead to.
   *
   * @param goodForNanos how long to believe it, at least
   */
  LinkedForms(
      List<PathPattern> patterns, PathText paths, FileSystem fileSystem, long goodForNanos) {
    long start = System.nanoTime();
    Map<String, Path> realDirectories = new HashMap<String, Path>();
    for (PathPattern pattern : patterns) {
      Path real = realDirectories.get(pattern.directory);
      if (real == null) {
        real = RealPath.of(fileSystem.getPath(pattern.directory));
        realDirectories.put(pattern.directory, real);
      }
      String directory = paths.withSlashes(real.toString());
      Path target = pattern.isLiteral() ? RealPath.linkTarget(real.resolve(pattern.name)) : null;
      if (target != null) {
        tree.add(paths.comparable(RealPath.of(real.resolve(target)).toString()), pattern);
      } else if (!directory.equals(pattern.directory)) {
        tree.add(paths.comparable(pattern.prefixBelow(directory)), pattern);
      }
    }
    long end = System.nanoTime();
    goodUntil =
        end + Math.max(goodForNanos, Math.min(GOOD_FOR_LOOKS * (end - start), MOST_GOOD_FOR_NANOS));
  }

  boolean isGood(long nanoTime) {
    return nanoTime - goodUntil < 0;
  }

  /** The last pattern whose second form matches the path, or null. */
  PathPattern find(String path) {
    return tree.find(path);
  }
}
