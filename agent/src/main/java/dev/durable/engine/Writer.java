package dev.durable.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;

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
        return create(path, policy, content);
      case APPEND:
        streams.publish(path, options.followLinks);
        return append(path, options, policy, content);
      case UPDATE:
        streams.publish(path, options.followLinks);
        return replace(path, options, policy, content, null);
      default:
        return supersede(path, options, policy, content);
    }
  }

  /** A stage of the same path is the older version, if nothing more is written to it. */
  private boolean supersede(Path path, WriteOptions options, Policy policy, Content content)
      throws IOException {
    Stage earlier = view.find(path, options.followLinks);
    boolean done = replace(path, options, policy, content, earlier);
    if (done && earlier != null) {
      earlier.supersede();
    }
    return done;
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
      if (earlier != null && earlier.isSeen()) {
        earlier.giveChangedAttributes();
      }
      return true;
    }
    try {
      source.writeTo(replacement.output());
      if (earlier != null && !earlier.isForeign()) {
        replacement.takeAttributesOf(earlier.temp());
      }
      listener.replaced(target.path, policy, replacement.commit());
      inPlace.replaced(target);
    } catch (ObstacleException e) {
      inPlace.write(target, policy, e.obstacle, replacement.content());
    } finally {
      replacement.close();
    }
    return true;
  }

  boolean create(Path path, Policy policy, Content content) throws IOException {
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
        listener.created(target.path, policy, length);
      } else {
        createInPlace(target, policy, replacement.content());
      }
    }
    return true;
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
  boolean copyOver(Content content, Path path, Policy policy) throws IOException {
    Target target = Target.named(path);
    if (target == null || target.exists() && target.isDirectory()) {
      return false;
    }
    sweeper.firstWriteIn(target.directory());
    try (Replacement replacement = Replacement.beginNew(target, policy, listener)) {
      content.writeTo(replacement.output());
      try {
        listener.replaced(target.path, policy, replacement.commitAsNew());
        inPlace.replaced(target);
      } catch (ObstacleException e) {
        target.checkRemovable();
        inPlace.write(target, policy, e.obstacle, replacement.content());
      }
    }
    return true;
  }
}
