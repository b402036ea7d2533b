package dev.durable.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HistogramTest {
  private final Histogram histogram = new Histogram();

  @Test
  void eachRangeReachesTwiceAsFarAsTheOneBefore() {
    histogram.add(999);
    histogram.add(TimeUnit.MICROSECONDS.toNanos(1));
    histogram.add(TimeUnit.MICROSECONDS.toNanos(2));
    histogram.add(TimeUnit.MICROSECONDS.toNanos(3));
    histogram.add(TimeUnit.MICROSECONDS.toNanos(4));
    assertEquals(1, histogram.counts()[0]);
    assertEquals(1, histogram.counts()[1]);
    assertEquals(2, histogram.counts()[2]);
    assertEquals(1, histogram.counts()[3]);
    assertEquals(4, Histogram.endMicros(2));
    assertEquals(5, histogram.count());
    assertEquals(10_999, histogram.nanos());
    assertEquals(4_000, histogram.longestNanos());
  }

  @Test
  void theLastRangeHasNoEnd() {
    histogram.add(TimeUnit.HOURS.toNanos(1));
    int last = histogram.counts().length - 1;
    assertEquals(1, histogram.counts()[last]);
    assertEquals(Long.MAX_VALUE, Histogram.endMicros(last));
  }

  @Test
  void aPercentileIsTheEndOfItsRangeAndNoLongerThanTheLongest() {
    assertEquals(0, histogram.percentileMicros(0.5));
    for (int i = 0; i < 99; i++) {
      histogram.add(TimeUnit.MICROSECONDS.toNanos(100));
    }
    histogram.add(TimeUnit.MILLISECONDS.toNanos(50));
    assertEquals(128, histogram.percentileMicros(0.5));
    assertEquals(128, histogram.percentileMicros(0.99));
    assertEquals(50_000, histogram.percentileMicros(1));
  }
}
