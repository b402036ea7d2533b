package dev.durable.engine;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;

/**
 * The errors that decide something. The JDK keeps only the text of an error number, in the
 * process's locale, so each is recognised by the text that this very process gives it or, where
 * that isn't known, by the English one.
 */
enum Errno {
  EPERM(1, "Operation not permitted"),
  EBADF(9, "Bad file descriptor"),
  EACCES(13, "Permission denied"),
  EBUSY(16, "Device or resource busy"),
  EXDEV(18, "Invalid cross-device link"),
  ENOTDIR(20, "Not a directory"),
  EINVAL(22, "Invalid argument"),
  ENFILE(23, "Too many open files in system"),
  EMFILE(24, "Too many open files"),
  ENOTTY(25, "Inappropriate ioctl for device"),
  ETXTBSY(26, "Text file busy"),
  ENOSPC(28, "No space left on device"),
  EROFS(30, "Read-only file system"),
  ENAMETOOLONG(36, "File name too long"),
  EMLINK(31, "Too many links"),
  ENOSYS(38, "Function not implemented"),
  ELOOP(40, "Too many levels of symbolic links or unable to access attributes of symbolic link"),
  EOPNOTSUPP(95, "Operation not supported"),
  EDQUOT(122, "Disk quota exceeded");

  /** What the JDK says of it. */
  final String text;

  Errno(int linuxNumber, String english) {
    String local = JdkInternals.errorText(linuxNumber);
    this.text = local == null ? english : local;
  }

  /** Whether {@code error} tells of this error number. */
  boolean is(IOException error) {
    if (this == EXDEV && error instanceof AtomicMoveNotSupportedException) {
      return true;
    }
    if (this == EACCES && error instanceof AccessDeniedException) {
      return true;
    }
    String reason =
        error instanceof FileSystemException
            ? ((FileSystemException) error).getReason()
            : error.getMessage();
    return text.equals(reason);
  }

  /** Whether {@code error} tells of one of {@code these}. */
  static boolean isAny(IOException error, Errno... these) {
    for (Errno errno : these) {
      if (errno.is(error)) {
        return true;
      }
    }
    return false;
  }
}
