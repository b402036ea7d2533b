package dev.durable.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;

/** What children of other users must be able to read, wherever the checkout is. */
final class Everybodys {
  private Everybodys() {}

  /**
   * The file or directory itself, or a copy of it, if it is in a directory that others can't enter.
   */
  static Path copyIfNeeded(Path original) {
    try {
      return isReachable(original.toRealPath()) ? original : copy(original);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isReachable(Path path) throws IOException {
    for (Path parent = path.getParent(); parent != null; parent = parent.getParent()) {
      if (!Files.getPosixFilePermissions(parent).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return false;
      }
    }
    return true;
  }

  private static Path copy(Path original) throws IOException {
    Path directory = Files.createTempDirectory("durable-tests-");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path copy = directory.resolve(original.getFileName());
    try (var files = Files.walk(original)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(original.relativize(file).toString()));
      }
    }
    return copy;
  }
}
