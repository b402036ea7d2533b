package dev.durable.audit;

import dev.durable.config.Rules;
import dev.durable.hooks.Hooks;
import dev.durable.observe.Audit;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.RandomAccessFile;

/** All that an audit watches. */
public final class Watching {
  private static final String CHANNEL = "sun.nio.ch.FileChannelImpl";
  private static final String ASYNCHRONOUS = "sun.nio.ch.SimpleAsynchronousFileChannelImpl";

  private static final String STREAMS = "WatchedStreamHooks";

  private Watching() {}

  /** Names all hooks. */
  public static void seat(Hooks.Seats seats) {
    String stream = FileOutputStream.class.getName();
    String file = RandomAccessFile.class.getName();
    seats.guard(stream, "open", "BEFORE", STREAMS, "opening");
    seats.guard(stream, "open", "AFTER", STREAMS, "opened");
    seats.guard(file, "open", "BEFORE", STREAMS, "openingFile");
    seats.guard(file, "open", "AFTER", STREAMS, "openedFile");
    seats.guard(Hooks.PROVIDER, "WatchedProviderHooks");
    seats.guard(Hooks.DELETING_PROVIDER, "WatchedDeletionHooks");
    seats.guard(File.class.getName(), "WatchedFileHooks");
    String[][] closes = {
      {stream, "close"}, {file, "close"}, {CHANNEL, "implCloseChannel"}, {ASYNCHRONOUS, "close"}
    };
    for (String[] close : closes) {
      seats.guard(close[0], close[1], "BEFORE", STREAMS, "closing");
    }
    seats.guard(CHANNEL, "force", "AFTER", STREAMS, "forced");
    seats.guard(ASYNCHRONOUS, "force", "AFTER", STREAMS, "forced");
    if (Hooks.isNative(FileDescriptor.class, "sync")) {
      // Up to Java 20: who asks for the descriptor is taken to force the file with it.
      seats.guard(stream, "getFD", "BEFORE", STREAMS, "handedOut");
      seats.guard(file, "getFD", "BEFORE", STREAMS, "handedOut");
    } else {
      seats.guard(FileDescriptor.class.getName(), "sync", "AFTER", STREAMS, "forced");
    }
    Hooks.arrivals(seats);
  }

  /**
   * From now on what is written to the paths of {@code rules} is noted.
   *
   * @param rules null for all paths
   */
  public static void begin(Audit audit, Rules rules) {
    Watch.begin(audit, rules);
  }

  /** From now on what is written to the paths of {@code rules} is noted; null for all. */
  public static void change(Rules rules) {
    Watch.change(rules);
  }

  /** Notes what is open still. */
  public static void end() {
    Watch.end();
  }
}
