package dev.durable.programs.libraries;

import java.util.Iterator;
import java.util.stream.IntStream;

/**
 * What is added to a log or a database: numbers in their order, up to {@link #LAST}. Whoever takes
 * one after the other meets the {@link Middle} when those up to {@link #HALF} are done with.
 */
final class Numbers implements Iterable<Integer> {
  static final int LAST = 2000;
  static final int HALF = LAST / 2;

  private final int first;
  private final Middle middle;

  Numbers(int first, Middle middle) {
    this.first = first;
    this.middle = middle;
  }

  @Override
  public Iterator<Integer> iterator() {
    return IntStream.rangeClosed(first, LAST).peek(this::meetMiddle).iterator();
  }

  private void meetMiddle(int number) {
    if (number == HALF + 1) {
      middle.reached();
    }
  }
}
