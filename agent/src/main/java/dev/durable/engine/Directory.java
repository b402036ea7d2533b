package dev.durable.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A directory that will be forced. It is opened before the first change to it, so that what keeps
 * it from being opened (no descriptors left, no permission to read) is known while the old state
 * still stands.
 *
 * <p>That a directory can be opened as a channel and forced isn't specified by the JDK, but kept
 * since Java 8 for those who rely on it (JDK-8066915, JDK-8080629).
 */
final class Directory implements AutoCloseable {
  final Path path;

  /** Null where directories aren't forced at all. */
  private final FileChannel channel;

  private final boolean unreadable;

  /** That it will be forced soon; null if it won't, or nobody waits for that. */
  private SharedForces.Expected expected;

  /** What is being replaced in it; null if nothing is, or it can't be opened. */
  private FileChannel replaced;

  private Directory(Path path, FileChannel channel, boolean unreadable) {
    this.path = path;
    this.channel = channel;
    this.unreadable = unreadable;
  }

  /** Opens {@code path}; {@code level} may say that it need not be forced. */
  static Directory open(Path path, Policy.Level level) throws IOException {
    // Windows opens no directory as a file, and NTFS journals its names by itself.
    boolean forced = level == Policy.Level.DURABLE && !Disk.WINDOWS;
    return new Directory(path, forced ? Disk.open(path, StandardOpenOption.READ) : null, false);
  }

  /**
   * As {@link #open}; a directory that this user may write but not read is told to the listener,
   * and goes unforced.
   *
   * @throws IOException about {@code named}
   */
  static Directory openIfReadable(Path path, Policy.Level level, Path named, Listener listener)
      throws IOException {
    try {
      return open(path, level);
    } catch (IOException e) {
      if (!Errno.EACCES.is(e)) {
        throw Errors.naming(named, e);
      }
      listener.directoryNotForced(path, e);
      return unreadable(path);
    }
  }

  /** As {@link #open}; a directory that can't be opened, for whatever reason, goes unforced. */
  static Directory openIfPossible(Path path, Policy.Level level) {
    try {
      return open(path, level);
    } catch (IOException e) {
      return unreadable(path);
    }
  }

  /** One that should be forced, and can't be opened. */
  static Directory unreadable(Path path) {
    return new Directory(path, null, true);
  }

  /** Whether it should be forced, and this user can't open it. */
  boolean isUnreadable() {
    return unreadable;
  }

  /** Tells that it goes unforced, since it can't be opened. */
  void notForced(Listener listener) {
    listener.directoryNotForced(path, new IOException("it can't be opened for reading"));
  }

  /** Keeps a regular file that is about to be replaced until {@link #close}, where it has to be. */
  void keepUntilForced(Target file) {
    if (channel == null || !Replaced.isToBeKept(file)) {
      return;
    }
    try {
      replaced = Disk.open(file.path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      // Not to be read, or gone: it is replaced all the same.
    }
  }

  /** It will be forced when the content of a file of {@code length} bytes has been. */
  void willBeForced(long length) {
    if (channel != null) {
      expected = SharedForces.expect(path, channel, length);
    }
  }

  /**
   * Makes the directory's names survive a power cut.
   *
   * @throws IOException if the disk failed; that the file system has no such thing is told to the
   *     listener
   */
  void force(Listener listener) throws IOException {
    if (channel == null) {
      return;
    }
    try {
      long begun = System.nanoTime();
      SharedForces.force(path, channel, expected);
      Durations.ofThisWork().forcedDirectory(begun);
    } catch (IOException e) {
      // The errors by which file systems say "not for directories"; PostgreSQL and Cassandra found
      // the same ones. Anything else is a failure of the disk.
      if (!Errno.isAny(
          e, Errno.EINVAL, Errno.EOPNOTSUPP, Errno.EBADF, Errno.ENOTTY, Errno.ENOSYS)) {
        throw e;
      }
      listener.directoryNotForced(path, e);
    }
  }

  @Override
  public void close() {
    if (expected != null) {
      expected.withdraw();
    }
    if (replaced != null) {
      Replaced.giveBack(replaced);
    }
    Disk.closeRead(channel);
  }
}
