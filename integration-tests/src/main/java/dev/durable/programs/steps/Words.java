package dev.durable.programs.steps;

import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;

/** What came of a call, in words: all that the application can see of it. */
final class Words {
  private static final int SHOWN_WHOLE = 60;

  /** Times before are those that a program has set; later ones are those of its run. */
  private static final long FIRST_PRESENT_MILLIS = 1_600_000_000_000L;

  private Words() {}

  static String of(byte[] bytes) {
    return of(bytes, bytes.length);
  }

  static String of(byte[] bytes, int length) {
    if (length <= SHOWN_WHOLE) {
      return "'"
          + new String(bytes, 0, length, StandardCharsets.ISO_8859_1).replace("\0", "\\0")
          + "'";
    }
    byte[] part = Arrays.copyOf(bytes, length);
    return "'"
        + new String(part, 0, 10, StandardCharsets.ISO_8859_1).replace("\0", "\\0")
        + "...'#"
        + Integer.toHexString(Arrays.hashCode(part));
  }

  static String time(FileTime time) {
    return time(time.toMillis());
  }

  static String time(long millis) {
    return millis < FIRST_PRESENT_MILLIS ? String.valueOf(millis) : "present";
  }

  static String of(Throwable e) {
    StringBuilder text = new StringBuilder(e.getClass().getName());
    if (e instanceof FileSystemException) {
      FileSystemException failure = (FileSystemException) e;
      text.append(" file=").append(failure.getFile());
      text.append(" other=").append(failure.getOtherFile());
      text.append(" reason=").append(failure.getReason());
    } else {
      text.append(" message=").append(e.getMessage());
    }
    if (e.getSuppressed().length > 0) {
      text.append(" suppressed=").append(Arrays.toString(e.getSuppressed()));
    }
    return e.getCause() == null || e.getCause() == e
        ? text.toString()
        : text + " cause=" + of(e.getCause());
  }
}
