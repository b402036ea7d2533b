package dev.durable.programs.libraries;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;

/** What is copied or moved. */
final class Sources {
  private Sources() {}

  /** A new file beside {@code target}. */
  static File of(File target, Lines lines) throws IOException {
    File source = new File(target.getParentFile(), "source");
    Files.write(source.toPath(), lines.bytes());
    return source;
  }
}
