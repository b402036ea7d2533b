package dev.durable.tests.bench;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * ext4 on a disk whose flush takes some milliseconds: a loop device on a file of a FUSE file
 * system, made by the build from {@code slowflush.c}, that waits in fsync. Below the file system,
 * so that all that it does to flush less counts.
 */
final class SlowDisk implements AutoCloseable {
  private static final long BYTES = 512L << 20;

  private final Path fuse;
  final Path mount;

  SlowDisk(Path directory, Path program, int millis) throws Exception {
    fuse = Files.createDirectories(directory.resolve("fuse"));
    mount = Files.createDirectories(directory.resolve("slow"));
    Path image = directory.resolve("slow.image");
    try (var file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(BYTES);
    }
    Run.command("mkfs.ext4", "-q", "-F", image);
    Run.command(program, image, millis, fuse);
    try {
      Run.command("mount", "-o", "loop", fuse.resolve("disk"), mount);
    } catch (Exception e) {
      Run.command("fusermount3", "-u", fuse);
      throw e;
    }
  }

  @Override
  public void close() throws Exception {
    Run.command("umount", mount);
    // The loop device lets its file go a moment later.
    for (int tried = 0; ; tried++) {
      try {
        Run.command("fusermount3", "-u", fuse);
        return;
      } catch (Exception e) {
        if (tried == 50) {
          throw e;
        }
        Thread.sleep(100);
      }
    }
  }
}
