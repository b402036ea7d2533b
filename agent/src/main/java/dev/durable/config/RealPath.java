package dev.durable.config;

import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Where paths lead to, by the file system as it is at this moment. */
final class RealPath {
  /** As many links one after the other as Linux follows (MAXSYMLINKS). */
  static final int MOST_LINKS = 40;

  private static final LinkOption[] NOFOLLOW = {LinkOption.NOFOLLOW_LINKS};
  private static final LinkOption[] FOLLOW = {};

  private RealPath() {}

  /**
   * The path without links. What does not exist is taken as named, below the real path of what
   * does; a dangling link leads to the name in it.
   */
  static Path of(Path path) {
    return of(path, MOST_LINKS);
  }

  private static Path of(Path path, int links) {
    try {
      return path.toRealPath();
    } catch (IOException missing) {
      Path parent = path.getParent();
      if (parent == null) {
        return path;
      }
      Path entry = entry(of(parent, links), path);
      Path target = links == 0 ? null : linkTarget(entry);
      return target == null ? entry : of(entry.resolveSibling(target), links - 1);
    }
  }

  /** The path without links but its own: its name, which may be "..", in its real directory. */
  static Path entry(Path realDirectory, Path path) {
    return (realDirectory.equals(path.getParent())
            ? path
            : realDirectory.resolve(path.getFileName()))
        .normalize();
  }

  /** What the link has in it, or null for all that is no link or cannot be read. */
  static Path linkTarget(Path path) {
    try {
      BasicFileAttributes attributes =
          path.getFileSystem().provider().readAttributes(path, BasicFileAttributes.class, NOFOLLOW);
      return attributes.isSymbolicLink()
          ? path.getFileSystem().provider().readSymbolicLink(path)
          : null;
    } catch (IOException missing) {
      return null;
    }
  }

  static boolean isDirectory(Path path) {
    try {
      return path.getFileSystem()
          .provider()
          .readAttributes(path, BasicFileAttributes.class, FOLLOW)
          .isDirectory();
    } catch (IOException missing) {
      return false;
    }
  }
}
