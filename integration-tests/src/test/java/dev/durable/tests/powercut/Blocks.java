package dev.durable.tests.powercut;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** What is on a disk, of which most is zero. */
final class Blocks {
  /** What a disk writes or loses as a whole. */
  static final int SIZE = 4096;

  private final long length;

  /** By number; an array is never changed, since copies share it. */
  private final TreeMap<Long, byte[]> blocks;

  private Blocks(long length, TreeMap<Long, byte[]> blocks) {
    this.length = length;
    this.blocks = blocks;
  }

  static Blocks read(Path image) throws IOException {
    var blocks = new TreeMap<Long, byte[]>();
    byte[] zero = new byte[SIZE];
    try (FileChannel file = FileChannel.open(image, StandardOpenOption.READ)) {
      var chunk = ByteBuffer.allocate(256 * SIZE);
      for (long at = 0; file.read(chunk.clear(), at) > 0; at += chunk.position()) {
        for (int i = 0; i < chunk.position(); i += SIZE) {
          byte[] block = Arrays.copyOfRange(chunk.array(), i, i + SIZE);
          if (!Arrays.equals(block, zero)) {
            blocks.put((at + i) / SIZE, block);
          }
        }
      }
      return new Blocks(file.size(), blocks);
    }
  }

  Blocks copy() {
    return new Blocks(length, new TreeMap<>(blocks));
  }

  void write(long offset, byte[] bytes) {
    for (int from = 0; from < bytes.length; ) {
      int within = (int) ((offset + from) % SIZE);
      int count = Math.min(SIZE - within, bytes.length - from);
      write((offset + from) / SIZE, within, bytes, from, count);
      from += count;
    }
  }

  private void write(long number, int within, byte[] bytes, int from, int count) {
    byte[] old = blocks.get(number);
    byte[] block = old == null ? new byte[SIZE] : old.clone();
    System.arraycopy(bytes, from, block, within, count);
    blocks.put(number, block);
  }

  /** Makes {@code image} a disk with this on it. */
  void writeTo(Path image) throws IOException {
    try (var file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(0);
      file.setLength(length);
      FileChannel channel = file.getChannel();
      for (Map.Entry<Long, byte[]> block : blocks.entrySet()) {
        channel.write(ByteBuffer.wrap(block.getValue()), block.getKey() * SIZE);
      }
    }
  }
}
