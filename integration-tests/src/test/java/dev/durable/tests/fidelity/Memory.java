package dev.durable.tests.fidelity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A directory for many small files: in memory, where it can be had, since what is compared here is
 * not what is on the disk.
 */
final class Memory {
  private Memory() {}

  static Path newDirectory() throws IOException {
    Path memory = Path.of("/dev/shm");
    Path directory =
        Files.isDirectory(memory) && Files.isWritable(memory)
            ? Files.createTempDirectory(memory, "durable-fidelity-")
            : Files.createTempDirectory("durable-fidelity-");
    return Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
