package dev.durable.observe;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long something took, how often: in ranges of which each reaches twice as far as the one
 * before. Safe for use by any number of threads.
 */
public final class Histogram {
  /** The last range is without an end; the one before it ends at about 67 seconds. */
  private static final int RANGES = 28;

  private final AtomicLongArray counts = new AtomicLongArray(RANGES);
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong longest = new AtomicLong();

  Histogram() {}

  void add(long duration) {
    long micros = TimeUnit.NANOSECONDS.toMicros(duration);
    counts.incrementAndGet(Math.min(RANGES - 1, Long.SIZE - Long.numberOfLeadingZeros(micros)));
    nanos.addAndGet(duration);
    for (long known = longest.get(); duration > known; known = longest.get()) {
      longest.compareAndSet(known, duration);
    }
  }

  /** How often, by range: below 1 microsecond, below 2, below 4, ... */
  public long[] counts() {
    long[] copy = new long[RANGES];
    for (int i = 0; i < RANGES; i++) {
      copy[i] = counts.get(i);
    }
    return copy;
  }

  /** Where a range ends, in microseconds; the last one has no end. */
  public static long endMicros(int range) {
    return range == RANGES - 1 ? Long.MAX_VALUE : 1L << range;
  }

  /** How often in all. */
  public long count() {
    long sum = 0;
    for (long count : counts()) {
      sum += count;
    }
    return sum;
  }

  /** In all. */
  public long nanos() {
    return nanos.get();
  }

  public long longestNanos() {
    return longest.get();
  }

  /**
   * The end of the range in which the given share of all, the quickest ones, ends, or the longest
   * of all if that is less; 0 for none.
   *
   * @param share above 0, at most 1
   */
  public long percentileMicros(double share) {
    long[] all = counts();
    long sum = 0;
    for (long count : all) {
      sum += count;
    }
    long wanted = (long) Math.ceil(sum * share);
    long seen = 0;
    for (int i = 0; i < RANGES; i++) {
      seen += all[i];
      if (seen >= wanted && seen > 0) {
        return Math.min(endMicros(i), TimeUnit.NANOSECONDS.toMicros(longestNanos()));
      }
    }
    return 0;
  }
}
