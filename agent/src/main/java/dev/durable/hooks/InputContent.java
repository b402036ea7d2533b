package dev.durable.hooks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** What the application's stream yields. */
final class InputContent extends ApplicationContent {
  private static final int BUFFER = 64 * 1024;

  private final InputStream in;
  private long count;

  InputContent(InputStream in) {
    this.in = in;
  }

  /** How much there was, in bytes. */
  long count() {
    return count;
  }

  @Override
  void yieldTo(OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
      out.write(buffer, 0, read);
      count += read;
    }
  }
}
