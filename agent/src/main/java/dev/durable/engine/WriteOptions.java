package dev.durable.engine;

import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;

/** What the options of a {@code Files.write} ask for. */
public final class WriteOptions {
  enum Kind {
    /** The whole content is new. */
    REPLACE,
    /** The beginning is overwritten, the rest stays. */
    UPDATE,
    /** The file must not exist. */
    CREATE_NEW,
    APPEND
  }

  final Kind kind;

  /** Whether a missing file is created. */
  final boolean create;

  final boolean followLinks;

  private WriteOptions(Kind kind, boolean create, boolean followLinks) {
    this.kind = kind;
    this.create = create;
    this.followLinks = followLinks;
  }

  /**
   * Reads the options as {@code FileSystemProvider.newOutputStream} does.
   *
   * @return null for what the plain call should have: options that it will refuse, that ask for no
   *     lasting file, or that are unknown here
   */
  public static WriteOptions of(OpenOption... options) {
    if (options == null) {
      return null;
    }
    boolean create = options.length == 0;
    boolean truncate = options.length == 0;
    boolean createNew = false;
    boolean append = false;
    boolean followLinks = true;
    for (OpenOption option : options) {
      if (option == LinkOption.NOFOLLOW_LINKS) {
        followLinks = false;
      } else if (option == StandardOpenOption.CREATE) {
        create = true;
      } else if (option == StandardOpenOption.CREATE_NEW) {
        createNew = true;
      } else if (option == StandardOpenOption.TRUNCATE_EXISTING) {
        truncate = true;
      } else if (option == StandardOpenOption.APPEND) {
        append = true;
      } else if (option != StandardOpenOption.WRITE
          && option != StandardOpenOption.SPARSE
          && option != StandardOpenOption.SYNC
          && option != StandardOpenOption.DSYNC) {
        return null;
      }
    }
    if (append && truncate) {
      return null;
    }
    Kind kind =
        createNew ? Kind.CREATE_NEW : append ? Kind.APPEND : truncate ? Kind.REPLACE : Kind.UPDATE;
    return new WriteOptions(kind, create, followLinks);
  }
}
