package dev.durable.engine;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.Channel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.List;

/**
 * Opens the application's streams and channels: the JDK's own objects, whose descriptors are those
 * of temp files, or of the files themselves. Each method returns false (or null) if nothing was
 * done, and the plain call should have it.
 */
final class Streams {
  private static final int NAMES_TRIED = 100;
  private static final int USUAL_MODE = 0666;
  private static final int WRITE_ONLY = 0200;

  /** What its owner must be allowed of a directory. */
  private static final int MAY_BE_RENAMED_IN = 0300;

  private final Listener listener;
  private final InPlace inPlace;
  private final Sweeper sweeper;
  private final OpenFiles files;

  Streams(Listener listener, InPlace inPlace, Sweeper sweeper, OpenFiles files) {
    this.listener = listener;
    this.inPlace = inPlace;
    this.sweeper = sweeper;
    this.files = files;
  }

  /** Gives a file to whoever wants to have it open. */
  private interface Opener {
    /**
     * @param exists whether the file exists already; else it must not
     * @return the descriptor, open
     */
    FileDescriptor open(Path file, boolean exists) throws IOException;

    /** Closes what was opened, since it can't be used. */
    void abandon();

    /** Whether it is a stream or RandomAccessFile that is opened, rather than a channel. */
    boolean isStream();
  }

  boolean open(final FileOutputStream stream, String name, Path path, boolean append, Policy policy)
      throws IOException {
    final Target target = target(path, true, true);
    if (target == null) {
      return false;
    }
    final FileDescriptor descriptor = JdkDescriptors.of(stream);
    if (!append && policy.streams == Policy.Streams.STAGED) {
      Opener opener =
          new Opener() {
            @Override
            public FileDescriptor open(Path file, boolean exists) throws IOException {
              try {
                if (exists) {
                  JdkDescriptors.openTo(descriptor, file, policy.force);
                } else {
                  JdkDescriptors.createAs(descriptor, file, USUAL_MODE, policy.force);
                }
              } catch (NativeException e) {
                throw e.asIOException(file);
              }
              return descriptor;
            }

            @Override
            public void abandon() {
              JdkDescriptors.close(descriptor);
            }

            @Override
            public boolean isStream() {
              return true;
            }
          };
      if (isStaged(target, false, policy, opener)) {
        return true;
      }
    }
    publish(path, true);
    settle(target, policy);
    return InPlaceNames.opening(
        new InPlaceNames.Opening<Boolean>() {
          @Override
          public Boolean open() throws IOException {
            openInPlace(stream, descriptor, name, target, append, policy);
            add(descriptor, target, policy);
            return true;
          }
        });
  }

  private static void openInPlace(
      FileOutputStream stream,
      FileDescriptor descriptor,
      String name,
      Target target,
      boolean append,
      Policy policy)
      throws IOException {
    if (policy.force == Policy.Force.WRITE) {
      try {
        JdkDescriptors.openSynchronously(descriptor, target.path, append, USUAL_MODE);
        return;
      } catch (NativeException e) {
        // The plain call fails in its own words.
      }
    }
    JdkDescriptors.openPlainly(stream, name, append);
  }

  boolean open(
      final RandomAccessFile file,
      final String name,
      Path path,
      final int mode,
      final Policy policy)
      throws IOException {
    final Target target = target(path, true, true);
    if (target == null) {
      return false;
    }
    publish(path, true);
    settle(target, policy);
    final int forcing = policy.force == Policy.Force.WRITE ? JdkDescriptors.RANDOM_ACCESS_SYNC : 0;
    return InPlaceNames.opening(
        new InPlaceNames.Opening<Boolean>() {
          @Override
          public Boolean open() throws IOException {
            JdkDescriptors.openPlainly(file, name, mode | forcing);
            add(JdkDescriptors.of(file), target, policy);
            return true;
          }
        });
  }

  /** Opens a file for an all new content, whatever the present one's attributes. */
  boolean openAnew(final RandomAccessFile file, Path path, Policy policy) throws IOException {
    Target target = target(path, false, true);
    if (target == null || policy.streams != Policy.Streams.STAGED) {
      return false;
    }
    sweeper.firstWriteIn(target.directory());
    final FileDescriptor descriptor = JdkDescriptors.of(file);
    Opener opener =
        new Opener() {
          @Override
          public FileDescriptor open(Path temp, boolean exists) throws IOException {
            try {
              JdkDescriptors.createReadableAs(descriptor, temp, USUAL_MODE);
            } catch (NativeException e) {
              throw e.asIOException(temp);
            }
            return descriptor;
          }

          @Override
          public void abandon() {
            JdkDescriptors.close(descriptor);
          }

          @Override
          public boolean isStream() {
            return true;
          }
        };
    Stage earlier = files.view().find(target.path, false);
    Stage stage = creating(target, null, true, policy, opener);
    if (stage == null) {
      return false;
    }
    stage.isAnew();
    if (earlier != null) {
      earlier.orphan();
    }
    return true;
  }

