package dev.durable.engine;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A forced copy of a new content, standing by while its target is overwritten in place. The file
 * begins with two lines, a title and the target's URI; the content follows.
 *
 * <p>What a crash leaves, step by step. Before the copy is marked ready by its rename and that has
 * been forced: the old target, and a copy that the next sweep removes. From then on until the
 * target has been forced: a target that is partly old and partly new, and a ready copy, from which
 * the next start finishes the job. After that: the new target, and at most a ready copy of the same
 * content.
 *
 * <p>The copy is locked for as long as its process lives and needs it, which tells a starting
 * process in any container whether it may be finished: here, unlike with temp files, nothing is
 * lost by a few more system calls.
 */
final class SafetyCopy implements AutoCloseable {
  private static final String TITLE = "durable safety copy 1\n";
  private static final int LONGEST_HEADER = 64 * 1024;

  private Path path;
  private final FileChannel channel;
  private final Path target;
  private final long begin;

  private SafetyCopy(Path path, FileChannel channel, Path target, long begin) {
    this.path = path;
    this.channel = channel;
    this.target = target;
    this.begin = begin;
  }

  /**
   * Begins a copy in the first of the policy's roots that lets it.
   *
   * @return null if this user may not do so in any of them
   * @throws IOException about the target, if one could have it but for the disk: full, broken. What
   *     fails there would fail half-way in the target, too
   */
  static SafetyCopy create(Target target, Policy policy) throws IOException {
    Path[] roots =
        policy.safetyRoots.isEmpty()
            ? new Path[] {target.directory()}
            : policy.safetyRoots.toArray(new Path[0]);
    IOException failure = null;
    for (Path root : roots) {
      try {
        return create(target.path, root);
      } catch (NoSuchFileException | FileAlreadyExistsException e) {
        // Not there, or somebody else's: the next one.
      } catch (IOException e) {
        if (!Errno.isAny(e, Errno.EACCES, Errno.EPERM, Errno.EROFS)) {
          failure = e;
        }
      }
    }
    if (failure != null) {
      throw Errors.naming(target.given, failure);
    }
    return null;
  }

  private static SafetyCopy create(Path target, Path root) throws IOException {
    Path directory = root.resolve(TempName.SAFETY_DIRECTORY);
    for (int tried = 1; ; tried++) {
      makeDirectory(root, directory);
      try {
        return create(target, directory.resolve(TempName.next()), directory);
      } catch (NoSuchFileException | FileAlreadyExistsException e) {
        // Another writer has just removed the directory that it left empty; or a name was taken.
        if (tried == 10) {
          throw e;
        }
      }
    }
  }

  private static SafetyCopy create(Path target, Path path, Path directory) throws IOException {
    FileChannel channel = Disk.create(path, Disk.READ_WRITE, Disk.PRIVATE);
    boolean made = false;
    try {
      if (!isLocked(channel)) {
        throw new AccessDeniedException(path.toString(), null, "can't be locked");
      }
      Path real = target.getParent().toRealPath().resolve(target.getFileName());
      byte[] header = (TITLE + real.toUri() + "\n").getBytes(StandardCharsets.US_ASCII);
      channel.write(ByteBuffer.wrap(header));
      made = true;
      return new SafetyCopy(path, channel, real, header.length);
    } finally {
      if (!made) {
        channel.close();
        Disk.discard(path);
        removeIfEmpty(directory);
      }
    }
  }

  /** Locks a new file; false where that can't be had, as in some network file systems. */
  private static boolean isLocked(FileChannel channel) {
    try {
      return channel.tryLock() != null;
    } catch (IOException e) {
      return false;
    }
  }

  private static void makeDirectory(Path root, Path directory) throws IOException {
    try {
      Disk.createPrivateDirectory(directory);
      boolean forced = false;
      try (Directory parent = Directory.open(root, Policy.Level.DURABLE)) {
        parent.force(Listener.NONE);
        forced = true;
      } finally {
        if (!forced) {
          removeIfEmpty(directory);
        }
      }
    } catch (FileAlreadyExistsException e) {
      if (!isOurs(directory)) {
        throw e;
      }
    }
  }

