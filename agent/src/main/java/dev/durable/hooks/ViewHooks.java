package dev.durable.hooks;

import dev.durable.engine.AtWork;
import dev.durable.engine.Engine;
import dev.durable.engine.OneView;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.RandomAccessFile;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * One view: to this process, the path of a stage means its temp file. Each method is given a path
 * that is about to be looked at and returns the one to look at.
 */
public final class ViewHooks {
  private static final int READ = 0400;
  private static final int WRITE = 0200;
  private static final int EXECUTE = 0100;

  /** What an owner can have. */
  private static final int ALL_RIGHTS = READ | WRITE | EXECUTE;

  private ViewHooks() {}

  public static File seenFile(File file) {
    return seen(file, false);
  }

  /** As {@link #seenFile}, for its mode. */
  public static File attributesOfFile(File file) {
    return seen(file, true);
  }

  private static File seen(File file, boolean attributes) {
    if (Engine.nothingIsOpen() || AtWork.here() || System.getSecurityManager() != null) {
      return file;
    }
    Path path = FileHooks.pathOf(file);
    Path seen = path == null ? null : seen(path, true, attributes);
    return seen == path ? file : seen.toFile();
  }

  /** The end of each call in which another path was looked at. */
  public static void looked() {
    if (!Engine.nothingIsOpen()) {
      OneView.looked(null);
    }
  }

  /** The same, first, of a call that has read what there is to know about a file. */
  public static void lookedUp(Path path, Object facts) {
    if (!Engine.nothingIsOpen()) {
      OneView.looked(facts);
    }
  }

  public static Path seen(Path path) {
    return Engine.nothingIsOpen() || AtWork.here() ? path : seen(path, true, false);
  }

  /** As {@link #seen}, for its mode and owner. */
  public static Path attributesOf(Path path) {
    return Engine.nothingIsOpen() || AtWork.here() ? path : seen(path, true, true);
  }

  /** As {@link #attributesOf}; if the path is a link's, it is the link that is looked at. */
  public static Path attributesOfItself(Path path) {
    return Engine.nothingIsOpen() || AtWork.here() ? path : seen(path, false, true);
  }

  /** As {@link #attributesOf}, of a path that is relative to an open directory, if there is one. */
  public static Path attributesFrom(int directory, Path path) {
    return directory >= 0 ? path : attributesOf(path);
  }

  /** As {@link #seen}, of a path that is opened with these flags of the kernel's. */
  public static Path opened(Path path, int flags) {
    return Engine.nothingIsOpen() || AtWork.here()
        ? path
        : seen(path, OneView.followsLinks(flags), false);
  }

  /** As {@link #seen}; if the path is a link's, it is the link that is looked at. */
  public static Path seenItself(Path path) {
    return Engine.nothingIsOpen() || AtWork.here() ? path : seen(path, false, false);
  }

  public static void makingReadOnly(File file) {
    changing(file, ALL_RIGHTS & ~WRITE);
  }

  public static void makingReadable(File file, boolean readable) {
    changing(file, readable ? ALL_RIGHTS : ALL_RIGHTS & ~READ);
  }

  public static void makingWritable(File file, boolean writable) {
    changing(file, writable ? ALL_RIGHTS : ALL_RIGHTS & ~WRITE);
  }

  public static void makingExecutable(File file, boolean executable) {
    changing(file, executable ? ALL_RIGHTS : ALL_RIGHTS & ~EXECUTE);
  }

  private static void changing(File file, int mode) {
    Path path = Engine.nothingIsOpen() || AtWork.here() ? null : FileHooks.pathOf(file);
    if (path != null) {
      changingMode(path, mode);
    }
  }

  /** A file or directory is about to have this mode. */
  public static void changingMode(final Path path, final int mode) {
    if (Engine.nothingIsOpen() || AtWork.here()) {
      return;
    }
    Protection.look(
        path,
        null,
        new Protection.Look<Void>() {
          @Override
          public Void at(Engine engine) {
            engine.openFiles().changingMode(path, mode);
            return null;
          }
        });
  }

  /** As {@link #changingMode}, of a path that is relative to an open directory, if there is one. */
  public static void changingModeFrom(int directory, Path path, int mode) {
    if (directory < 0) {
      changingMode(path, mode);
    }
  }

  /** The names in a directory, as this process sees them; null if that makes no difference. */
  public static String[] list(File directory) {
    Path path = Engine.nothingIsOpen() || AtWork.here() ? null : FileHooks.pathOf(directory);
    Set<String> staged = path == null ? null : StagedListing.namesIn(path);
    if (staged == null) {
      return null;
    }
    String[] names;
    try (AtWork work = AtWork.begin()) {
      names = new File(directory.getPath()).list();
    }
    if (names == null) {
      return null;
    }
    Set<String> seen = new LinkedHashSet<>();
    for (String name : names) {
      if (!Engine.isOwn(name)) {
        seen.add(name);
      }
    }
    seen.addAll(staged);
    return seen.toArray(new String[0]);
  }

  /** The canonical path of a file that is staged, and new. */
  public static String canonical(File file) {
    Path path = Engine.nothingIsOpen() || AtWork.here() ? null : FileHooks.pathOf(file);
    Path real = path == null ? null : realPathOfNew(path);
    return real == null ? null : real.toString();
  }

  /** The name under which a stream finds the file. */
  public static String reading(FileInputStream stream, String name) throws FileNotFoundException {
    return seen(name);
  }

  /** The name under which a file that is opened for reading only is found. */
  public static String readingAnywhere(RandomAccessFile file, String name)
      throws FileNotFoundException {
    return seen(name);
  }

  private static String seen(final String name) throws FileNotFoundException {
    if (Engine.nothingIsOpen() || AtWork.here()) {
      return name;
    }
    Path path;
    try {
      path = Paths.get(name);
    } catch (InvalidPathException e) {
      return name;
    }
    final Path seen = seen(path, true, false);
    if (seen == path) {
      return name;
    }
    FileNotFoundException refused =
        Protection.look(
            path,
            null,
            new Protection.Look<FileNotFoundException>() {
              @Override
              public FileNotFoundException at(Engine engine) {
                return engine.refused(seen, name);
              }
            });
    if (refused != null) {
      looked();
      throw refused;
    }
    return seen.toString();
  }

  /** The real path of a file that is staged, and new: nobody else sees it yet. */
  public static Path toRealPath(final Path path, LinkOption... options) {
    if (Engine.nothingIsOpen() || AtWork.here() || options == null || options.length > 0) {
      return null;
    }
    return realPathOfNew(path);
  }

  /** The real path of a file that is staged, and new; null of any other. */
  static Path realPathOfNew(final Path path) {
    return Protection.look(
        path,
        null,
        new Protection.Look<Path>() {
          @Override
          public Path at(Engine engine) {
            return engine.view().realPathOfNew(path);
          }
        });
  }

  private static Path seen(final Path path, final boolean followLinks, final boolean ofAttributes) {
    try (AtWork work = AtWork.begin()) {
      // The rules look at files, too: what they see is not for this hook.
      if (!Protection.isNamed(path)) {
        return path; // Nor can it be staged.
      }
    }
    return Protection.look(
        path,
        path,
        new Protection.Look<Path>() {
          @Override
          public Path at(Engine engine) {
            return engine.look(path, followLinks, ofAttributes);
          }
        });
  }
}
