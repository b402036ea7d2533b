package dev.durable.engine;

import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file whose own content the application changes: forced when it is closed. */
final class InPlaceFile extends OpenFile {
  private final Path path;
  private boolean entryIsNew;
  private final String identity;

  /**
   * @param entryIsNew whether the file's name is new, so that the directory must be forced, too
   */
  InPlaceFile(Target target, boolean entryIsNew, Policy policy, Listener listener) {
    super(target.given, policy, listener);
    this.path = target.path;
    this.entryIsNew = entryIsNew;
    this.identity = InPlaceNames.add(path);
  }

  @Override
  boolean isInPlace() {
    return true;
  }

  /** The application forces the content by itself; what it can't force is a new name. */
  @Override
  synchronized void publish(FileDescriptor descriptor) throws IOException {
    if (entryIsNew && !isSettled()) {
      try (AtWork work = AtWork.begin()) {
        forceInPlace(descriptor);
      }
    }
  }

  @Override
  void forceInPlace(FileDescriptor descriptor) throws IOException {
    force(descriptor);
    if (entryIsNew) {
      forceEntry(path, given, policy, listener);
      entryIsNew = false;
    }
  }

  @Override
  void settle(FileDescriptor descriptor, boolean brokenOff) throws IOException {
    InPlaceNames.remove(identity);
    if (descriptor == null) {
      forceByName(path, given, policy, listener);
    } else {
      force(descriptor);
    }
    if (entryIsNew) {
      forceEntry(path, given, policy, listener);
    }
    listener.forced(path, policy);
  }

  /** Best effort: what nobody closed may have any name by now. */
  static void forceByName(Path path, Path given, Policy policy, Listener listener)
      throws IOException {
    try (FileChannel file = Disk.open(path, StandardOpenOption.READ)) {
      Disk.force(file);
    } catch (NoSuchFileException e) {
      listener.failed(given, policy, e);
    } catch (IOException e) {
      throw Errors.naming(given, e);
    }
  }

  /**
   * Forces the directory of a file that is new and was forced itself. Where it can't be opened,
   * that force has brought the name along, on ext4, XFS and btrfs.
   */
  static void forceEntry(Path path, Path given, Policy policy, Listener listener)
      throws IOException {
    Directory directory;
    try {
      directory = Directory.open(path.getParent(), policy.level);
    } catch (IOException e) {
      listener.directoryNotForced(path.getParent(), e);
      return;
    }
    try {
      directory.force(listener);
    } catch (IOException e) {
      throw Errors.naming(
          given,
          e,
          "(written, but may not survive a power cut: its directory could not be forced)");
    } finally {
      directory.close();
    }
  }
}
