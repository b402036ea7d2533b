package dev.durable.cli.report;

import dev.durable.engine.Obstacle;

/** What an operator can do about an obstacle. */
final class Advice {
  private Advice() {}

  static String on(String obstacle) {
    try {
      return on(Obstacle.valueOf(obstacle));
    } catch (IllegalArgumentException ofAnotherVersion) {
      return "";
    }
  }

  private static String on(Obstacle obstacle) {
    switch (obstacle) {
      case HARD_LINKS:
        return "Give the file one name only: find the others with find -samefile, and put copies or"
            + " symbolic links in their place.";
      case OWNER:
        return "Give the file to the user of the application (chown), or run the application as the"
            + " file's owner.";
      case ATTRIBUTES:
        return "Remove access list entries or attributes that this user may not set (getfacl,"
            + " getfattr -m -), or let the directory's default access list give them.";
      case NOT_READABLE:
        return "Let the application read what it writes (chmod u+r).";
      case DIRECTORY_NOT_WRITABLE:
        return "Let the application create files in the directory: a replacement needs a temp file"
            + " beside the target.";
      case DIRECTORY_NOT_READABLE:
        return "Let the application read the directory (chmod u+r): only what can be opened can be"
            + " forced.";
      case RENAME_REFUSED:
        return "Take the sticky bit or the append-only attribute from the directory, or give the"
            + " application a directory of its own.";
      case MOUNT_POINT:
        return "Mount the file's directory into the container rather than the single file.";
      case OTHER_FILE_SYSTEM:
        return "Keep the file on one file system: on an overlay, on a volume of its own.";
      case OPEN:
        return "Nothing need be done: the file is appended to or updated by one part of the"
            + " application while another writes it anew.";
      case LOCKED:
        return "Nothing need be done: the application locks the file that it writes. Where it always"
            + " does, streams=in-place says so.";
      default:
        return "";
    }
  }
}
