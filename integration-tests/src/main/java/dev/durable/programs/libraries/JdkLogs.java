package dev.durable.programs.libraries;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.logging.FileHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** Logs of the JDK's, and one that an application has made itself. */
final class JdkLogs {
  private static final int ROLLING = 10_000;
  private static final int NEVER_ROLLING = 0;
  private static final int LINES_BEFORE_RENAME = 300;

  private JdkLogs() {}

  static void addTo(Map<String, Growth> ways) {
    ways.put(
        "FileHandler that appends",
        new Growth(
            Growth.Kind.UNFORCED,
            (directory, numbers) -> handle(directory, numbers, NEVER_ROLLING, 1),
            LogFiles::read));
    // It begins each new file as one to be written whole.
    ways.put(
        "FileHandler that rolls",
        new Growth(
            Growth.Kind.UNFORCED_OR_STAGED,
            (directory, numbers) -> handle(directory, numbers, ROLLING, 100),
            LogFiles::read));
    ways.put(
        "FileOutputStream that appends and is renamed",
        new Growth(
            Growth.Kind.UNFORCED,
            (directory, numbers) -> renameWhileOpen(directory, numbers, true),
            LogFiles::read));
    ways.put(
        "FileOutputStream renamed while open",
        new Growth(
            Growth.Kind.UNFORCED_OR_STAGED,
            (directory, numbers) -> renameWhileOpen(directory, numbers, false),
            LogFiles::read));
  }

  private static void handle(Path directory, Numbers numbers, int limit, int count)
      throws IOException {
    String pattern = directory.resolve("log.%g").toString();
    FileHandler handler = new FileHandler(pattern, limit, count, true);
    handler.setFormatter(new Bare());
    for (int number : numbers) {
      handler.publish(new LogRecord(Level.INFO, LogFiles.line(number)));
    }
    handler.close();
  }

  /** Each log gets another name while it is open, and some more lines under that name. */
  private static void renameWhileOpen(Path directory, Numbers numbers, boolean append)
      throws IOException {
    File log = new File(directory.toFile(), "log");
    OutputStream last = null;
    OutputStream out = new FileOutputStream(log, append);
    for (int number : numbers) {
      if (number % LINES_BEFORE_RENAME == 0) {
        if (!log.renameTo(new File(directory.toFile(), "log." + number))) {
          throw new IOException("not renamed");
        }
        last = out;
        out = new FileOutputStream(log, append);
      } else if (number % LINES_BEFORE_RENAME == 10 && last != null) {
        last.close();
        last = null;
      }
      OutputStream used = last != null ? last : out;
      used.write((LogFiles.line(number) + "\n").getBytes(StandardCharsets.UTF_8));
    }
    out.close();
  }

  /** A line with nothing but the message. */
  private static final class Bare extends Formatter {
    @Override
    public String format(LogRecord entry) {
      return entry.getMessage() + "\n";
    }
  }
}