  <C extends Channel> C open(
      final Path path,
      final ChannelOptions options,
      final FileAttribute<?>[] attributes,
      final Policy policy,
      final Engine.ChannelOpener<C> opener)
      throws IOException {
    final Target target = target(path, options.followLinks, options.create);
    if (target == null || options.read && target.exists() && !target.isReadable()) {
      return null;
    }
    if (options.replaces() && policy.streams == Policy.Streams.STAGED) {
      class Channels implements Opener {
        private C opened;

        @Override
        public FileDescriptor open(Path file, boolean exists) throws IOException {
          opened =
              exists
                  ? opener.open(file, options.ofExisting(policy), attributes)
                  : opener.open(file, options.ofNew(policy), attributes);
          return JdkDescriptors.of(opened);
        }

        @Override
        public void abandon() {
          try {
            if (opened != null) {
              opened.close();
            }
          } catch (IOException e) {
            // Nothing was written to it.
          }
        }

        @Override
        public boolean isStream() {
          return false;
        }
      }
      Channels channels = new Channels();
      if (isStaged(target, options.read, policy, channels)) {
        return channels.opened;
      }
    }
    publish(path, options.followLinks);
    settle(target, policy);
    List<Stage> replaced = files.view().allOf(path);
    C opened =
        InPlaceNames.opening(
            new InPlaceNames.Opening<C>() {
              @Override
              public C open() throws IOException {
                C channel = opener.open(path, options.inPlace(policy), attributes);
                FileDescriptor descriptor = JdkDescriptors.of(channel);
                if (descriptor != null) {
                  add(descriptor, target, policy);
                }
                return channel;
              }
            });
    OneView.orphaned(options.isExclusive(), replaced);
    return opened;
  }

  private Target target(Path path, boolean followLinks, boolean create) throws IOException {
    if (!JdkDescriptors.available() || files.isExiting()) {
      return null;
    }
    Target target = Target.resolve(path, followLinks);
    return target == null || !target.mayBeWritten(create) || isKept(target)
        ? null
        : target.behindLinks();
  }

  /** Whether the application has taken its own rights away from what is staged. */
  boolean isKept(Target target) throws IOException {
    Stage stage = files.view().find(target.path, false);
    if (stage == null || stage.isForeign() || Disk.isWritable(stage.temp())) {
      return false;
    }
    publish(stage);
    return true;
  }

  private void settle(Target target, Policy policy) throws IOException {
    sweeper.firstWriteIn(target.directory());
    if (target.exists()) {
      inPlace.settle(target, policy);
    }
  }

  private void add(FileDescriptor descriptor, Target target, Policy policy) {
    files.add(descriptor, new InPlaceFile(target, !target.exists(), policy, listener));
  }

  void publish(Path path, boolean followLinks) throws IOException {
    Stage stage = files.view().find(path, followLinks);
    if (stage != null) {
      publish(stage);
    }
  }

  /**
   * Publishes what is staged for a file with several names, one of which is about to go: by the
   * others, it has to be there still.
   */
  void publishOtherNames(Path path) throws IOException {
    Stage stage = files.view().find(path, false);
    if (stage != null && stage.hasOtherNames()) {
      publish(stage);
    }
  }

  /** Publishes a file that is staged, and new, for whoever takes it for a directory. */
  void publishAbove(Path path) throws IOException {
    Path above = files.view().above(path);
    if (above != null) {
      publish(above, true);
    }
  }

