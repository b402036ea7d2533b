package dev.durable.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Adds to the end of a file: gathered, so that what is added at once is one write. */
final class Appender extends OutputStream {
  /** The most that is gathered for one write, in bytes. */
  static final int LARGEST = 8 << 20;

  private final FileChannel channel;
  private final Path named;
  private final Gathered gathered = new Gathered();
  private long length;

  private Appender(FileChannel channel, Path named) {
    this.channel = channel;
    this.named = named;
  }

  static Appender open(Target target, boolean create) throws IOException {
    List<OpenOption> options = new ArrayList<>();
    options.add(StandardOpenOption.WRITE);
    options.add(StandardOpenOption.APPEND);
    options.add(LinkOption.NOFOLLOW_LINKS);
    if (create) {
      options.add(StandardOpenOption.CREATE);
    }
    try {
      return new Appender(Disk.open(target.path, options.toArray(new OpenOption[0])), target.given);
    } catch (IOException e) {
      throw Errors.naming(target.given, e);
    }
  }

  void append(Content content) throws IOException {
    byte[] array = content.array();
    if (array == null) {
      content.writeTo(this);
    } else {
      add(array, array.length);
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    gathered.write(bytes, offset, count);
    if (gathered.size() >= LARGEST) {
      addGathered();
    }
  }

  private void addGathered() throws IOException {
    int count = gathered.size();
    gathered.reset();
    add(gathered.bytes(), count);
  }

  private void add(byte[] bytes, int count) throws IOException {
    try {
      if (count <= Output.CHUNK) {
        writeFully(ByteBuffer.wrap(bytes, 0, count));
      } else {
        addLarge(bytes, count);
      }
    } catch (IOException e) {
      throw Errors.naming(named, e);
    }
    length += count;
  }

  private void addLarge(byte[] bytes, int count) throws IOException {
    // A buffer of its own: the JDK would keep one of this size with the thread.
    ByteBuffer buffer;
    try {
      buffer = ByteBuffer.allocateDirect(Math.min(count, LARGEST));
    } catch (OutOfMemoryError e) {
      // A JVM with little direct memory: the JDK's own size, in several writes.
      buffer = ByteBuffer.allocate(Output.CHUNK);
    }
    for (int from = 0; from < count; from += buffer.limit()) {
      buffer.clear();
      buffer.put(bytes, from, Math.min(buffer.capacity(), count - from));
      buffer.flip();
      writeFully(buffer);
    }
  }

  private void writeFully(ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      Disk.write(channel, buffer);
    }
  }

  /** Adds what is gathered, and forces the file. */
  void force() throws IOException {
    addGathered();
    try {
      Disk.force(channel);
    } catch (IOException e) {
      throw Errors.naming(named, e);
    }
  }

  /** Adds and forces what content that failed half-way has written until then. */
  void keepWhatThereIs() {
    try {
      if (gathered.size() > 0) {
        force();
      }
    } catch (IOException e) {
      // The first failure is the one to be told.
    }
  }

  /** How much was added, in bytes. */
  long length() {
    return length;
  }

  /** Does nothing: content may close what it writes to. */
  @Override
  public void close() {}

  void closeFile() {
    try {
      channel.close();
    } catch (IOException e) {
      // What was added was forced, or has failed to be.
    }
  }
}
