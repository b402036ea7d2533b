package dev.durable.agent;

import dev.durable.observe.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Warns of files that every user of the machine may change, and that the agent relies on. */
final class Exposure {
  private static final int OTHERS_WRITE = 0002;

  private Exposure() {}

  /**
   * Looks at {@code file}, behind its links.
   *
   * @param power what whoever changes it can do
   */
  static void warn(Path file, String power, Log log) {
    try {
      if (file.getFileSystem().supportedFileAttributeViews().contains("unix")
          && ((Integer) Files.getAttribute(file, "unix:mode") & OTHERS_WRITE) != 0) {
        log.line(file + " can be written by every user, who then " + power + "; chmod o-w " + file);
      }
    } catch (IOException e) {
      // It was read a moment ago; what has become of it is not for this class to say.
    }
  }
}
