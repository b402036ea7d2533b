package dev.durable.engine;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.Channel;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
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
  /** What this thread is looking at, in a temp file. */
  private static final ThreadLocal<Stage> LOOKED_AT = new ThreadLocal<>();

  private final Listener listener;
  private final InPlace inPlace;
  private final Mover mover;
  private final Sweeper sweeper;
  private final OpenFiles files = new OpenFiles();
  private final Streams streams;
  private final Copier copier;

  public Engine(Listener listener) {
    this.listener = listener;
    this.inPlace = new InPlace(listener);
    this.sweeper = new Sweeper(listener);
    this.mover = new Mover(listener, inPlace, sweeper);
    this.streams = new Streams(listener, inPlace, sweeper, files);
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
      switch (options.kind) {
        case CREATE_NEW:
          streams.publish(path, false);
          return create(path, policy, content);
        case APPEND:
          streams.publish(path, options.followLinks);
          return append(path, options, policy, content);
        case UPDATE:
          streams.publish(path, options.followLinks);
          return replace(path, options, policy, content);
        default:
          return supersede(path, options, policy, content);
      }
    } catch (IOException e) {
      listener.failed(path, e);
      throw e;
    }
  }

  /** A stage of the same path is the older version, if nothing more is written to it. */
  private boolean supersede(Path path, WriteOptions options, Policy policy, Content content)
      throws IOException {
    Stage earlier = files.view().find(path, options.followLinks);
    boolean done = replace(path, options, policy, content);
    if (done && earlier != null) {
      earlier.supersede();
    }
    return done;
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
    if (InPlaceNames.isOpen(target)) {
      inPlace.write(target, policy, Obstacle.OPEN, source);
      return true;
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
    try (AtWork work = AtWork.begin()) {
      streams.publish(source, false);
      streams.publishBelow(source);
      if (!options.replaceExisting) {
        streams.publish(target, false);
      }
      List<Stage> replaced = files.view().allOf(target);
      return orphaned(mover.move(source, target, options, policy), replaced);
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
   * Writes {@code content} to a new file, as {@code Files.copy} from a stream.
   *
   * @param replace whether a file of that name is replaced, rather than an error; the new one has
   *     nothing of its attributes
   */
  public boolean copy(Content content, Path target, boolean replace, Policy policy)
      throws IOException {
    try (AtWork work = AtWork.begin()) {
      if (!replace) {
        streams.publish(target, false);
      }
      List<Stage> replaced = files.view().allOf(target);
      return orphaned(
          replace ? copyOver(content, target, policy) : create(target, policy, content), replaced);
    } catch (IOException e) {
      listener.failed(target, e);
      throw e;
    }
  }

  private boolean copyOver(Content content, Path path, Policy policy) throws IOException {
    Target target = Target.named(path);
    if (target == null || target.exists() && target.isDirectory()) {
      return false;
    }
    sweeper.firstWriteIn(target.directory());
    try (Replacement replacement = Replacement.beginNew(target, policy, listener)) {
      content.writeTo(replacement.output());
      try {
        listener.replaced(target.path, replacement.commitAsNew());
        inPlace.replaced(target);
      } catch (ObstacleException e) {
        target.checkRemovable();
        inPlace.write(target, policy, e.obstacle, replacement.content());
      }
    }
    return true;
  }

  /**
   * Copies {@code source} to {@code target}, as {@code Files.copy}.
   *
   * @param options null for what the plain call should have
   * @param plain the JDK's own copy
   */
  public boolean copy(Path source, Path target, CopyOptions options, Policy policy, PlainCopy plain)
      throws IOException {
    if (options == null) {
      return false;
    }
    try (AtWork work = AtWork.begin()) {
      if (!options.replaceExisting) {
        streams.publish(target, false);
      }
      List<Stage> replaced = files.view().allOf(target);
      Stage read = held(source, options.followLinks);
      try {
        Path from = read == null ? source : read.temp();
        return orphaned(copier.copy(source, from, target, options, policy, plain), replaced);
      } finally {
        if (read != null) {
          read.release();
        }
      }
    } catch (IOException e) {
      listener.failed(target, e);
      throw e;
    }
  }

  /** Begins a change of a name that a plain call will make. */
  public NameChange change(Path name, Policy policy) {
    try (AtWork work = AtWork.begin()) {
      return new NameChange(name, policy, listener);
    }
  }

  /**
   * Deletes a file that is staged, and new: nobody else has seen it yet.
   *
   * @return false if there is no such file, and nothing was done
   */
  public boolean deleteNew(Path path) {
    Stage stage = files.view().find(path, false);
    try (AtWork work = AtWork.begin()) {
      if (stage == null || Disk.exists(path)) {
        return false;
      }
    }
    orphaned(true, files.view().allOf(path));
    return true;
  }

  /** The path has been deleted: what is staged for it goes nowhere. */
  public void deleted(Path path) {
    orphaned(true, files.view().allOf(path));
  }

  /** If that was done, another file, or none, has the path of these. */
  private static boolean orphaned(boolean done, List<Stage> stages) {
    if (done) {
      for (Stage stage : stages) {
        stage.orphan();
      }
    }
    return done;
  }

  /** The names of what is staged in a directory; null if that is nothing. */
  public Set<String> namesIn(Path directory) {
    return files.view().namesIn(directory);
  }

  /** Opens a {@code FileOutputStream}; false if the plain call should do that. */
  public boolean open(
      FileOutputStream stream, String name, Path path, boolean append, Policy policy)
      throws IOException {
    try (AtWork work = AtWork.begin()) {
      return streams.open(stream, name, path, append, policy);
    }
  }

  /** Opens a {@code RandomAccessFile} for writing; false if the plain call should do that. */
  public boolean open(RandomAccessFile file, String name, Path path, int mode, Policy policy)
      throws IOException {
    try (AtWork work = AtWork.begin()) {
      return streams.open(file, name, path, mode, policy);
    }
  }

  /**
   * Opens a {@code RandomAccessFile} whose content will be all new, in place of a file that the
   * plain call would have deleted before.
   */
  public boolean openAnew(RandomAccessFile file, Path path, Policy policy) throws IOException {
    try (AtWork work = AtWork.begin()) {
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

  /** Whether no protected file is open for writing; asked before all of the following. */
  public static boolean nothingIsOpen() {
    return OpenFiles.none();
  }

  /** The name by which the application has opened a stream, file or channel; null if unknown. */
  public Path nameOf(Object file) {
    OpenFile open = files.find(descriptor(file));
    return open == null ? null : open.given;
  }

  /** The application begins to close a stream, file or channel. */
  public void closing(Object file) {
    FileDescriptor descriptor = JdkDescriptors.of(file);
    OpenFile open = files.find(descriptor);
    if (open != null) {
      open.enters();
      // A stream's channel is closed in the midst of its own close, and what it is doing ended.
      if (!JdkDescriptors.hasChannel(file)) {
        JdkDescriptors.awaitWrites(file);
        open.end(descriptor, JdkDescriptors.isInterrupted(file));
      }
    }
  }

  /** The JDK has closed a stream, file or channel; throws what went wrong with its content. */
  public void closed(Object file) throws IOException {
    FileDescriptor descriptor = JdkDescriptors.of(file);
    OpenFile open = files.find(descriptor);
    if (open != null && open.isClosed()) {
      files.remove(descriptor);
      open.tell();
    }
  }

  /** A write to a stream, channel or descriptor has failed. */
  public void failed(Object file) {
    Stage stage = stage(descriptor(file));
    if (stage != null) {
      stage.spoil();
    }
  }

  /** So many transfers more to a channel are under way. */
  public void transfer(Object file, int more) {
    Stage stage = stage(descriptor(file));
    if (stage != null) {
      stage.transfers.addAndGet(more);
    }
  }

  /** The application wants what it has written so far to be durable. */
  public void publish(Object file) throws IOException {
    FileDescriptor descriptor = descriptor(file);
    OpenFile open = files.find(descriptor);
    if (open != null) {
      open.publish(descriptor);
    }
  }

  /** The application wants to lock a file. */
  public void unstage(Object file) throws IOException {
    FileDescriptor descriptor = descriptor(file);
    Stage stage = stage(descriptor);
    if (stage != null) {
      synchronized (JdkDescriptors.positionLock(file)) {
        stage.unstage(descriptor);
      }
    }
  }

  private static FileDescriptor descriptor(Object file) {
    return file instanceof FileDescriptor ? (FileDescriptor) file : JdkDescriptors.of(file);
  }

  private Stage stage(FileDescriptor descriptor) {
    OpenFile open = files.find(descriptor);
    return open instanceof Stage ? (Stage) open : null;
  }

  /** Publishes what is staged for a path, before it is used in a way that a temp file can't be. */
  public void publish(Path path, boolean followLinks) throws IOException {
    streams.publish(path, followLinks);
  }

  /**
   * The file that {@code path} means to this process: a stage's temp file, or the path itself. The
   * temp file keeps its name until this thread has {@link #looked}.
   */
  public Path look(Path path, boolean followLinks) {
    Stage stage = held(path, followLinks);
    if (stage == null) {
      return path;
    }
    LOOKED_AT.set(stage);
    return stage.temp();
  }

  /** This thread has looked. */
  public static void looked() {
    Stage stage = LOOKED_AT.get();
    if (stage != null) {
      LOOKED_AT.remove();
      stage.release();
    }
  }

  private Stage held(Path path, boolean followLinks) {
    Stage stage;
    do {
      stage = files.view().find(path, followLinks);
    } while (stage != null && !stage.hold());
    return stage;
  }

  /** The real path of a file that is staged, if nobody else has seen it yet; or null. */
  public Path realPathOfNew(Path path) {
    Stage stage = files.view().find(path, true);
    if (stage == null) {
      return null;
    }
    try (AtWork work = AtWork.begin()) {
      Path real = stage.directory().resolve(stage.name());
      return Disk.exists(real) ? null : real;
    } catch (IOException e) {
      return null;
    }
  }

  /** The JVM is about to exit: all that is open is made durable. */
  public void exit() {
    files.exit();
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

  /** Waits for the sweeps that are under way, at most {@code millis}. */
  public void awaitSweeps(long millis) {
    sweeper.await(millis);
  }
}
