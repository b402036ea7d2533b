package dev.durable.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The durable forms of the JDK's file calls. Each method returns whether it did the call; {@code
 * false} means that nothing was done and that the plain call should have it, be it because nothing
 * needs protection there (a device, a file of /proc) or because it will fail, with its own
 * exception. Safe for use by any number of threads; writers of different files never wait for each
 * other.
 */
public final class Engine {
  private final Listener listener;
  private final InPlace inPlace;
  private final Mover mover;
  private final Sweeper sweeper;

  public Engine(Listener listener) {
    this.listener = listener;
    this.inPlace = new InPlace(listener);
    this.sweeper = new Sweeper(listener);
    this.mover = new Mover(listener, inPlace, sweeper);
  }

  /**
   * Gives {@code path} a new content: by a replacement, exclusively if the options say CREATE_NEW.
   *
   * @param options any but appending ones
   * @throws IOException what the plain call would have thrown, or about the disk; unless its
   *     message says otherwise, the old content stands
   */
  public boolean write(Path path, WriteOptions options, Policy policy, Content content)
      throws IOException {
    try {
      return options.kind == WriteOptions.Kind.CREATE_NEW
          ? create(path, policy, content)
          : replace(path, options, policy, content);
    } catch (IOException e) {
      listener.failed(path, e);
      throw e;
    }
  }

  private boolean replace(Path path, WriteOptions options, Policy policy, Content content)
      throws IOException {
    Target target = Target.resolve(path, options.followLinks);
    if (target == null || !(target.exists() ? target.isWritable() : options.create)) {
      return false;
    }
    boolean update = target.exists() && options.kind == WriteOptions.Kind.UPDATE;
    Source source = update ? Source.over(target, content) : Source.of(content);
    sweeper.firstWriteIn(target.directory());
    if (update && !target.isReadable()) {
      inPlace.write(target, policy, Obstacle.NOT_READABLE, source);
      return true;
    }
    Replacement replacement;
    try {
      replacement = Replacement.begin(target, policy, listener);
    } catch (ObstacleException e) {
      if (target.exists()) {
        inPlace.write(target, policy, e.obstacle, source);
      } else {
        createInPlace(target, source);
      }
      return true;
    }
    try {
      source.writeTo(replacement.output());
      listener.replaced(target.path, replacement.commit());
      inPlace.writtenAnew(target.path);
    } catch (ObstacleException e) {
      inPlace.write(target, policy, e.obstacle, replacement.content());
    } finally {
      replacement.close();
    }
    return true;
  }

  private boolean create(Path path, Policy policy, Content content) throws IOException {
    Target target = Target.named(path);
    if (target == null) {
      return false;
    }
    if (target.exists()) {
      throw new FileAlreadyExistsException(path.toString());
    }
    sweeper.firstWriteIn(target.directory());
    Source source = Source.of(content);
    Replacement replacement;
    try {
      replacement = Replacement.begin(target, policy, listener);
    } catch (ObstacleException e) {
      createInPlace(target, source);
      return true;
    }
    try {
      source.writeTo(replacement.output());
      listener.created(target.path, replacement.commitExclusively());
    } catch (UnsupportedOperationException noHardLinks) {
      createInPlace(target, replacement.content());
    } finally {
      replacement.close();
    }
    return true;
  }

  /**
   * Creates a file under its own name at once: where its directory can't be opened (the force of a
   * new file brings its name along on ext4, XFS and btrfs), or has no hard links.
   */
  private void createInPlace(Target target, Source source) throws IOException {
    boolean complete = false;
    boolean created = false;
    try (Directory directory =
            Directory.openIfReadable(
                target.directory(), Policy.Level.DURABLE, target.given, listener);
        FileChannel out = Disk.create(target.path, Disk.WRITE, Disk.USUAL)) {
      created = true;
      source.writeTo(new Output(out, 0, target.given));
      out.force(true);
      complete = true;
      directory.force(listener);
      listener.created(target.path, out.size());
    } catch (IOException e) {
      throw Errors.naming(target.given, e);
    } finally {
      if (created && !complete) {
        Disk.discard(target.path);
      }
    }
  }

