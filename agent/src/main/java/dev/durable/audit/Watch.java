package dev.durable.audit;

import dev.durable.config.Rules;
import dev.durable.engine.AtWork;
import dev.durable.engine.JdkDescriptors;
import dev.durable.observe.Audit;
import dev.durable.observe.Audit.Kind;
import java.io.File;
import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Looks at what the application does to its files, and changes nothing. Whatever fails here is
 * nothing that the application may notice.
 */
final class Watch {
  /** How many files are remembered that were closed without being forced. */
  private static final int MOST_UNFORCED = 10_000;

  private static volatile Watch current;

  private final Audit audit;

  /** Null if all paths are looked at. */
  private volatile Rules rules;

  /** What is open for writing; a descriptor is equal to itself only. */
  private final Map<FileDescriptor, OpenedFile> open =
      Collections.synchronizedMap(new WeakHashMap<FileDescriptor, OpenedFile>());

  private final Map<Path, Boolean> unforced =
      Collections.synchronizedMap(
          new LinkedHashMap<Path, Boolean>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Path, Boolean> eldest) {
              return size() > MOST_UNFORCED;
            }
          });

  private Watch(Audit audit, Rules rules) {
    this.audit = audit;
    this.rules = rules;
  }

  /**
   * From now on what is written to the paths of {@code rules} is noted.
   *
   * @param rules null for all paths
   */
  static void begin(Audit audit, Rules rules) {
    current = new Watch(audit, rules);
  }

  /** From now on what is written to the paths of {@code rules} is noted; null for all. */
  static void change(Rules rules) {
    current.rules = rules;
  }

  /** The watch over a path, or null if nobody is to look at it. */
  static Watch over(Path path) {
    Watch watch = current;
    return path == null || watch == null || AtWork.here() || !watch.covers(path) ? null : watch;
  }

  static Watch over(File file) {
    return file == null ? null : over(pathOf(file.getPath()));
  }

  /** The watch, whatever the path. */
  static Watch any() {
    return AtWork.here() ? null : current;
  }

  static Path pathOf(String name) {
    try {
      return Paths.get(name);
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private boolean covers(Path path) {
    Rules known = rules;
    try {
      return path.getFileSystem() == FileSystems.getDefault()
          && (known == null || known.policyFor(path) != null);
    } catch (RuntimeException | LinkageError e) {
      return false; // An audit never fails a call that it only looks at.
    }
  }

  /** What a file is like; null if there is none that could be damaged. */
  static BasicFileAttributes looks(Path path) {
    try (AtWork work = AtWork.begin()) {
      return Files.readAttributes(path, BasicFileAttributes.class);
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  /** Whether there is something of this name, be it a link. */
  static boolean exists(Path path) {
    try (AtWork work = AtWork.begin()) {
      return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }
  }

  /** A file was opened for writing. */
  void opened(Object file, OpenedFile opened) {
    FileDescriptor descriptor = JdkDescriptors.of(file);
    BasicFileAttributes now = looks(opened.path);
    if (descriptor != null && now != null && now.isRegularFile()) {
      opened.site = audit.site();
      open.put(descriptor, opened);
    }
  }

  /** The application forces what it has open: a file or a directory. */
  void forced(Object file) {
    FileDescriptor descriptor =
        file instanceof FileDescriptor ? (FileDescriptor) file : JdkDescriptors.of(file);
    OpenedFile opened = descriptor == null ? null : open.get(descriptor);
    if (opened != null) {
      opened.forced();
    } else if (descriptor != null) {
      Path directory = nameOf(descriptor);
      if (directory != null) {
        audit.directoryForced(directory);
      }
    }
  }

  /** The application may force a file from now on without being seen. */
  void handedOut(Object file) {
    FileDescriptor descriptor = JdkDescriptors.of(file);
    OpenedFile opened = descriptor == null ? null : open.get(descriptor);
    if (opened != null) {
      opened.isForcedUnseen();
    }
  }

  private static Path nameOf(FileDescriptor descriptor) {
    try (AtWork work = AtWork.begin()) {
      return Files.readSymbolicLink(
          Paths.get("/proc/self/fd", Integer.toString(JdkDescriptors.number(descriptor))));
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  /** A file is about to be closed. */
  void closing(Object file) {
    FileDescriptor descriptor = JdkDescriptors.of(file);
    settle(descriptor == null ? null : open.remove(descriptor));
  }

  /** Notes what is open still. */
  static void end() {
    Watch watch = current;
    if (watch != null) {
      synchronized (watch.open) {
        for (OpenedFile opened : watch.open.values()) {
          watch.settle(opened);
        }
        watch.open.clear();
      }
    }
  }

  private void settle(OpenedFile opened) {
    if (opened != null && opened.isChanged()) {
      boolean forced = opened.isForced();
      audit.written(opened.kind, opened.path, opened.site, forced);
      if (forced) {
        unforced.remove(opened.path);
      } else {
        unforced.put(opened.path, true);
      }
    }
  }

  /** A name was changed. */
  void named(Kind kind, Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    audit.named(kind, inRealDirectory(absolute), audit.site(), true);
  }

  /** A file was moved or copied; its content lasts only if it was forced. */
  void moved(Kind kind, Path source, Path target) {
    Path from = source.toAbsolutePath().normalize();
    boolean lasts = kind == Kind.MOVED && unforced.remove(from) == null;
    Path to = inRealDirectory(target.toAbsolutePath().normalize());
    audit.named(kind, to, audit.site(), lasts);
    if (!lasts) {
      unforced.put(to, true);
    }
  }

  /** As the kernel names the directory, so that its force is recognised. */
  private static Path inRealDirectory(Path path) {
    try (AtWork work = AtWork.begin()) {
      return path.getParent() == null
          ? path
          : path.getParent().toRealPath().resolve(path.getFileName());
    } catch (IOException | RuntimeException e) {
      return path;
    }
  }
}
