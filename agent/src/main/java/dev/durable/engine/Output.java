package dev.durable.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Writes to a channel in bounded chunks, and names the application's file, never the temp file, in
 * what goes wrong. Closing it does nothing: whoever opened the channel decides what becomes of it.
 */
final class Output extends OutputStream {

  /**
   * The most that is handed to the channel at once. The JDK copies each array to a direct buffer
   * that stays with the thread (sun.nio.ch.Util), so that an unbounded write would leave a buffer
   * of the file's size behind.
   */
  static final int CHUNK = 64 * 1024;

  private final FileChannel channel;
  private final long begin;
  private final Path named;

  /** Writes from {@code begin} on, the channel's present position. */
  Output(FileChannel channel, long begin, Path named) {
    this.channel = channel;
    this.begin = begin;
    this.named = named;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      int end = offset + length;
      for (int from = offset; from < end; ) {
        from += Disk.write(channel, ByteBuffer.wrap(bytes, from, Math.min(CHUNK, end - from)));
      }
    } catch (IOException e) {
      throw Errors.naming(named, e);
    }
  }

  /** Copies all of {@code source} by the kernel, without bringing it into this process. */
  void transferFrom(FileChannel source) throws IOException {
    try {
      long position = 0;
      long moved;
      do {
        moved = transferFrom(source, position);
        position += moved;
      } while (moved > 0);
    } catch (IOException e) {
      throw Errors.naming(named, e);
    }
  }

  private long transferFrom(FileChannel source, long position) throws IOException {
    long before = Replaced.givenBack();
    try {
      return source.transferTo(position, Long.MAX_VALUE, channel);
    } catch (IOException e) {
      if (Replaced.madeRoomAfter(e, before)) {
        return source.transferTo(position, Long.MAX_VALUE, channel);
      }
      throw e;
    }
  }

  /** Goes back to the beginning, to overwrite what was copied there. */
  void rewind() throws IOException {
    channel.position(begin);
  }
}
