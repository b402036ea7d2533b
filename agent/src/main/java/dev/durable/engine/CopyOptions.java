package dev.durable.engine;

import java.nio.file.CopyOption;
import java.nio.file.LinkOption;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** What the options of a {@code Files.copy} ask for. */
public final class CopyOptions {
  final boolean replaceExisting;
  final boolean followLinks;

  /** The others, for the JDK to obey. */
  private final List<CopyOption> others;

  private CopyOptions(boolean replaceExisting, boolean followLinks, List<CopyOption> others) {
    this.replaceExisting = replaceExisting;
    this.followLinks = followLinks;
    this.others = others;
  }

  /** Reads the options; null for those that the plain call will refuse. */
  public static CopyOptions of(CopyOption... options) {
    if (options == null) {
      return null;
    }
    boolean replaceExisting = false;
    boolean followLinks = true;
    List<CopyOption> others = new ArrayList<>();
    for (CopyOption option : options) {
      if (option == null || option == StandardCopyOption.ATOMIC_MOVE) {
        return null;
      }
      if (option == StandardCopyOption.REPLACE_EXISTING) {
        replaceExisting = true;
      } else {
        followLinks &= option != LinkOption.NOFOLLOW_LINKS;
        others.add(option);
      }
    }
    return new CopyOptions(replaceExisting, followLinks, others);
  }

  /** Whether nothing but the content, and the mode of a new file, is asked for. */
  boolean contentOnly() {
    return others.isEmpty() || others.size() == 1 && !followLinks;
  }

  CopyOption[] withoutReplacing() {
    return others.toArray(new CopyOption[0]);
  }
}