  /**
   * Publishes what is staged for paths below a directory, which is about to be moved, or to lose
   * its user's rights.
   *
   * @throws IOException about the last that could not be published; the others are
   */
  void publishBelow(Path directory) throws IOException {
    if (files.view().isEmpty() || !Disk.isDirectory(directory)) {
      return;
    }
    IOException failure = null;
    for (Stage stage : files.below(directory.toRealPath())) {
      try {
        publish(stage);
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /**
   * The owner is to have no other rights than these to a file, or to a directory. Publishes what
   * has the target's mode and not the temp file's, and what could not become the target any more:
   * the plain stream's descriptor keeps its rights.
   */
  void changingMode(Path path, int mode) throws IOException {
    Stage stage = files.view().find(path, true);
    if (stage != null && stage.isForeign()) {
      publish(stage);
    }
    if ((mode & MAY_BE_RENAMED_IN) != MAY_BE_RENAMED_IN && !files.view().isEmpty()) {
      publishBelow(path.toRealPath());
    }
  }

  private void publish(Stage stage) throws IOException {
    FileDescriptor descriptor = files.descriptorOf(stage);
    if (descriptor == null) {
      stage.end(null, false);
    } else {
      stage.publish(descriptor);
      if (stage.isSeen()) {
        stage.unstage(descriptor);
      }
    }
  }

  /**
   * Stages what is about to be opened.
   *
   * @return false if there is no place for a temp file, or the plain call will fail, too
   */
  private boolean isStaged(Target target, boolean readable, Policy policy, Opener opener)
      throws IOException {
    sweeper.firstWriteIn(target.directory());
    // The application's own writes, unlike the engine's, can't be made again when the disk is full.
    Replaced.giveBackAll();
    Stage earlier = files.view().find(target.path, true);
    Stage stage =
        target.exists()
            ? replacing(target, earlier, readable, policy, opener)
            : creating(target, earlier, readable, policy, opener);
    if (stage == null) {
      return false;
    }
    if (earlier != null) {
      earlier.supersede();
    }
    return true;
  }

  private Stage creating(
      Target target, Stage earlier, boolean readable, Policy policy, Opener opener)
      throws IOException {
    for (int tried = 0; tried < NAMES_TRIED; tried++) {
      Path temp = target.path.resolveSibling(TempName.next());
      FileDescriptor descriptor;
      try {
        descriptor = opener.open(temp, false);
      } catch (FileAlreadyExistsException e) {
        TempName.taken();
        continue;
      } catch (IOException e) {
        if (Replacement.isOfDirectory(e, target)) {
          return null;
        }
        // No descriptors, or no space: the plain call, a moment later, may find some, and truncate.
        throw Errors.naming(target.given, e);
      }
      boolean staged = false;
      try {
        keepAttributes(earlier, new Temp.OfApplication(temp, descriptor));
        boolean isStream = opener.isStream();
        Stage stage = staged(descriptor, target, temp, earlier, null, readable, isStream, policy);
        staged = true;
        return stage;
      } catch (IOException e) {
        throw Errors.naming(target.given, e);
      } finally {
        if (!staged) {
          opener.abandon();
          Disk.discard(temp);
        }
      }
    }
    return null;
  }

  /** To the application, what is staged was there: it is the one that is truncated. */
  private static void keepAttributes(Stage earlier, Temp temp) throws IOException {
    if (earlier == null || earlier.isForeign() || !earlier.hold()) {
      return;
    }
    try {
      Target seen = Target.named(earlier.temp());
      if (seen != null && seen.exists()) {
        Attributes kept = Attributes.keepOrMode(seen, temp);
        if (kept != null) {
          kept.close();
        }
      }
    } finally {
      earlier.release();
    }
  }

  private Stage replacing(
      Target target, Stage earlier, boolean readable, Policy policy, Opener opener)
      throws IOException {
    Obstacle obstacle = InPlaceNames.isOpen(target) ? Obstacle.OPEN : target.obstacle();
    if (obstacle != null) {
      InPlace.refuse(target, policy, obstacle);
    }
    Temp.Own temp;
    try {
      temp = Attributes.createTemp(target);
    } catch (IOException e) {
      if (!Replacement.isOfDirectory(e, target)) {
        throw Errors.naming(target.given, e);
      }
      obstacle = Obstacle.DIRECTORY_NOT_WRITABLE;
      InPlace.refuse(target, policy, obstacle);
      temp = SafetyDirectory.createTemp(target, policy);
      if (temp == null) {
        listener.writtenInPlace(target.path, policy, obstacle, false);
        return null;
      }
    }
    boolean staged = false;
    try {
      FileDescriptor descriptor = opener.open(temp.path, true);
      try {
        Attributes.keep(target, temp).close();
      } catch (ObstacleException e) {
        obstacle = e.obstacle;
        InPlace.refuse(target, policy, obstacle);
        if (!target.isReadable()) {
          Disk.setAttribute(temp.path, "unix:mode", WRITE_ONLY);
        }
      }
      keepAttributes(earlier, temp);
      boolean isStream = opener.isStream();
      Stage stage =
          staged(descriptor, target, temp.path, earlier, obstacle, readable, isStream, policy);
      staged = true;
      return stage;
    } catch (IOException e) {
      throw Errors.naming(target.given, e);
    } finally {
      temp.close();
      if (!staged) {
        opener.abandon();
        Disk.discard(temp.path);
      }
    }
  }

  private Stage staged(
      FileDescriptor descriptor,
      Target target,
      Path temp,
      Stage earlier,
      Obstacle obstacle,
      boolean readable,
      boolean isStream,
      Policy policy) {
    Stage stage =
        new Stage(
            target, temp, earlier, obstacle, readable, isStream, policy, listener, inPlace, files);
    files.view().add(stage);
    files.add(descriptor, stage);
    return stage;
  }
}
