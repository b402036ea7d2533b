package dev.durable.hooks;

import dev.durable.engine.Content;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;

/** The application's lines, encoded as {@code Files.write} does it; they are asked for once. */
final class Lines extends Content {
  private final Iterable<? extends CharSequence> lines;
  private final Charset charset;
  private boolean begun;
  private Throwable failure;

  Lines(Iterable<? extends CharSequence> lines, Charset charset) {
    this.lines = lines;
    this.charset = charset;
  }

  /** Whether the application's iterator may have been used. */
  boolean begun() {
    return begun;
  }

  /** Whether {@code error} came out of the application's own code. */
  boolean failedWith(Throwable error) {
    return failure == error;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    CharsetEncoder encoder = charset.newEncoder();
    begun = true;
    try (BufferedWriter writer = new BufferedWriter(new OutputStreamWriter(out, encoder))) {
      for (CharSequence line : lines) {
        writer.append(line);
        writer.newLine();
      }
    } catch (RuntimeException | Error e) {
      failure = e;
      throw e;
    }
  }
}
