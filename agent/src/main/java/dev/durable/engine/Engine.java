package dev.durable.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.function.BiPredicate;

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
   * Writes {@code content} to {@code path} as the options say: as its new content, by a
   * replacement, exclusively with CREATE_NEW; over its beginning; or at its end, in one write where
   * that is no more than {@value Appender#LARGEST} bytes.
   *
   * @param options null for what the plain call should have
   * @throws IOException what the plain call would have thrown, or about the disk; unless its
   *     message says otherwise, the old content stands. What was appended may be there in part
   */
  public boolean write(Path path, WriteOptions options, Policy policy, Content content)
      throws IOException {
    if (options == null) {
      return false;
    }
    try {
      switch (options.kind) {
        case CREATE_NEW:
          return create(path, policy, content);
        case APPEND:
          return append(path, options, policy, content);
        default:
          return replace(path, options, policy, content);
      }
    } catch (IOException e) {
      listener.failed(path, e);
      throw e;
    }
  }

  private boolean replace(Path path, WriteOptions options, Policy policy, Content content)
      throws IOException {
    Target target = Target.resolve(path, options.followLinks);
    if (target == null || !target.mayBeWritten(options.create)) {
      return false;
    }
    boolean update = target.exists() && options.kind == WriteOptions.Kind.UPDATE;
    if (update && content.isEmpty()) {
      return false;
    }
    Source source = update ? Source.over(target, content) : Source.of(content);
    sweeper.firstWriteIn(target.directory());
    if (update) {
      inPlace.settle(target, policy);
      if (!target.isReadable()) {
        inPlace.write(target, policy, Obstacle.NOT_READABLE, source);
        return true;
      }
    }
    Replacement replacement;
    try {
      replacement = Replacement.begin(target, policy, listener);
    } catch (ObstacleException e) {
      inPlace.write(target, policy, e.obstacle, source);
      return true;
    }
    try {
      source.writeTo(replacement.output());
      listener.replaced(target.path, replacement.commit());
      inPlace.replaced(target);
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
    try (Replacement replacement = Replacement.beginNew(target, policy, listener)) {
      content.writeTo(replacement.output());
      long length = replacement.finish();
      if (replacement.link()) {
        listener.created(target.path, length);
      } else {
        createInPlace(target, replacement.content());
      }
    }
    return true;
  }

  /** Creates a file under its own name at once: where the file system has no hard links. */
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
      force(directory, target);
      listener.created(target.path, out.size());
    } catch (IOException e) {
      throw Errors.naming(target.given, e);
    } finally {
      if (created && !complete) {
        Disk.discard(target.path);
      }
    }
  }

  private boolean append(Path path, WriteOptions options, Policy policy, Content content)
      throws IOException {
    Target target = Target.resolve(path, options.followLinks);
    if (target == null || !target.mayBeWritten(options.create)) {
      return false;
    }
    if (target.exists()) {
      inPlace.settle(target, policy);
    }
    listener.appended(target.path, append(target, options, policy, content));
    return true;
  }

  private long append(Target target, WriteOptions options, Policy policy, Content content)
      throws IOException {
    // An entry that exists needs no force of its directory.
    Policy.Level level = target.exists() ? Policy.Level.ATOMIC : policy.level;
    try (Directory directory =
        Directory.openIfReadable(target.directory(), level, target.given, listener)) {
      Appender appender = Appender.open(target, options.create);
      try {
        appender.append(content);
        appender.force();
        force(directory, target);
      } catch (IOException | RuntimeException | Error e) {
        appender.keepWhatThereIs();
        throw e;
      } finally {
        appender.closeFile();
      }
      return appender.length();
    }
  }

  private void force(Directory directory, Target target) throws IOException {
    try {
      directory.force(listener);
    } catch (IOException e) {
      throw Errors.naming(
          target.given,
          e,
          "(written, but may not survive a power cut: its directory could not be forced)");
    }
  }

  /**
   * Moves {@code source} to {@code target}, as {@code Files.move}.
   *
   * @param options null for what the plain call should have
   * @throws IOException what the plain call would have thrown, or about the disk; the old target
   *     stands unless the message says otherwise
   */
  public boolean move(Path source, Path target, MoveOptions options, Policy policy)
      throws IOException {
    if (options == null) {
      return false;
    }
    try {
      return mover.move(source, target, options, policy);
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
  public boolean rename(Path source, Path target, Policy policy) throws IOException {
    return move(source, target, MoveOptions.RENAME, policy);
  }

  /**
   * Finishes what crashes cut off: the safety copies under {@code roots}, before this returns; the
   * temp files in {@code roots} themselves, in the background.
   *
   * @param mayFinish whether a root may hold copies of a target, asked with the root and the
   *     target: a file that somebody else has put there must not lead to any other being
   *     overwritten
   */
  public void recover(Collection<Path> roots, BiPredicate<Path, Path> mayFinish) {
    for (Path root : roots) {
      sweeper.finishSafetyCopies(root, mayFinish);
      sweeper.firstWriteIn(root);
    }
  }

  /** Waits for the sweeps that are under way, at most {@code millis}. */
  public void awaitSweeps(long millis) {
    sweeper.await(millis);
  }
}
