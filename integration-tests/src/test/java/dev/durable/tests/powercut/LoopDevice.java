package dev.durable.tests.powercut;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real file system in a file, whose power can be cut. */
final class LoopDevice implements AutoCloseable {
  private static final long BYTES = 4L << 30;

  private final Path image;
  final Format format;

  /** Where it is mounted. */
  final Path mount;

  /** Makes a file system in {@code directory}. */
  LoopDevice(Path directory, Format format) throws IOException {
    this.image = directory.resolve("image");
    this.format = format;
    this.mount = Files.createDirectories(directory.resolve("mount"));
    try (var file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(BYTES);
    }
    format.make(image);
    mount();
  }

  private void mount() throws IOException {
    Command.run("mount", "-o", "loop," + format.options(), image, mount);
  }

  /** Writes all to the disk, as somebody else on the machine may at any moment. */
  void sync() throws IOException {
    Command.run("sync", "-f", mount);
  }

  /**
   * Cuts the power: from this moment on nothing reaches the disk, not even what is in the journal's
   * memory (FS_IOC_SHUTDOWN with NOLOGFLUSH).
   */
  void cut() throws IOException {
    Command.run("xfs_io", "-x", "-c", "shutdown", mount);
  }

  /** Comes up again after a cut: the journal is replayed. */
  void restart() throws IOException {
    Command.unmount(mount);
    mount();
  }

  @Override
  public void close() throws IOException {
    Command.unmount(mount);
    Files.delete(image);
  }
}
