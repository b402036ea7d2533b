package dev.durable.programs.libraries;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The middle of what is being written: what the program does there. */
enum Middle {
  /** Nothing. */
  GO {
    @Override
    void reached() {}
  },

  /** Says so, and waits for a byte on standard input, so that somebody may look at the file. */
  LOOK {
    @Override
    void reached() {
      System.out.println("middle");
      try {
        System.in.read();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  },

  /** Fails, as a getter of the application may. */
  FAIL {
    @Override
    void reached() {
      throw new IllegalStateException("in the middle");
    }
  },

  /** Ends the JVM at once. */
  HALT {
    @Override
    void reached() {
      Runtime.getRuntime().halt(Replacing.HALTED);
    }
  };

  abstract void reached();
}
