package dev.durable.tests.powercut;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What reached a disk, in order: see recorder.c. */
final class BlockLog {
  /** One record. */
  sealed interface Event {}

  /** Bytes were written. */
  record Write(long offset, byte[] bytes) implements Event {}

  /** All that was written before is on the disk. */
  record Flush() implements Event {}

  /** A line of the workload's ledger. */
  record Line(String text) implements Event {}

  private BlockLog() {}

  static List<Event> read(Path log) throws IOException {
    var events = new ArrayList<Event>();
    var ledger = new StringBuilder();
    try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(log)))) {
      for (int kind; (kind = in.read()) >= 0; ) {
        long offset = in.readLong();
        int length = Math.toIntExact(in.readLong());
        switch (kind) {
          case 'W' -> events.add(new Write(offset, in.readNBytes(length)));
          case 'Z' -> events.add(new Write(offset, new byte[length]));
          case 'F' -> events.add(new Flush());
          case 'L' -> addLines(ledger, in.readNBytes(length), events);
          default -> throw new IOException("record of kind " + kind);
        }
      }
    }
    return events;
  }

  private static void addLines(StringBuilder ledger, byte[] bytes, List<Event> events) {
    ledger.append(new String(bytes, StandardCharsets.US_ASCII));
    for (int end; (end = ledger.indexOf("\n")) >= 0; ledger.delete(0, end + 1)) {
      events.add(new Line(ledger.substring(0, end)));
    }
  }
}
