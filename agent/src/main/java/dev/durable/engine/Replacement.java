package dev.durable.engine;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;

/**
 * A new version of a file on its way: a temp file beside the target, then a rename over it. {@link
 * #begin}, write to {@link #output}, {@link #commit}, {@link #close}; closed without a commit, it
 * leaves everything as it was.
 *
 * <p>What a crash leaves, step by step: until the rename, the old version and a temp file, which
 * the next sweep removes. The content is forced before the rename, since file systems order neither
 * data before names (XFS, btrfs and ext4 with noauto_da_alloc then show an empty file) nor
 * attributes. From the rename on, in memory the new version, on disk the old or the new one; once
 * the directory has been forced, the new one.
 */
final class Replacement implements AutoCloseable {
  private final Target target;
  private final Directory directory;
  private final Temp temp;
  private final Listener listener;
  private final Output output;
  private Attributes attributes;
  private Target model;
  private boolean tempGone;
  private boolean staysOpen;

  private Replacement(Target target, Directory directory, Temp.Own temp, Listener listener) {
    this(target, directory, temp, new Output(temp.channel(), 0, target.given), listener);
  }

  private Replacement(
      Target target, Directory directory, Temp temp, Output output, Listener listener) {
    this.target = target;
    this.model = target;
    this.directory = directory;
    this.temp = temp;
    this.output = output;
    this.listener = listener;
  }

  /** Of what is written already. Where the directory can't be opened, the file is forced again. */
  static Replacement of(Temp written, Target target, Policy policy, Listener listener) {
    Directory directory = Directory.openIfPossible(target.directory(), policy.level);
    return new Replacement(target, directory, written, null, listener);
  }

  /**
   * Opens the directory and a temp file in it.
   *
   * @throws ObstacleException if the target exists and can't be replaced
   * @throws IOException about the name that the application used; nothing has changed
   */
  static Replacement begin(Target target, Policy policy, Listener listener)
      throws IOException, ObstacleException {
    if (!target.exists()) {
      return beginNew(target, policy, listener);
    }
    Obstacle obstacle = target.obstacle();
    if (obstacle != null) {
      throw new ObstacleException(obstacle);
    }
    Directory directory;
    try {
      directory = Directory.open(target.directory(), policy.level);
    } catch (IOException e) {
      if (Errno.EACCES.is(e)) {
        throw new ObstacleException(Obstacle.DIRECTORY_NOT_READABLE);
      }
      throw Errors.naming(target.given, e);
    }
    try {
      return new Replacement(target, directory, Attributes.createTemp(target), listener);
    } catch (IOException e) {
      directory.close();
      if (isOfDirectory(e, target)) {
        throw new ObstacleException(Obstacle.DIRECTORY_NOT_WRITABLE);
      }
      throw Errors.naming(target.given, e);
    } catch (RuntimeException | Error e) {
      directory.close();
      throw e;
    }
  }

  /** Whether a temp file can't be had in the target's directory, though the disk is well. */
  static boolean isOfDirectory(IOException e, Target target) {
    return !Disk.isWritableDirectory(target.directory())
        || Errno.isAny(e, Errno.EACCES, Errno.EPERM, Errno.EROFS, Errno.ENAMETOOLONG);
  }

  /** As {@link #begin}, of a file that doesn't exist, which no obstacle can stand before. */
  static Replacement beginNew(Target target, Policy policy, Listener listener) throws IOException {
    Directory directory =
        Directory.openIfReadable(target.directory(), policy.level, target.given, listener);
    try {
      Temp.Own temp = Disk.createTemp(target.directory(), Disk.USUAL);
      return new Replacement(target, directory, temp, listener);
    } catch (IOException e) {
      directory.close();
      throw Errors.naming(target.given, e);
    } catch (RuntimeException | Error e) {
      directory.close();
      throw e;
    }
  }

  /** The new version is to have the attributes of another file, if that is there. */
  void takeAttributesOf(Path file) throws IOException {
    Target other = Target.named(file);
    if (other != null && other.exists()) {
      model = other;
    }
  }

  /**
   * The temp file is one that is written in place as soon as it has its name, and noted as such.
   */
  void staysOpen() {
    staysOpen = true;
  }

  /** Where the new content is written to. */
  Output output() {
    return output;
  }

  /**
   * Makes the temp file the target.
   *
   * @return the new length, in bytes
   * @throws ObstacleException if the target can't be replaced after all; the content can be had
   *     from {@link #content}
   * @throws IOException about the name that the application used. The old content stands, except
   *     when the message says otherwise: if the directory's force failed, the new one does, but may
   *     not survive a power cut
   */
  long commit() throws IOException, ObstacleException {
    if (model.exists()) {
      keepAttributes();
    }
    return rename();
  }

