package dev.durable.control;

import dev.durable.observe.Histogram;

/** A histogram, for JMX. */
public final class Distribution {
  private final Histogram histogram;

  Distribution(Histogram histogram) {
    this.histogram = histogram;
  }

  /** How often in all. */
  public long getCount() {
    return histogram.count();
  }

  /** In all. */
  public long getTotalNanos() {
    return histogram.nanos();
  }

  public long getLongestNanos() {
    return histogram.longestNanos();
  }

  /** How often, by range. */
  public long[] getCounts() {
    return histogram.counts();
  }

  /** Where each range ends, in microseconds. */
  public long[] getEndsMicros() {
    long[] ends = new long[histogram.counts().length];
    for (int i = 0; i < ends.length; i++) {
      ends[i] = Histogram.endMicros(i);
    }
    return ends;
  }
}
