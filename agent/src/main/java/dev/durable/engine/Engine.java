package dev.durable.engine;

import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.Channel;
import java.nio.file.FileSystemException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.Collection;
import java.util.List;
import java.util.Set;
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
  private final OpenFiles files = new OpenFiles();
  private final Streams streams;
  private final Writer writer;
  private final Copier copier;
  private final OpenFileEvents events;
  private final Barriers barriers;

  public Engine(Listener listener) {
    this.listener = listener;
    this.inPlace = new InPlace(listener);
    this.sweeper = new Sweeper(listener);
    this.mover = new Mover(listener, inPlace, sweeper);
    this.streams = new Streams(listener, inPlace, sweeper, files);
    this.events = new OpenFileEvents(files, streams);
    this.barriers = new Barriers(files);
    this.writer = new Writer(listener, inPlace, sweeper, streams, files.view());
    this.copier = new Copier(listener, inPlace, sweeper);
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
    try (AtWork work = AtWork.begin()) {
      streams.publishAbove(path);
      return writer.write(path, options, policy, content);
    } catch (IOException e) {
      listener.failed(path, policy, e);
      throw e;
    }
  }

  /**
   * Moves {@code source} to {@code target}, as {@code Files.move}.
   *
   * @param options null for what the plain call should have
   * @throws IOException what the plain call would have thrown, or about the disk; the old target
   *     stands unless the message says otherwise
   */
  public boolean move(
      final Path source, final Path target, final MoveOptions options, final Policy policy)
      throws IOException {
    if (options == null) {
      return false;
    }
    try (AtWork work = AtWork.begin()) {
      streams.publishAbove(source);
      streams.publishAbove(target);
      streams.publish(source, false);
      streams.publishBelow(source);
      if (Disk.isDirectory(source)) {
        streams.publish(target, false); // Whether it may take its place is the kernel's to say.
      }
      if (options.replaceExisting) {
        streams.publishOtherNames(target);
      } else {
        streams.publish(target, false);
      }
      final List<Stage> replaced = files.view().allOf(target);
      List<Stage> moved = files.view().allOf(source);
      boolean done =
          OneView.whileHeld(
              replaced,
              new OneView.Step<RuntimeException>() {
                @Override
                public boolean done() throws IOException {
                  return OneView.orphaned(mover.move(source, target, options, policy), replaced);
                }
              });
      if (done) {
        files.view().moved(moved, target);
      }
      return done;
    } catch (IOException e) {
      listener.failed(target, policy, e);
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
   * Writes {@code content} to a new file, as {@code Files.copy} from a stream.
   *
   * @param replace whether a file of that name is replaced, rather than an error; the new one has
   *     nothing of its attributes
   */
  public boolean copy(Content content, Path target, boolean replace, Policy policy)
      throws IOException {
    try (AtWork work = AtWork.begin()) {
      streams.publishAbove(target);
      if (replace) {
        streams.publishOtherNames(target);
      } else {
        streams.publish(target, false);
      }
      return replace
          ? writer.copyOver(content, target, policy)
          : writer.create(content, target, policy);
    } catch (IOException e) {
      listener.failed(target, policy, e);
      throw e;
    }
  }

  /**
   * Copies {@code source} to {@code target}, as {@code Files.copy}.
   *
   * @param options null for what the plain call should have
   * @param plain the JDK's own copy
   */
  public boolean copy(
      final Path source,
      final Path target,
      final CopyOptions options,
      final Policy policy,
      final PlainCopy plain)
      throws IOException {
    if (options == null) {
      return false;
    }
    try (AtWork work = AtWork.begin()) {
      streams.publishAbove(target);
      Stage read = files.view().find(source, options.followLinks);
      if (read != null && read.isForeign()) {
        // The copy is to have attributes that only the file itself has.
        streams.publish(source, options.followLinks);
        read = null;
      }
      if (read != null && read == files.view().find(target, false)) {
        // A file is copied to itself: the plain call leaves it alone. Whether it must be readable
        // for that depends on the JDK.
        boolean readable = Disk.isReadable(read.temp());
        if (!readable) {
          streams.publish(source, options.followLinks);
        }
        return readable;
      }
      if (options.replaceExisting) {
        streams.publishOtherNames(target);
      } else {
        streams.publish(target, false);
      }
      final List<Stage> replaced = files.view().allOf(target);
      boolean done =
          OneView.whileHeld(
              replaced,
              new OneView.Step<RuntimeException>() {
                @Override
                public boolean done() throws IOException {
                  // The source is let go first: who holds a temp file waits for no other.
                  return OneView.orphaned(
                      copyWhatIsSeen(source, target, options, policy, plain), replaced);
                }
              });
      if (!done && read != null) {
        streams.publish(source, options.followLinks); // For the plain call to find.
      }
      return done;
    } catch (IOException e) {
      listener.failed(target, policy, e);
      throw e;
    }
  }

  private boolean copyWhatIsSeen(
      Path source, Path target, CopyOptions options, Policy policy, PlainCopy plain)
      throws IOException {
    Stage read = files.view().held(source, options.followLinks);
    try {
      Path from = read == null ? source : read.temp();
      return copier.copy(source, from, target, options, policy, plain);
    } finally {
      if (read != null) {
        read.release();
      }
    }
  }

  /** What happens to the files that the application has open. */
  public OpenFileEvents openFiles() {
    return events;
  }

  /** Methods at whose return that is forced which was written in place. */
  public Barriers barriers() {
    return barriers;
  }

  /** What paths mean to this process. */
  public OneView view() {
    return files.view();
  }

  /**
   * The file that {@code path} means to this process: a stage's temp file, or the path itself. It
   * keeps its name until this thread has {@link OneView#looked}.
   *
   * @param ofAttributes whether its mode and owner are looked at or changed, which a temp file may
   *     not have
   */
  public Path look(Path path, boolean followLinks, boolean ofAttributes) {
    try (AtWork work = AtWork.begin()) {
      streams.publishAbove(path);
    } catch (IOException e) {
      // Told at the close of what could not be published.
    }
    return files.view().look(path, followLinks, ofAttributes);
  }

  /**
   * What a stream says if this user may not read a file; null if he may.
   *
   * @param name by which the application knows the file
   */
  public FileNotFoundException refused(Path file, String name) {
    try (AtWork work = AtWork.begin()) {
      return Disk.isReadable(file)
          ? null
          : new FileNotFoundException(name + " (" + Errno.EACCES.text + ")");
    }
  }

  /** Begins a change of a name that a plain call will make. */
  public NameChange change(Path name, Policy policy) throws IOException {
    try (AtWork work = AtWork.begin()) {
      streams.publishAbove(name);
      return new NameChange(name, files.view().allOf(name), policy, listener);
    } catch (IOException e) {
      listener.failed(name, policy, e);
      throw e;
    }
  }

  /** Opens a {@code FileOutputStream}; false if the plain call should do that. */
  public boolean open(
      FileOutputStream stream, String name, Path path, boolean append, Policy policy)
      throws IOException {
    try (AtWork work = AtWork.begin()) {
      streams.publishAbove(path);
      return streams.open(stream, name, path, append, policy);
    }
  }

  /** Opens a {@code RandomAccessFile} for writing; false if the plain call should do that. */
  public boolean open(RandomAccessFile file, String name, Path path, int mode, Policy policy)
      throws IOException {
    try (AtWork work = AtWork.begin()) {
      streams.publishAbove(path);
      return streams.open(file, name, path, mode, policy);
    }
  }

  /**
   * Opens a {@code RandomAccessFile} whose content will be all new, in place of a file that the
   * plain call would have deleted before.
   */
  public boolean openAnew(RandomAccessFile file, Path path, Policy policy) throws IOException {
    try (AtWork work = AtWork.begin()) {
      streams.publishAbove(path);
      return streams.openAnew(file, path, policy);
    }
  }

  /**
   * Opens a channel for writing.
   *
   * @param opener the JDK's own way of opening one
   * @return null if the plain call should do that
   */
  public <C extends Channel> C open(
      Path path,
      ChannelOptions options,
      FileAttribute<?>[] attributes,
      Policy policy,
      ChannelOpener<C> opener)
      throws IOException {
    try (AtWork work = AtWork.begin()) {
      streams.publishAbove(path);
      return streams.open(path, options, attributes, policy, opener);
    }
  }

  /** Opens channels in the JDK's own way. */
  public interface ChannelOpener<C extends Channel> {
    C open(Path path, Set<OpenOption> options, FileAttribute<?>... attributes) throws IOException;
  }

  /** Whether a path is the engine's own: of a temp file or safety copy. */
  public static boolean isOwn(Path path) {
    Path name = path.getFileName();
    return name != null && TempName.isOwn(name.toString());
  }

  /** Whether a name is the engine's own: of a temp file or safety copy. */
  public static boolean isOwn(String name) {
    return TempName.isOwn(name);
  }

  /**
   * Whether no protected file is open for writing; asked before {@link #openFiles} and {@link
   * #view}.
   */
  public static boolean nothingIsOpen() {
    return OpenFiles.none();
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
    try (AtWork work = AtWork.begin()) {
      recoverAll(roots, mayFinish);
    }
  }

  private void recoverAll(Collection<Path> roots, BiPredicate<Path, Path> mayFinish) {
    for (Path root : roots) {
      sweeper.finishSafetyCopies(root, mayFinish);
      sweeper.firstWriteIn(root);
    }
  }

  /** What went wrong, in the words of {@code java.io}. */
  public static String reason(FileSystemException error) {
    return Errors.reason(error);
  }

  /** Waits for the sweeps that are under way, at most {@code millis}. */
  public void awaitSweeps(long millis) {
    sweeper.await(millis);
  }
}
