package dev.durable.observe;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lines for the operator, on the process's standard error: past {@code System.err}, which the
 * application may have replaced, locked or sent to a protected file.
 */
public final class Log {
  private static final String PREFIX = "durable: ";

  /** How many different warnings are shown at most. */
  private static final int MOST = 100;

  private final OutputStream err;
  private final Set<String> shown = ConcurrentHashMap.newKeySet();
  private final AtomicLong withheld = new AtomicLong();
  private volatile String last = "";

  public Log() {
    this(new FileOutputStream(FileDescriptor.err));
  }

  Log(OutputStream err) {
    this.err = err;
  }

  /** Writes one line. */
  public void line(String text) {
    last = text;
    // One write, so that the line stays whole beside what the application prints; line breaks,
    // which
    // file names may hold, don't begin another line.
    String line = PREFIX + text.replace('\n', ' ').replace('\r', ' ') + System.lineSeparator();
    try {
      err.write(line.getBytes(Charset.defaultCharset()));
    } catch (IOException e) {
      // Standard error is closed: nobody is listening.
    }
  }

  /** Warns once of each cause at each place; from then on, and after a hundred, only counts. */
  public void warn(String cause, Object place, String text) {
    if (shown.size() < MOST && shown.add(cause + " " + place)) {
      line(text);
    } else {
      withheld.incrementAndGet();
    }
  }

  /** The text of the newest line; empty if there was none. */
  public String last() {
    return last;
  }

  /** How many warnings were counted and not shown. */
  public long withheld() {
    return withheld.get();
  }
}