  /**
   * Whether this user made {@code path}, a directory or a copy in it, and nobody else may write it:
   * else somebody could have this process overwrite any file of its own.
   */
  static boolean isOurs(Path path) throws IOException {
    if (!Disk.isPosix(path)) {
      return true;
    }
    Map<String, Object> facts = Disk.attributes(path, "uid,mode,isSymbolicLink");
    int writableByOthers = 022;
    return !(Boolean) facts.get("isSymbolicLink")
        && ((Integer) facts.get("mode") & writableByOthers) == 0
        && facts.get("uid").equals(User.UID);
  }

  /** Opens a ready copy that no living process holds; null if one does, or it isn't one. */
  static SafetyCopy openAbandoned(Path path) throws IOException {
    if (!isOurs(path)) {
      return null;
    }
    FileChannel channel =
        Disk.open(
            path, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    SafetyCopy copy = null;
    try {
      FileLock lock = channel.tryLock();
      copy = lock == null ? null : parse(path, channel);
      return copy;
    } catch (OverlappingFileLockException e) {
      return null;
    } finally {
      if (copy == null) {
        channel.close();
      }
    }
  }

  private static SafetyCopy parse(Path path, FileChannel channel) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(LONGEST_HEADER);
    while (header.hasRemaining() && channel.read(header) > 0) {}
    String text = new String(header.array(), 0, header.position(), StandardCharsets.US_ASCII);
    int end = text.indexOf('\n', TITLE.length());
    if (!text.startsWith(TITLE) || end < 0) {
      return null;
    }
    Path target = Paths.get(URI.create(text.substring(TITLE.length(), end)));
    return new SafetyCopy(path, channel, target, end + 1);
  }

  Path target() {
    return target;
  }

  Path path() {
    return path;
  }

  /**
   * Fills the copy and marks it ready, all of it forced.
   *
   * @throws IOException about {@code named}
   */
  void fill(Source source, Path named) throws IOException {
    source.writeTo(new Output(channel, begin, named));
    try (Directory directory = Directory.open(path.getParent(), Policy.Level.DURABLE)) {
      channel.force(true);
      Path ready = path.resolveSibling(TempName.ready(path.getFileName().toString()));
      Disk.rename(path, ready);
      path = ready;
      directory.force(Listener.NONE);
    } catch (IOException e) {
      throw Errors.naming(named, e);
    }
  }

  /** The copied content. */
  Overwrite overwrite() {
    return Overwrite.with(channel, begin);
  }

  /** Overwrites the target after a crash. */
  void finish() throws IOException {
    try (FileChannel out = Disk.open(target, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      overwrite().into(out);
    }
  }

  /**
   * Why the target must not be overwritten with this copy after a crash, or null if it may be: it
   * was changed at a time when the crashed process can't have been the one that did it. The
   * overwrite begins as soon as the copy is ready, and goes to the page cache.
   */
  String whyNot() throws IOException {
    Map<String, Object> facts;
    try {
      facts = Disk.attributes(target, "lastModifiedTime,isRegularFile");
    } catch (NoSuchFileException e) {
      return "the file is gone";
    }
    if (!(Boolean) facts.get("isRegularFile")) {
      return "the file is no regular file any more";
    }
    boolean posix = Disk.isPosix(path);
    String time = posix ? "ctime" : "lastModifiedTime";
    long ready = ((FileTime) Disk.attributes(path, time).get(time)).toMillis();
    long modified = ((FileTime) facts.get("lastModifiedTime")).toMillis();
    long overwriting = TimeUnit.SECONDS.toMillis(2 + channel.size() / (4 << 20));
    return modified > ready + overwriting ? "the file was changed after the crash" : null;
  }

  /** Removes the copy, and sees to it that it does not come back. */
  void remove() {
    Path directory = path.getParent();
    if (!Disk.discard(path)) {
      unready();
    }
    Path changed = removeIfEmpty(directory) ? directory.getParent() : directory;
    try (Directory toForce = Directory.open(changed, Policy.Level.DURABLE)) {
      toForce.force(Listener.NONE);
    } catch (IOException e) {
      // A copy that comes back after a power cut holds what the target holds, or is found older.
    }
  }

  /** Makes the copy one that the next sweep removes, instead of writing it to the target. */
  private void unready() {
    try {
      Disk.rename(path, path.resolveSibling(TempName.next()));
    } catch (IOException e) {
      // It holds what the target holds, or is found older.
    }
  }

  static boolean removeIfEmpty(Path directory) {
    try {
      Disk.delete(directory);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // It was forced, or is of no more use.
    }
  }
}
