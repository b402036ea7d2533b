package dev.durable.engine;

import java.lang.reflect.Method;

/** A system call's error, with its number: what {@code sun.nio.fs.UnixException} holds. */
final class NativeException extends Exception {
  private static final long serialVersionUID = 1;

  // Numbers of Linux, include/uapi/asm-generic/errno*.h.
  static final int ENOENT = 2;
  static final int ENODATA = 61;
  static final int EOPNOTSUPP = 95;

  final int errno;

  NativeException(Throwable unixException) {
    super(unixException);
    this.errno = errnoOf(unixException);
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