  /**
   * Adds {@code content} to the end of {@code path}: in one write, where it is no more than {@value
   * #LARGEST_APPEND} bytes, then forced. When the content fails half-way, what there is of it is
   * added, as the plain call does.
   *
   * @param options appending ones
   * @throws IOException what the plain call would have thrown, or about the disk; a part may have
   *     been added
   */
  public boolean append(Path path, WriteOptions options, Policy policy, Content content)
      throws IOException {
    Target target = Target.resolve(path, options.followLinks);
    if (target == null || !(target.exists() ? target.isWritable() : options.create)) {
      return false;
    }
    byte[] array = content.array();
    if (array != null) {
      append(target, options, policy, array, array.length);
      return true;
    }
    Gathered gathered = new Gathered();
    try {
      content.writeTo(gathered);
    } catch (IOException | RuntimeException | Error e) {
      append(target, options, policy, gathered.bytes(), gathered.size());
      throw e;
    }
    append(target, options, policy, gathered.bytes(), gathered.size());
    return true;
  }

  private void append(Target target, WriteOptions wanted, Policy policy, byte[] bytes, int length)
      throws IOException {
    // An entry that exists needs no force of its directory.
    Policy.Level level = target.exists() ? Policy.Level.ATOMIC : policy.level;
    try (Directory directory =
            Directory.openIfReadable(target.directory(), level, target.given, listener);
        FileChannel out = openForAppend(target, wanted)) {
      write(bytes, length, out);
      out.force(true);
      directory.force(listener);
    } catch (IOException e) {
      IOException named = Errors.naming(target.given, e);
      listener.failed(target.path, named);
      throw named;
    }
    listener.appended(target.path, length);
  }

  private static FileChannel openForAppend(Target target, WriteOptions wanted) throws IOException {
    List<OpenOption> options = new ArrayList<>();
    options.add(StandardOpenOption.WRITE);
    options.add(StandardOpenOption.APPEND);
    options.add(LinkOption.NOFOLLOW_LINKS);
    if (wanted.create) {
      options.add(StandardOpenOption.CREATE);
    }
    return Disk.open(target.path, options.toArray(new OpenOption[0]));
  }

  /** The largest append that is one write, in bytes. */
  static final int LARGEST_APPEND = 8 << 20;

  private static void write(byte[] bytes, int length, FileChannel out) throws IOException {
    if (length <= Output.CHUNK) {
      writeFully(ByteBuffer.wrap(bytes, 0, length), out);
      return;
    }
    // A buffer of its own: the JDK would keep one of this size with the thread.
    ByteBuffer buffer = ByteBuffer.allocateDirect(Math.min(length, LARGEST_APPEND));
    for (int from = 0; from < length; from += buffer.limit()) {
      buffer.clear();
      buffer.put(bytes, from, Math.min(buffer.capacity(), length - from));
      buffer.flip();
      writeFully(buffer, out);
    }
  }

  private static void writeFully(ByteBuffer buffer, FileChannel out) throws IOException {
    while (buffer.hasRemaining()) {
      out.write(buffer);
    }
  }

  /**
   * Moves {@code source} to {@code target}, as {@code Files.move}.
   *
   * @param sourceProtected whether what is below a moved directory was durable already
   * @throws IOException what the plain call would have thrown, or about the disk; the old target
   *     stands unless the message says otherwise
   */
  public boolean move(
      Path source, Path target, MoveOptions options, Policy policy, boolean sourceProtected)
      throws IOException {
    try {
      return mover.move(source, target, options, policy, sourceProtected);
    } catch (IOException e) {
      listener.failed(target, e);
      throw e;
    }
  }

  /**
   * Renames {@code source} to {@code target}, as {@code File.renameTo}: a file of that name is
   * replaced, another file system is not reached.
   *
   * @throws IOException if it was not renamed, or if the renaming could not be forced
   */
  public boolean rename(Path source, Path target, Policy policy, boolean sourceProtected)
      throws IOException {
    return move(source, target, MoveOptions.RENAME, policy, sourceProtected);
  }

  /**
   * Finishes what crashes cut off: the safety copies under {@code roots}, before this returns; the
   * temp files in {@code roots} themselves, in the background.
   */
  public void recover(Collection<Path> roots) {
    for (Path root : roots) {
      sweeper.finishSafetyCopies(root);
      sweeper.firstWriteIn(root);
    }
  }

  /** Waits for the sweeps that are under way, at most {@code millis}. */
  public void awaitSweeps(long millis) {
    sweeper.await(millis);
  }
}
