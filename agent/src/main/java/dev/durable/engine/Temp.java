package dev.durable.engine;

import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A temp file that is open for writing. */
abstract class Temp {
  final Path path;

  private Temp(Path path) {
    this.path = path;
  }

  /**
   * Forces the content. Called once only: after a failure the kernel takes the lost pages for
   * clean, and a second force of the same file would succeed (Rebello and others, "Can Applications
   * Recover from fsync Failures?", USENIX ATC 2020).
   */
  abstract void finish() throws IOException;

  /** In bytes. */
  abstract long length() throws IOException;

  /**
   * A descriptor to read and change attributes by, which outlives {@link #finish}; to be given to
   * {@link #release}.
   */
  abstract int descriptor() throws NativeException;

  abstract void release(int descriptor);

  /** A channel to write by, which {@link #done} takes back. */
  abstract FileChannel channel() throws IOException;

  abstract void done(FileChannel channel) throws IOException;

  /**
   * Forces the file once more, under its new name, which on ext4, XFS and btrfs goes along.
   *
   * @return false if it is none that can be forced
   */
  abstract boolean forceAs(Path name) throws IOException;

  /** Whether there is anything to be written to the target, if this can't take its place. */
  boolean hasContent() {
    return true;
  }

  /** Gives the file its name, in place of any other file. */
  void rename(Path target) throws IOException {
    Disk.rename(path, target);
  }

  abstract void close();

  /** One that the engine writes. */
  static class Own extends Temp {
    private final FileChannel channel;

    Own(Path path, FileChannel channel) {
      super(path);
      this.channel = channel;
    }

    @Override
    long length() throws IOException {
      return channel.size();
    }

    @Override
    void finish() throws IOException {
      Disk.force(channel);
      channel.close();
    }

    @Override
    int descriptor() throws NativeException {
      try {
        return JdkInternals.reopen(channel);
      } catch (NativeException noProc) {
        return JdkInternals.open(path);
      }
    }

    @Override
    void release(int descriptor) {
      JdkInternals.close(descriptor);
    }

    @Override
    FileChannel channel() {
      return channel;
    }

    @Override
    void done(FileChannel ofThis) {}

    @Override
    boolean forceAs(Path name) throws IOException {
      try (FileChannel file = Disk.open(name, StandardOpenOption.WRITE)) {
        Disk.force(file);
      }
      return true;
    }

    @Override
    void close() {
      try {
        channel.close();
      } catch (IOException e) {
        // After a commit it is closed already; without one, nobody wants the content.
      }
    }
  }

  /** One that is complete, and has no content to force: a link. */
  static final class Name extends Temp {
    Name(Path path) {
      super(path);
    }

    @Override
    long length() {
      return 0;
    }

    @Override
    void finish() {}

    @Override
    int descriptor() {
      throw new UnsupportedOperationException();
    }

    @Override
    void release(int descriptor) {}

    @Override
    FileChannel channel() {
      throw new UnsupportedOperationException();
    }

    @Override
    void done(FileChannel channel) {}

    @Override
    boolean forceAs(Path name) {
      return false;
    }

    @Override
    boolean hasContent() {
      return false;
    }

    @Override
    void close() {}
  }

  /** One that the application writes, through a descriptor of its own. */
  static class OfApplication extends Temp {
    private final FileDescriptor descriptor;

    OfApplication(Path path, FileDescriptor descriptor) {
      super(path);
      this.descriptor = descriptor;
    }

    @Override
    long length() throws IOException {
      return JdkDescriptors.size(descriptor);
    }

    @Override
    void finish() throws IOException {
      JdkDescriptors.force(descriptor);
    }

    @Override
    int descriptor() {
      return JdkDescriptors.number(descriptor);
    }

    @Override
    void release(int number) {}

    @Override
    FileChannel channel() throws IOException {
      return Disk.open(path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    void done(FileChannel channel) throws IOException {
      channel.close();
    }

    @Override
    boolean forceAs(Path name) throws IOException {
      JdkDescriptors.force(descriptor);
      return true;
    }

    @Override
    void close() {}
  }
}
