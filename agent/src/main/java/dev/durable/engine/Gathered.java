package dev.durable.engine;

import java.io.ByteArrayOutputStream;

/** Content gathered in memory, so that it can be written at once. */
final class Gathered extends ByteArrayOutputStream {
  /** The bytes, up to {@link #size}; not a copy. */
  byte[] bytes() {
    return buf;
  }

  /**
   * Takes a first array as it is: one write of one array, the usual case, isn't copied. Such an
   * array is full, so that whatever comes after it goes to a larger copy, never into it.
   */
  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    if (count == 0 && offset == 0 && length == bytes.length) {
      buf = bytes;
      count = length;
    } else {
      super.write(bytes, offset, length);
    }
  }
}
