package dev.durable.hooks;

import dev.durable.engine.Content;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.security.AccessControlContext;
import java.security.AccessController;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;

/** The application's lines, encoded as {@code Files.write} does it; they are asked for once. */
final class Lines extends Content {
  private final Iterable<? extends CharSequence> lines;
  private final Charset charset;

  /** What the caller may do, for a security manager; null if there is none. */
  private final AccessControlContext caller;

  private boolean begun;
  private Throwable failure;

  Lines(Iterable<? extends CharSequence> lines, Charset charset) {
    this.lines = lines;
    this.charset = charset;
    this.caller = System.getSecurityManager() == null ? null : AccessController.getContext();
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
  public void writeTo(final OutputStream out) throws IOException {
    if (caller == null) {
      writeLines(out);
      return;
    }
    try {
      // The engine's work is privileged; the application's own, in the midst of it, is not.
      AccessController.doPrivileged(
          new PrivilegedExceptionAction<Void>() {
            @Override
            public Void run() throws IOException {
              writeLines(out);
              return null;
            }
          },
          caller);
    } catch (PrivilegedActionException e) {
      throw (IOException) e.getException();
    }
  }

  private void writeLines(OutputStream out) throws IOException {
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
