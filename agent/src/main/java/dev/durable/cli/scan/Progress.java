package dev.durable.cli.scan;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.concurrent.TimeUnit;

/** How far long work is, in a line of the terminal that is written over and at last removed. */
final class Progress {
  private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long NEXT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final String REMOVED = "\r\033[K";

  private final PrintStream terminal;
  private int all;
  private int done;
  private long nextNanos = System.nanoTime() + FIRST_NANOS;
  private boolean shown;

  private Progress(PrintStream terminal) {
    this.terminal = terminal;
  }

  /** On standard error, if that is a terminal. */
  static Progress onTerminal() {
    return new Progress(isTerminal() ? System.err : null);
  }

  static Progress none() {
    return new Progress(null);
  }

  /** {@code System.console()} tells of standard input and output, and before Java 22 only. */
  private static boolean isTerminal() {
    try {
      String target = Files.readSymbolicLink(Paths.get("/proc/self/fd/2")).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  synchronized void more() {
    all++;
  }

  synchronized void done() {
    done++;
    if (terminal != null && System.nanoTime() - nextNanos > 0) {
      terminal.print(REMOVED + done + " of " + all + " archives and directories");
      terminal.flush();
      shown = true;
      nextNanos = System.nanoTime() + NEXT_NANOS;
    }
  }

  synchronized void close() {
    if (shown) {
      terminal.print(REMOVED);
      terminal.flush();
    }
  }
}
