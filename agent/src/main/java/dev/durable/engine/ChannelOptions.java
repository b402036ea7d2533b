package dev.durable.engine;

import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/** What the options of an opened channel ask for. */
public final class ChannelOptions {
  /** Whether the channel is for reading, too. */
  public final boolean read;

  final boolean create;
  final boolean followLinks;

  private final Set<OpenOption> given;

  private ChannelOptions(Set<OpenOption> given) {
    this.given = given;
    this.read = given.contains(StandardOpenOption.READ);
    this.create =
        given.contains(StandardOpenOption.CREATE) || given.contains(StandardOpenOption.CREATE_NEW);
    this.followLinks =
        !given.contains(LinkOption.NOFOLLOW_LINKS)
            && !given.contains(StandardOpenOption.CREATE_NEW);
  }

  /**
   * Reads the options.
   *
   * @return null for what the plain call should have: channels that write nothing or leave nothing,
   *     and options that it will refuse
   */
  public static ChannelOptions of(Set<? extends OpenOption> options) {
    if (options == null) {
      return null;
    }
    boolean append = options.contains(StandardOpenOption.APPEND);
    boolean writes = append || options.contains(StandardOpenOption.WRITE);
    boolean refused =
        append
            && (options.contains(StandardOpenOption.READ)
                || options.contains(StandardOpenOption.TRUNCATE_EXISTING));
    for (OpenOption option : options) {
      refused |= option == null;
    }
    if (!writes || refused || options.contains(StandardOpenOption.DELETE_ON_CLOSE)) {
      return null;
    }
    return new ChannelOptions(new HashSet<OpenOption>(options));
  }

  /** Whether the content will be all new, and nobody must see the file before. */
  boolean replaces() {
    return given.contains(StandardOpenOption.TRUNCATE_EXISTING)
        && !isExclusive()
        && !given.contains(StandardOpenOption.SYNC)
        && !given.contains(StandardOpenOption.DSYNC);
  }

  /** Whether there must be no file of that name. */
  boolean isExclusive() {
    return given.contains(StandardOpenOption.CREATE_NEW);
  }

  /** For a temp file that exists. */
  Set<OpenOption> ofExisting(Policy policy) {
    Set<OpenOption> options = inPlace(policy);
    options.remove(StandardOpenOption.CREATE);
    options.remove(StandardOpenOption.TRUNCATE_EXISTING);
    return options;
  }

  /** For a temp file that doesn't exist yet. */
  Set<OpenOption> ofNew(Policy policy) {
    Set<OpenOption> options = ofExisting(policy);
    options.add(StandardOpenOption.CREATE_NEW);
    return options;
  }

  /**
   * For the file itself. With {@code force=write} the same goes for a temp file, which may become
   * the file while it is open.
   */
  Set<OpenOption> inPlace(Policy policy) {
    Set<OpenOption> options = new HashSet<>(given);
    if (policy.force == Policy.Force.WRITE) {
      options.add(StandardOpenOption.SYNC);
    }
    return options;
  }
}
