package dev.durable.engine;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A system call's error, with its number: what {@code sun.nio.fs.UnixException} holds. */
final class NativeException extends Exception {
  private static final long serialVersionUID = 1;

  // Numbers of Linux, include/uapi/asm-generic/errno*.h.
  static final int ENOENT = 2;
  static final int ENOMEM = 12;
  static final int EACCES = 13;
  static final int EEXIST = 17;
  static final int ENFILE = 23;
  static final int EMFILE = 24;
  static final int ENODATA = 61;
  static final int EOPNOTSUPP = 95;

  final int errno;

  NativeException(Throwable unixException) {
    super(unixException);
    this.errno = errnoOf(unixException);
  }

  /** Whether it tells of this process's or this machine's want, rather than of the file. */
  boolean isShortage() {
    return errno == EMFILE || errno == ENFILE || errno == ENOMEM;
  }

  /** The exception that the JDK makes of it, about {@code file}. */
  IOException asIOException(Path file) {
    String name = file.toString();
    switch (errno) {
      case EACCES:
        return new AccessDeniedException(name);
      case ENOENT:
        return new NoSuchFileException(name);
      case EEXIST:
        return new FileAlreadyExistsException(name);
      default:
        return new FileSystemException(name, null, getCause().getMessage());
    }
  }

  private static int errnoOf(Throwable unixException) {
    try {
      Method errno = unixException.getClass().getDeclaredMethod("errno");
      errno.setAccessible(true);
      return (Integer) errno.invoke(unixException);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return -1;
    }
  }
}
