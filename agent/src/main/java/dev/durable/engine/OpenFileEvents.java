package dev.durable.engine;

import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;

/** What happens to the streams, files and channels that the application has open. */
public final class OpenFileEvents {
  private final OpenFiles files;
  private final Streams streams;

  OpenFileEvents(OpenFiles files, Streams streams) {
    this.files = files;
    this.streams = streams;
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
        Stage stage = stage(descriptor);
        boolean transferring = stage != null && stage.isTransferring();
        JdkDescriptors.awaitWrites(file);
        if (JdkDescriptors.isInterrupted(file)) {
          endAside(open, descriptor);
        } else {
          open.end(descriptor, transferring && !stage.isTransferred(descriptor));
        }
      }
    }
  }

  private static void endAside(final OpenFile open, final FileDescriptor descriptor) {
    Uninterrupted.aside(
        new Runnable() {
          @Override
          public void run() {
            open.end(descriptor, true);
          }
        });
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

  /** A transfer to a channel begins: many writes in one call. */
  public void transferring(Object file, ReadableByteChannel from, long position, long count)
      throws IOException {
    Stage stage = stage(descriptor(file));
    if (stage != null) {
      long most;
      try {
        most =
            from instanceof FileChannel
                ? Math.min(count, ((FileChannel) from).size() - ((FileChannel) from).position())
                : count;
      } catch (IOException e) {
        stage.spoil();
        throw e;
      }
      stage.transferring(position + most);
    }
  }

  public void transferred(Object file) {
    Stage stage = stage(descriptor(file));
    if (stage != null) {
      stage.transferred();
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

  /** The application's own force of a stream, channel or descriptor has failed. */
  public void forceFailed(Object file) {
    OpenFile open = files.find(descriptor(file));
    if (open != null) {
      open.forceFailed();
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

  /** Publishes what is staged for a file that has other names, before this one goes. */
  public void publishOtherNames(Path path) throws IOException {
    streams.publishOtherNames(path);
  }

  /** A file or directory is about to have this mode, which may leave its owner without rights. */
  public void changingMode(Path path, int mode) {
    try (AtWork work = AtWork.begin()) {
      streams.changingMode(path, mode);
    } catch (IOException e) {
      // It isn't there; or what could not be published is tried again, or told, at its close.
    }
  }

  /** The JVM is about to exit: all that is open is made durable. */
  public void exit() {
    files.exit();
  }
}
