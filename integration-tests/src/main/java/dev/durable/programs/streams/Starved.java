package dev.durable.programs.streams;

import java.io.IOException;
import java.io.OutputStream;

/** A write at the end of memory: the JDK needs none for it, and what is woven into it may. */
final class Starved {
  private static final int ROUNDS = 20;

  /** A field, so that the memory stays full during the write. */
  private static volatile Link all;

  /** The smallest object that holds another one. */
  private static final class Link {
    final Link next;

    Link(Link next) {
      this.next = next;
    }
  }

  private Starved() {}

  /** Returns what the write has thrown, or null. */
  static Error write(OutputStream out, byte[] bytes) throws IOException {
    try {
      fill();
      out.write(bytes);
      return null;
    } catch (OutOfMemoryError e) {
      return e;
    } finally {
      all = null;
    }
  }

  /** More than once, for there are objects that go after the first time. */
  private static void fill() {
    for (int i = 0; i < ROUNDS; i++) {
      try {
        while (true) {
          all = new Link(all);
        }
      } catch (OutOfMemoryError full) {
        // As it was to be.
      }
    }
  }
}
