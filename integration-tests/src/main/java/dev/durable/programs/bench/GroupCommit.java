package dev.durable.programs.bench;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A journal as one writes it by hand, whose threads share forces. */
final class GroupCommit implements Closeable {
  private final FileChannel channel;
  private long written;
  private long forced;
  private boolean forcing;

  GroupCommit(Path file) throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Returns when the bytes are on disk. */
  void append(byte[] bytes) throws IOException {
    long own = write(bytes);
    for (long upTo = begin(own); upTo > 0; upTo = begin(own)) {
      long done = 0;
      try {
        channel.force(false);
        done = upTo;
      } finally {
        end(done);
      }
    }
  }

  private synchronized long write(byte[] bytes) throws IOException {
    channel.write(ByteBuffer.wrap(bytes));
    return ++written;
  }

  /** What a force that this thread is to make will cover; 0 if its own bytes are forced. */
  private synchronized long begin(long own) throws IOException {
    while (forcing && forced < own) {
      try {
        wait();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
    if (forced >= own) {
      return 0;
    }
    forcing = true;
    return written;
  }

  private synchronized void end(long upTo) {
    forcing = false;
    forced = Math.max(forced, upTo);
    notifyAll();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
