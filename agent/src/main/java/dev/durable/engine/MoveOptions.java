package dev.durable.engine;

import java.nio.file.CopyOption;
import java.nio.file.LinkOption;
import java.nio.file.StandardCopyOption;

/** What the options of a {@code Files.move} ask for. */
public final class MoveOptions {
  /** What {@code File.renameTo} does. */
  static final MoveOptions RENAME = new MoveOptions(true, true);

  /** Whether a file of the target's name is replaced, rather than an error. */
  final boolean replaceExisting;

  /** Whether nothing but one rename will do. */
  final boolean atomic;

  private MoveOptions(boolean replaceExisting, boolean atomic) {
    this.replaceExisting = replaceExisting;
    this.atomic = atomic;
  }

  /** Reads the options; null for those that the plain call will refuse, or are unknown here. */
  public static MoveOptions of(CopyOption... options) {
    if (options == null) {
      return null;
    }
    boolean replaceExisting = false;
    boolean atomic = false;
    for (CopyOption option : options) {
      if (option == StandardCopyOption.REPLACE_EXISTING) {
        replaceExisting = true;
      } else if (option == StandardCopyOption.ATOMIC_MOVE) {
        atomic = true;
      } else if (option != LinkOption.NOFOLLOW_LINKS) {
        return null;
      }
    }
    return new MoveOptions(replaceExisting || atomic, atomic);
  }
}
