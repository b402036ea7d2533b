package dev.durable.tests.powercut;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A real file system in a file, whose power can be cut. */
final class LoopDevice implements AutoCloseable {
  private static final long BYTES = 512L << 20;

  private final Path image;
  private final String options;

  /** Where it is mounted. */
  final Path mount;

  /**
   * Makes a file system.
   *
   * @param make the command that does, to which the image's name is added
   * @param options for mounting
   */
  LoopDevice(Path directory, String make, String options) throws IOException {
    this.image = directory.resolve("image");
    this.options = options.isEmpty() ? "loop" : "loop," + options;
    this.mount = Files.createDirectories(directory.resolve("mount"));
    try (var file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(BYTES);
    }
    command((make + " " + image).split(" "));
    mount();
  }

  private void mount() throws IOException {
    command("mount", "-o", options, image.toString(), mount.toString());
  }

  /**
   * Cuts the power: from this moment on nothing reaches the disk, not even what is in the journal's
   * memory (FS_IOC_SHUTDOWN with NOLOGFLUSH).
   */
  void cut() throws IOException {
    command("xfs_io", "-x", "-c", "shutdown", mount.toString());
  }

  /** Comes up again after a cut: the journal is replayed. */
  void restart() throws IOException {
    unmount();
    mount();
  }

  private void unmount() throws IOException {
    for (int tried = 1; ; tried++) {
      try {
        command("umount", mount.toString());
        return;
      } catch (AssertionError e) {
        // The killed child's last descriptors are being closed.
        if (tried == 50) {
          throw e;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      }
    }
  }

  @Override
  public void close() throws IOException {
    unmount();
    Files.delete(image);
  }

  private static void command(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.onExit().join().exitValue(), String.join(" ", command) + ": " + said);
  }
}
