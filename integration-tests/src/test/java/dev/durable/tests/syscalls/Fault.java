package dev.durable.tests.syscalls;

import java.util.List;
import java.util.Map;

/**
 * An error that the kernel may give, at a system call.
 *
 * @param place of the call, for strace
 */
record Fault(String place, String error) {
  private static final String CHANGE = "EIO ENOSPC EDQUOT EROFS EACCES EPERM";
  private static final String REMOVAL = "EIO EROFS EACCES EPERM";
  private static final String OPEN = "EIO EACCES EPERM EMFILE ENFILE EINTR";
  private static final String OPEN_TO_CHANGE = OPEN + " ENOSPC EDQUOT EROFS";
  private static final String WRITE = "EIO ENOSPC EDQUOT EROFS EPERM EINTR";
  private static final String LOOK_UP = "EIO";

  /** By what is done, as section 2 of the manual pages and the file systems have it. */
  private static final Map<String, String> POSSIBLE =
      Map.ofEntries(
          Map.entry("open", OPEN),
          Map.entry("create", OPEN_TO_CHANGE),
          Map.entry("open or create", OPEN_TO_CHANGE),
          Map.entry("overwrite", OPEN_TO_CHANGE),
          Map.entry("truncate", OPEN_TO_CHANGE),
          Map.entry("write", WRITE),
          Map.entry("fsync", "EIO ENOSPC EDQUOT EROFS EINTR"),
          Map.entry("fdatasync", "EIO ENOSPC EDQUOT EROFS EINTR"),
          Map.entry("close", "EIO ENOSPC EDQUOT EINTR"),
          Map.entry("rename", CHANGE),
          Map.entry("link", CHANGE),
          Map.entry("symlink", CHANGE),
          Map.entry("mkdir", CHANGE),
          Map.entry("unlink", REMOVAL),
          Map.entry("rmdir", REMOVAL),
          Map.entry("chmod", CHANGE),
          Map.entry("chown", CHANGE),
          Map.entry("setxattr", CHANGE),
          Map.entry("utimensat", CHANGE),
          Map.entry("read", "EIO EINTR"),
          Map.entry("pread64", "EIO EINTR"),
          Map.entry("getdents64", "EIO"),
          Map.entry("fcntl", "EINTR"),
          Map.entry("mmap", "EACCES ENFILE"),
          Map.entry("dup", "EMFILE"),
          Map.entry("lseek", ""),
          Map.entry("fadvise64", ""));

  /** The errors that can occur at a call. */
  static List<String> at(SystemCall call) {
    if (call.arguments().contains("F_UNLCK")) {
      return List.of(); // Nothing keeps that waiting.
    }
    String errors = POSSIBLE.getOrDefault(call.exactVerb(), LOOK_UP);
    return errors.isEmpty() ? List.of() : List.of(errors.split(" "));
  }

  boolean isOfClose() {
    return place.startsWith("close:");
  }

  /** In strace's words. */
  String injection() {
    return place.replace(":", ":error=" + error + ":");
  }
}
