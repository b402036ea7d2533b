package dev.durable.hooks;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.Charset;

/** The application's lines, encoded as {@code Files.write} does it. */
final class Lines extends ApplicationContent {
  private final Iterable<? extends CharSequence> lines;
  private final Charset charset;

  Lines(Iterable<? extends CharSequence> lines, Charset charset) {
    this.lines = lines;
    this.charset = charset;
  }

  @Override
  void yieldTo(OutputStream out) throws IOException {
    try (BufferedWriter writer =
        new BufferedWriter(new OutputStreamWriter(out, charset.newEncoder()))) {
      for (CharSequence line : lines) {
        writer.append(line);
        writer.newLine();
      }
    }
  }
}
