package dev.durable.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.spi.FileSystemProvider;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Single steps on the file system, each through the {@link FileSystemProvider}, below the methods
 * of {@link Files} that the agent's hooks sit in. Channels aren't closed by interrupts.
 */
final class Disk {
  static final boolean WINDOWS =
      System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");

  /** A new file that nobody but this user can read yet. */
  static final FileAttribute<?>[] PRIVATE = {
    PosixFilePermissions.asFileAttribute(
        EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE))
  };

  /** A new file with the mode that the process's umask, or the directory's access list, gives. */
  static final FileAttribute<?>[] USUAL = {};

  /** Lets every entry of a directory through. */
  private static final DirectoryStream.Filter<Path> EVERYTHING =
      new DirectoryStream.Filter<Path>() {
        @Override
        public boolean accept(Path entry) {
          return true;
        }
      };

  private static final FileAttribute<?>[] PRIVATE_DIRECTORY = {
    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
  };

  /** Exclusive creation, for writing. */
  static final Set<OpenOption> WRITE = set(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  /** Exclusive creation, for writing and for reading what was written. */
  static final Set<OpenOption> READ_WRITE =
      set(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.READ);

  private static final int RENAMES_TRIED = 20;
  private static final int NAMES_TRIED = 100;

  static {
    try {
      // It renames, up to Java 20. If it were first needed at the end of a stack, and failed to
      // initialise, no file could be replaced any more in this JVM.
      Class.forName("sun.nio.fs.UnixCopyFile");
    } catch (ClassNotFoundException e) {
      // It isn't there: another class does it, which is in use from the JVM's start.
    }
  }

  private Disk() {}

  static FileSystemProvider provider(Path path) {
    return path.getFileSystem().provider();
  }

  static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("unix");
  }

  static FileChannel open(Path path, OpenOption... options) throws IOException {
    return JdkInternals.uninterruptible(provider(path).newFileChannel(path, set(options)));
  }

  private static Set<OpenOption> set(OpenOption... options) {
    return new HashSet<>(Arrays.asList(options));
  }

  /** Creates {@code path} and opens it; a file or link of that name is an error. */
  static FileChannel create(Path path, Set<OpenOption> access, FileAttribute<?>... attributes)
      throws IOException {
    FileAttribute<?>[] given = isPosix(path) ? attributes : USUAL;
    return JdkInternals.uninterruptible(provider(path).newFileChannel(path, access, given));
  }

  static Temp.Own createTemp(Path directory, FileAttribute<?>... attributes) throws IOException {
    for (int tried = 1; ; tried++) {
      Path path = directory.resolve(TempName.next());
      long before = Replaced.givenBack();
      try {
        return new Temp.Own(path, create(path, WRITE, attributes));
      } catch (FileAlreadyExistsException e) {
        if (tried == NAMES_TRIED) {
          throw e;
        }
        TempName.taken();
      } catch (IOException e) {
        if (!Replaced.madeRoomAfter(e, before)) {
          throw e;
        }
      }
    }
  }

  /** Whether this user may add and remove names. */
  static boolean isWritableDirectory(Path path) {
    try {
      provider(path).checkAccess(path, AccessMode.WRITE, AccessMode.EXECUTE);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  static boolean isReadable(Path path) {
    return may(path, AccessMode.READ);
  }

  static boolean isWritable(Path path) {
    return may(path, AccessMode.WRITE);
  }

  private static boolean may(Path path, AccessMode mode) {
    try {
      provider(path).checkAccess(path, mode);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  static boolean exists(Path path) {
    try {
      attributes(path, "isDirectory");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether {@code path} is a directory, and no link to one. */
  static boolean isDirectory(Path path) {
    try {
      return (Boolean) attributes(path, "isDirectory").get("isDirectory");
    } catch (IOException e) {
      return false;
    }
  }

  static long size(Path path) throws IOException {
    return (Long) attributes(path, "size").get("size");
  }

  /** What is in a directory. Its close doesn't fail: nothing can be lost. */
  static DirectoryStream<Path> entries(Path directory) throws IOException {
    final DirectoryStream<Path> entries =
        provider(directory).newDirectoryStream(directory, EVERYTHING);
    return new DirectoryStream<Path>() {
      @Override
      public Iterator<Path> iterator() {
        return entries.iterator();
      }

      @Override
      public void close() {
        try {
          entries.close();
        } catch (Exception e) {
          // Up to Java 17, not only those that it declares (UnixNativeDispatcher.close).
        }
      }
    };
  }

  /** Work of the JDK's on files that it opens itself. */
  interface Work {
    void run() throws IOException;
  }

  /**
   * Has the JDK do that. Up to Java 17 it throws sun.nio.fs.UnixException, which is checked, and
   * declared by nobody, if the close of such a file fails (UnixNativeDispatcher.close).
   */
  static void declared(Path file, Work work) throws IOException {
    try {
      work.run();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new FileSystemException(file.toString(), null, e.getMessage());
    }
  }

  static void setAttribute(final Path file, final String name, final Object value)
      throws IOException {
    declared(
        file,
        new Work() {
          @Override
          public void run() throws IOException {
            provider(file).setAttribute(file, name, value);
          }
        });
  }

  /** A new file or link with the attributes of another. */
  static void copyWithAttributes(final Path from, final Path to) throws IOException {
    declared(
        to,
        new Work() {
          @Override
          public void run() throws IOException {
            provider(to)
                .copy(from, to, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
          }
        });
  }

  static boolean isEmpty(Path directory) throws IOException {
    try (DirectoryStream<Path> entries = entries(directory)) {
      return !entries.iterator().hasNext();
    }
  }

  static void createPrivateDirectory(Path path) throws IOException {
    provider(path).createDirectory(path, isPosix(path) ? PRIVATE_DIRECTORY : USUAL);
  }

  static int write(FileChannel file, ByteBuffer bytes) throws IOException {
    long before = Replaced.givenBack();
    try {
      return file.write(bytes);
    } catch (IOException e) {
      if (Replaced.madeRoomAfter(e, before)) {
        return file.write(bytes);
      }
      throw e;
    }
  }

  /** Closes what was only read, or nothing: nothing can be lost. */
  static void closeRead(FileChannel file) {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      // The descriptor is gone all the same (close(2)).
    }
  }

  /** Forces content and attributes. */
  static void force(FileChannel file) throws IOException {
    long begun = System.nanoTime();
    file.force(true);
    Durations.ofThisWork().forced(begun);
  }

  /**
   * One {@code rename(2)}: a file of the target's name is replaced in the same instant. Windows
   * refuses that while somebody, a virus scanner perhaps, has the target open: it is tried again
   * for a while.
   */
  static void rename(Path source, Path target) throws IOException {
    long begun = System.nanoTime();
    for (int tried = 1; ; tried++) {
      try {
        provider(source).move(source, target, StandardCopyOption.ATOMIC_MOVE);
        Durations.ofThisWork().renamed(begun);
        return;
      } catch (AccessDeniedException e) {
        if (!WINDOWS || tried == RENAMES_TRIED) {
          throw e;
        }
        // 10 ms, 20 ms, ...: two seconds in all.
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10L * tried));
      }
    }
  }

  static void link(Path name, Path existing) throws IOException {
    provider(name).createLink(name, existing);
  }

  static void delete(Path path) throws IOException {
    provider(path).delete(path);
  }

  /**
   * Removes a file that is of no more use; if that fails, the sweep of a later run will find it.
   *
   * @return whether it is gone
   */
  static boolean discard(Path path) {
    try {
      provider(path).deleteIfExists(path);
      return true;
    } catch (IOException e) {
      return false; // Left over, and recognisable as such.
    }
  }

  /** Attributes by the names of the JDK's "unix" view; a link is not followed. */
  static Map<String, Object> attributes(Path path, String names) throws IOException {
    String view = isPosix(path) ? "unix:" : "basic:";
    return provider(path).readAttributes(path, view + names, LinkOption.NOFOLLOW_LINKS);
  }
}
