package dev.durable.engine;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Turns what went wrong on the engine's own files into what the plain call would have thrown. */
final class Errors {
  private Errors() {}

  /**
   * The same error about {@code file}, the name that the application used. The original isn't kept
   * as cause: its message holds the temp file's name, which the application must not see.
   */
  static IOException naming(Path file, IOException error) {
    return naming(file, error, "");
  }

  /** As {@link #naming(Path, IOException)}, with more to say after the reason. */
  static IOException naming(Path file, IOException error, String more) {
    String name = file.toString();
    String reason =
        error instanceof FileSystemException
            ? ((FileSystemException) error).getReason()
            : error.getMessage();
    if (!more.isEmpty()) {
      reason = reason == null ? more : reason + " " + more;
    }
    IOException named;
    if (error instanceof NoSuchFileException) {
      named = new NoSuchFileException(name, null, reason);
    } else if (error instanceof AccessDeniedException) {
      named = new AccessDeniedException(name, null, reason);
    } else if (error instanceof FileAlreadyExistsException) {
      named = new FileAlreadyExistsException(name, null, reason);
    } else if (error instanceof DirectoryNotEmptyException) {
      named = new DirectoryNotEmptyException(name);
    } else {
      named =
          new FileSystemException(name, null, reason == null ? error.getClass().getName() : reason);
    }
    named.setStackTrace(error.getStackTrace());
    return named;
  }

  /** What went wrong, without the name of the file. */
  static String reason(IOException error) {
    if (error instanceof AccessDeniedException) {
      return Errno.EACCES.text;
    }
    String reason =
        error instanceof FileSystemException
            ? ((FileSystemException) error).getReason()
            : error.getMessage();
    return reason == null ? error.getClass().getSimpleName() : reason;
  }
}
