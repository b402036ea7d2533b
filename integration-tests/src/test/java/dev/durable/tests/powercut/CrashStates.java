package dev.durable.tests.powercut;

import dev.durable.tests.powercut.BlockLog.Event;
import dev.durable.tests.powercut.BlockLog.Flush;
import dev.durable.tests.powercut.BlockLog.Line;
import dev.durable.tests.powercut.BlockLog.Write;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * The states in which a crash can leave a disk: all that was flushed, and of what was written since
 * the last flush any part. As for dm-log-writes and CrashMonkey (Mohan et al., OSDI 2018), but with
 * parts of 4 KiB.
 */
final class CrashStates {
  /** Examines one state. */
  interface Examiner {
    /**
     * @param disk what is on it
     * @param promises what had been said when the crash came
     */
    void examine(Blocks disk, Promises promises) throws Exception;
  }

  private final Blocks before;
  private final List<Event> events;
  private final Random random;

  CrashStates(Blocks before, List<Event> events, Random random) {
    this.before = before;
    this.events = events;
    this.random = random;
  }

  /** How many times the disk was flushed. */
  int flushes() {
    return (int) events.stream().filter(Flush.class::isInstance).count();
  }

  /** How many changes were acknowledged. */
  int acknowledged() {
    return (int)
        events.stream()
            .filter(event -> event instanceof Line line && line.text().startsWith("="))
            .count();
  }

  int writes() {
    return (int) events.stream().filter(Write.class::isInstance).count();
  }

  /**
   * Examines states after flushes: with nothing that was written later, the latest moment at which
   * that can be; then with random parts of it, at random moments.
   *
   * @param share of the flushes that are looked at, from 0 to 1
   * @param parts how many random parts after each
   */
  void forEach(double share, int parts, Examiner examiner) throws Exception {
    Blocks disk = before.copy();
    var promises = new Promises();
    boolean isNew = true;
    for (int begin = 0; begin < events.size(); ) {
      int end = endOfEpoch(begin);
      isNew |= end > begin;
      boolean isLookedAt = isNew && random.nextDouble() < share;
      int[] moments = isLookedAt ? moments(begin, end, parts) : new int[0];
      // Lines are taken as time goes on, so the moments come in order; that of the flushed state is
      // the last.
      int next = 0;
      for (int at = begin; at <= end; at++) {
        for (; next < moments.length && moments[next] == at; next++) {
          examiner.examine(withSome(disk, events.subList(begin, at)), promises);
        }
        if (at < end && events.get(at) instanceof Line line) {
          promises.take(line.text());
        }
      }
      if (isLookedAt) {
        examiner.examine(disk, promises);
        isNew = false;
      }
      for (Event event : events.subList(begin, end)) {
        if (event instanceof Write write) {
          disk.write(write.offset(), write.bytes());
          isNew = true;
        }
      }
      begin = end + 1;
    }
  }

  private int endOfEpoch(int begin) {
    int end = begin;
    while (end < events.size() && !(events.get(end) instanceof Flush)) {
      end++;
    }
    return end;
  }

  /** In order; none where nothing is written. */
  private int[] moments(int begin, int end, int parts) {
    boolean isWritten = events.subList(begin, end).stream().anyMatch(Write.class::isInstance);
    return random.ints(isWritten ? parts : 0, begin, end + 1).sorted().toArray();
  }

  /** The disk with a random part of what was written; how large a part is random, too. */
  private Blocks withSome(Blocks disk, List<Event> written) {
    Blocks some = disk.copy();
    double chance = List.of(0.1, 0.5, 0.9, 1.0).get(random.nextInt(4));
    for (Event event : written) {
      if (event instanceof Write write) {
        for (Write piece : pieces(write)) {
          if (random.nextDouble() < chance) {
            some.write(piece.offset(), piece.bytes());
          }
        }
      }
    }
    return some;
  }

  private static List<Write> pieces(Write write) {
    var pieces = new ArrayList<Write>();
    byte[] bytes = write.bytes();
    for (int from = 0; from < bytes.length; ) {
      long at = write.offset() + from;
      int count = Math.min(Blocks.SIZE - (int) (at % Blocks.SIZE), bytes.length - from);
      pieces.add(new Write(at, Arrays.copyOfRange(bytes, from, from + count)));
      from += count;
    }
    return pieces;
  }
}
