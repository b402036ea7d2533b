package dev.durable.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/** Writes whole files: by replacements, exclusively, over their beginnings, or at their ends. */
final class Writer {
  private final Listener listener;
  private final InPlace inPlace;
  private final Sweeper sweeper;
  private final Streams streams;
  private final OneView view;

  Writer(Listener listener, InPlace inPlace, Sweeper sweeper, Streams streams, OneView view) {
    this.listener = listener;
    this.inPlace = inPlace;
    this.sweeper = sweeper;
    this.streams = streams;
    this.view = view;
  }

  boolean write(Path path, WriteOptions options, Policy policy, Content content)
      throws IOException {
    switch (options.kind) {
      case CREATE_NEW:
        streams.publish(path, false);
        return create(content, path, policy);
      case APPEND:
        streams.publish(path, options.followLinks);
        return append(path, options, policy, content);
      case UPDATE:
        streams.publish(path, options.followLinks);
        return replace(path, options, policy, content, null);
      default:
        // What is staged for the path is the older version, if nothing more is written to it.
        return replace(path, options, policy, content, view.find(path, options.followLinks));
    }
  }

  private boolean replace(
      Path path, WriteOptions options, Policy policy, Content content, Stage earlier)
      throws IOException {
    Target target = Target.resolve(path, options.followLinks);
    if (target == null || !target.mayBeWritten(options.create) || streams.isKept(target)) {
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
        writeInPlace(target, policy, Obstacle.NOT_READABLE, source, earlier);
        return true;
      }
    }
    if (InPlaceNames.isOpen(target)) {
      writeInPlace(target, policy, Obstacle.OPEN, source, earlier);
      return true;
    }
    Replacement replacement;
    try {
      replacement = Replacement.begin(target, policy, listener);
    } catch (ObstacleException e) {
      writeInPlace(target, policy, e.obstacle, source, earlier);
      return true;
    }
    try {
      source.writeTo(replacement.output());
      commit(replacement, target, policy, earlier);
    } catch (ObstacleException e) {
      writeInPlace(target, policy, e.obstacle, replacement.content(), earlier);
    } finally {
      replacement.close();
    }
    return true;
  }

  private void commit(
      final Replacement replacement, final Target target, final Policy policy, final Stage earlier)
      throws IOException, ObstacleException {
    OneView.whileHeld(
        earlier == null ? Collections.<Stage>emptyList() : Collections.singletonList(earlier),
        new OneView.Step<ObstacleException>() {
          @Override
          public boolean done() throws IOException, ObstacleException {
            if (earlier != null && earlier.isSeen() && !earlier.isForeign()) {
              replacement.takeAttributesOf(earlier.temp());
            }
            listener.replaced(target.path, policy, replacement.commit());
            inPlace.replaced(target);
            return earlier != null && earlier.supersede();
          }
        });
  }

  /**
   * What is staged is the older version before the file is overwritten, since it can't be held
   * meanwhile: the application's code may run in that.
   */
  private void writeInPlace(
      Target target, Policy policy, Obstacle obstacle, Source source, Stage earlier)
      throws IOException {
    boolean superseded = earlier != null && earlier.supersede();
    boolean written = false;
    try {
      inPlace.write(target, policy, obstacle, source);
      written = true;
    } finally {
      if (superseded && !written) {
        earlier.reinstate();
      }
    }
    if (superseded) {
      earlier.giveChangedAttributes();
    }
  }

  /** Makes a file, where none must be. */
  boolean create(Content content, Path path, final Policy policy) throws IOException {
    // Of a file that somebody else has deleted, if any.
    final List<Stage> replaced = view.allOf(path);
    final Target target = Target.named(path);
    if (target == null) {
      return false;
    }
    if (target.exists()) {
      throw new FileAlreadyExistsException(path.toString());
    }
    sweeper.firstWriteIn(target.directory());
    try (final Replacement replacement = Replacement.beginNew(target, policy, listener)) {
      content.writeTo(replacement.output());
      final long length = replacement.finish();
      return OneView.whileHeld(
          replaced,
          new OneView.Step<RuntimeException>() {
            @Override
            public boolean done() throws IOException {
              if (replacement.link()) {
                listener.created(target.path, policy, length);
              } else {
                createInPlace(target, policy, replacement.content());
              }
              return OneView.orphaned(true, replaced);
            }
          });
    }
  }

  /** Creates a file under its own name at once: where the file system has no hard links. */
  private void createInPlace(Target target, Policy policy, Source source) throws IOException {
    boolean complete = false;
    boolean created = false;
    try (Directory directory =
            Directory.openIfReadable(
                target.directory(), Policy.Level.DURABLE, target.given, listener);
        FileChannel out = Disk.create(target.path, Disk.WRITE, Disk.USUAL)) {
      created = true;
      source.writeTo(new Output(out, 0, target.given));
      Disk.force(out);
      complete = true;
      force(directory, target);
      listener.created(target.path, policy, out.size());
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
    listener.appended(target.path, policy, append(target, options, policy, content));
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

  /** Replaces a file by a new one, which has nothing of its attributes. */
  boolean copyOver(Content content, Path path, final Policy policy) throws IOException {
    final List<Stage> replaced = view.allOf(path);
    final Target target = Target.named(path);
    if (target == null || target.exists() && target.isDirectory()) {
      return false;
    }
    sweeper.firstWriteIn(target.directory());
    try (final Replacement replacement = Replacement.beginNew(target, policy, listener)) {
      content.writeTo(replacement.output());
      return OneView.whileHeld(
          replaced,
          new OneView.Step<RuntimeException>() {
            @Override
            public boolean done() throws IOException {
              try {
                listener.replaced(target.path, policy, replacement.commitAsNew());
                inPlace.replaced(target);
              } catch (ObstacleException e) {
                target.checkRemovable();
                inPlace.write(target, policy, e.obstacle, replacement.content());
              }
              return OneView.orphaned(true, replaced);
            }
          });
    }
  }
}