  /** As {@link #commit}; the temp file has all of the target's attributes already. */
  long commitWithAttributes() throws IOException, ObstacleException {
    if (target.exists()) {
      try {
        attributes = Attributes.keptAlready(temp);
      } catch (IOException e) {
        throw Errors.naming(target.given, e);
      }
    }
    return rename();
  }

  /**
   * As {@link #commit}; the file is a new one, with attributes of its own, since the plain call
   * deletes the old one. Who has that open goes on in it, there as here.
   */
  long commitAsNew() throws IOException, ObstacleException {
    long length = finish();
    if (target.exists() && target.isRegularFile()) {
      directory.keepUntilForced(target);
    }
    try {
      temp.rename(target.path);
    } catch (IOException e) {
      throw temp.hasContent() ? renameFailed(e) : Errors.naming(target.given, e);
    }
    renamed();
    return length;
  }

  private long rename() throws IOException, ObstacleException {
    long length = finish();
    if (target.exists()) {
      directory.keepUntilForced(target);
    }
    try {
      InPlaceNames.replacing(
          target.path,
          staysOpen,
          new InPlaceNames.Renaming() {
            @Override
            public void rename() throws IOException {
              temp.rename(target.path);
            }
          });
    } catch (IOException e) {
      throw renameFailed(e);
    }
    renamed();
    return length;
  }

  private void renamed() throws IOException {
    tempGone = true;
    if (attributes != null) {
      attributes.announce();
    }
    forceDirectory();
  }

  /**
   * Gives the temp file, {@link #finish finished}, the target's name if nothing has that name yet:
   * by a hard link, which unlike a rename fails if it exists. A crash before the temp name is gone
   * leaves both names of the one complete file; the sweep takes the temp name away.
   *
   * @return false if the file system has no hard links, and nothing was done
   */
  boolean link() throws IOException {
    try {
      Disk.link(target.path, temp.path);
    } catch (UnsupportedOperationException e) {
      return false;
    } catch (FileAlreadyExistsException e) {
      throw new FileAlreadyExistsException(target.given.toString());
    } catch (IOException e) {
      if (Errno.isAny(e, Errno.EPERM, Errno.EOPNOTSUPP, Errno.ENOSYS, Errno.EMLINK)) {
        return false;
      }
      throw Errors.naming(target.given, e);
    }
    tempGone = Disk.discard(temp.path);
    forceDirectory();
    return true;
  }

  private void keepAttributes() throws IOException, ObstacleException {
    try {
      attributes =
          model == target ? Attributes.keep(target, temp) : Attributes.keepOrMode(model, temp);
    } catch (IOException e) {
      throw Errors.naming(target.given, e);
    }
  }

  /**
   * Forces the temp file and closes it.
   *
   * @return its length, in bytes
   */
  long finish() throws IOException {
    try {
      long length = temp.length();
      directory.willBeForced(length);
      temp.finish();
      return length;
    } catch (IOException e) {
      throw Errors.naming(target.given, e);
    }
  }

  private IOException renameFailed(IOException e) throws ObstacleException {
    if (target.exists()) {
      if (Errno.EBUSY.is(e)) {
        throw new ObstacleException(Obstacle.MOUNT_POINT);
      }
      if (Errno.EXDEV.is(e)) {
        throw new ObstacleException(Obstacle.OTHER_FILE_SYSTEM);
      }
      if (Errno.isAny(e, Errno.EPERM, Errno.EACCES)) {
        throw new ObstacleException(Obstacle.RENAME_REFUSED);
      }
    }
    return Errors.naming(target.given, e);
  }

  private void forceDirectory() throws IOException {
    try {
      if (!directory.isUnreadable()) {
        directory.force(listener);
      } else if (!temp.forceAs(target.path)) {
        directory.notForced(listener);
      }
    } catch (IOException e) {
      throw Errors.naming(
          target.given,
          e,
          "(the new content is in place, but may not survive a power cut: its directory could not be"
              + " forced)");
    }
  }

  /** The content that was written, after a commit that met an obstacle. */
  Source content() {
    return Source.of(temp.path, target.given);
  }

  @Override
  public void close() {
    closeButKeep();
    if (!tempGone) {
      Disk.discard(temp.path);
    }
  }

  /** As {@link #close}, but leaves the temp file. */
  void closeButKeep() {
    if (attributes != null) {
      attributes.close();
      attributes = null;
    }
    temp.close();
    directory.close();
  }
}
