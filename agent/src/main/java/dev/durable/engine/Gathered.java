package dev.durable.engine;

import java.io.ByteArrayOutputStream;

/** Content gathered in memory, so that it can be written at once. */
final class Gathered extends ByteArrayOutputStream {
  /** The bytes, up to {@link #size}; not a copy. */
  byte[] bytes() {
    return buf;
  }
}
