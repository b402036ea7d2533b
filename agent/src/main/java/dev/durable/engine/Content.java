package dev.durable.engine;

import java.io.IOException;
import java.io.OutputStream;

/** What is to be written. */
public abstract class Content {

  /**
   * Writes the content; called at most once. What it throws reaches the caller of the engine as it
   * is.
   */
  public abstract void writeTo(OutputStream out) throws IOException;

  /** The whole content, if it is one array that nobody will change; else null. */
  byte[] array() {
    return null;
  }

  /** Whether it is known beforehand that there is nothing to write. */
  boolean isEmpty() {
    return false;
  }

  /** The content that these arrays hold, one after the other. They are not copied. */
  public static Content of(byte[]... parts) {
    return new Arrays(parts);
  }

  private static final class Arrays extends Content {
    private final byte[][] parts;

    Arrays(byte[][] parts) {
      this.parts = parts;
    }

    @Override
    byte[] array() {
      return parts.length == 1 ? parts[0] : null;
    }

    @Override
    boolean isEmpty() {
      for (byte[] part : parts) {
        if (part.length > 0) {
          return false;
        }
      }
      return true;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      for (byte[] part : parts) {
        out.write(part, 0, part.length);
      }
    }
  }
}
