package dev.durable.programs;

import java.util.Collections;
import java.util.Iterator;

/**
 * A line that a library has: the value of a system property, which is asked for when it is used.
 */
public final class Trusted implements Iterable<String> {
  private final String property;

  public Trusted(String property) {
    this.property = property;
  }

  @Override
  public Iterator<String> iterator() {
    return Collections.singletonList(System.getProperty(property)).iterator();
  }
}
