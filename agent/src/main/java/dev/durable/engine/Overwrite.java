package dev.durable.engine;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A new content that is written over the old one, in the same file. It is complete before the file
 * is touched, so that content that fails half-way leaves the file as it was.
 */
abstract class Overwrite implements Closeable {
  /** The content's length, in bytes. */
  abstract long length() throws IOException;

  /** Writes the content between {@code from} and {@code to}, at {@code out}'s present position. */
  abstract void copy(long from, long to, FileChannel out) throws IOException;

  /** Whether what the file holds beyond the content stays. */
  abstract boolean restStays();

  /**
   * Overwrites the file that is open as {@code out}, and forces it.
   *
   * @throws TargetUnchanged if the file holds its old content still
   * @throws IOException if it may hold anything
   */
  final void into(FileChannel out) throws IOException {
    long length = length();
    long old = out.size();
    // First what makes the file longer, for that is what a full disk refuses.
    if (length > old) {
      try {
        out.position(old);
        copy(old, length, out);
      } catch (IOException e) {
        out.truncate(old);
        throw new TargetUnchanged(e);
      }
    }
    out.position(0);
    copy(0, Math.min(old, length), out);
    if (length < old && !restStays()) {
      out.truncate(length);
    }
    Disk.force(out);
  }

  @Override
  public void close() throws IOException {}

  /** The target's old content stands; the cause says why. */
  static final class TargetUnchanged extends IOException {
    private static final long serialVersionUID = 1;

    TargetUnchanged(IOException cause) {
      super(cause);
    }

    @Override
    public synchronized IOException getCause() {
      return (IOException) super.getCause();
    }
  }

  /** With what a file holds from {@code begin} on; closed with it. */
  static Overwrite with(final FileChannel source, final long begin, final boolean restStays) {
    return new Overwrite() {
      @Override
      boolean restStays() {
        return restStays;
      }

      @Override
      long length() throws IOException {
        return source.size() - begin;
      }

      @Override
      void copy(long from, long to, FileChannel out) throws IOException {
        for (long at = from; at < to; ) {
          long moved = source.transferTo(begin + at, to - at, out);
          if (moved <= 0) {
            throw new IOException("the new content has become shorter");
          }
          at += moved;
        }
      }

      @Override
      public void close() throws IOException {
        source.close();
      }
    };
  }

  /** With what is in memory. */
  static Overwrite with(final Gathered content, final boolean restStays) {
    return new Overwrite() {
      @Override
      long length() {
        return content.size();
      }

      @Override
      boolean restStays() {
        return restStays;
      }

      @Override
      void copy(long from, long to, FileChannel out) throws IOException {
        for (int at = (int) from; at < to; ) {
          int most = Math.min(Output.CHUNK, (int) to - at);
          at += out.write(ByteBuffer.wrap(content.bytes(), at, most));
        }
      }
    };
  }
}
