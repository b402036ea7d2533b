package dev.durable.engine;

import java.io.IOException;
import java.nio.file.CopyOption;
import java.nio.file.Path;

/** The JDK's own copy of a file. */
public interface PlainCopy {
  /** As {@code Files.copy}. */
  void copy(Path source, Path target, CopyOption... options) throws IOException;
}
