package dev.durable.programs.streams;

import dev.durable.programs.Calls;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Paths;
import java.util.Formatter;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * What is done to the content of an open file.
 *
 * <pre>
 * put      SLOT TEXT           writes it all
 * flood    SLOT LENGTH         writes so many bytes, a few thousand at a time
 * put-at-once SLOT LENGTH      writes so many bytes in one write
 * put-mapped SLOT PATH        writes another file, mapped, in one write
 * gather   SLOT TEXT...        writes them all in one gathering write
 * take-in  SLOT PATH           transferFrom another file, until all is there
 * take-once SLOT PATH          transferFrom another file, in one call
 * pass-on  SLOT PATH           transferTo the slot, from another file
 * map      SLOT TEXT           writes through a mapped buffer
 * get      SLOT LENGTH         reads
 * seek     SLOT POSITION
 * at       SLOT                the position
 * size     SLOT
 * cut      SLOT SIZE           truncates
 * </pre>
 */
final class Contents {
  private static final int CHUNK = 8192;

  private Contents() {}

  static void addTo(Map<String, Verbs.Verb> verbs) {
    verbs.put("put", fields -> put(Handles.get(fields[1]), bytes(fields[2])));
    verbs.put("flood", fields -> flood(Handles.get(fields[1]), Integer.parseInt(fields[2])));
    verbs.put(
        "put-at-once",
        fields -> put(Handles.get(fields[1]), Calls.pattern(Integer.parseInt(fields[2]))));
    verbs.put("put-mapped", f -> putMapped(Handles.channel(Handles.get(f[1])), f[2]));
    verbs.put("gather", Contents::gather);
    verbs.put("take-in", fields -> takeIn(Handles.channel(Handles.get(fields[1])), fields[2]));
    verbs.put("take-once", fields -> takeOnce(Handles.channel(Handles.get(fields[1])), fields[2]));
    verbs.put("pass-on", fields -> passOn(Handles.channel(Handles.get(fields[1])), fields[2]));
    verbs.put("map", fields -> map(Handles.channel(Handles.get(fields[1])), bytes(fields[2])));
    verbs.put("get", fields -> read(Handles.get(fields[1]), Integer.parseInt(fields[2])));
    verbs.put("seek", fields -> seek(Handles.get(fields[1]), Long.parseLong(fields[2])));
    verbs.put("at", fields -> position(Handles.get(fields[1])));
    verbs.put("size", fields -> size(Handles.get(fields[1])));
    verbs.put("cut", fields -> cut(Handles.get(fields[1]), Long.parseLong(fields[2])));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static Object put(Object handle, byte[] bytes) throws Exception {
    if (handle instanceof OutputStream) {
      ((OutputStream) handle).write(bytes);
    } else if (handle instanceof Writer) {
      ((Writer) handle).write(new String(bytes, StandardCharsets.UTF_8));
    } else if (handle instanceof Formatter) {
      ((Formatter) handle).format("%s", new String(bytes, StandardCharsets.UTF_8));
    } else if (handle instanceof RandomAccessFile) {
      ((RandomAccessFile) handle).write(bytes);
    } else if (handle instanceof AsynchronousFileChannel) {
      putAtEnd((AsynchronousFileChannel) handle, ByteBuffer.wrap(bytes));
    } else {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        ((SeekableByteChannel) handle).write(buffer);
      }
    }
    return null;
  }

  private static void putAtEnd(AsynchronousFileChannel channel, ByteBuffer buffer)
      throws Exception {
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer, channel.size()).get();
      }
    } catch (ExecutionException e) {
      throw (Exception) e.getCause();
    }
  }

  private static Object flood(Object handle, int length) throws Exception {
    byte[] chunk = Calls.pattern(CHUNK);
    for (int left = length; left > 0; left -= CHUNK) {
      put(handle, left >= CHUNK ? chunk : Calls.pattern(left));
    }
    return null;
  }

  private static long gather(String[] fields) throws IOException {
    ByteBuffer[] buffers = new ByteBuffer[fields.length - 2];
    for (int i = 0; i < buffers.length; i++) {
      buffers[i] = ByteBuffer.wrap(bytes(fields[i + 2]));
    }
    GatheringByteChannel channel = Handles.channel(Handles.get(fields[1]));
    return channel.write(buffers);
  }

  private static long takeIn(FileChannel to, String name) throws IOException {
    try (FileChannel from = FileChannel.open(Paths.get(name))) {
      long done = 0;
      while (done < from.size()) {
        done += to.transferFrom(from.position(done), to.position() + done, from.size() - done);
      }
      return done;
    }
  }

  private static long takeOnce(FileChannel to, String name) throws IOException {
    try (FileChannel from = FileChannel.open(Paths.get(name))) {
      return to.transferFrom(from, 0, from.size());
    }
  }

  private static long passOn(FileChannel to, String name) throws IOException {
    try (FileChannel from = FileChannel.open(Paths.get(name))) {
      long done = 0;
      while (done < from.size()) {
        done += from.transferTo(done, from.size() - done, to);
      }
      return done;
    }
  }

  private static int putMapped(FileChannel to, String name) throws IOException {
    try (FileChannel from = FileChannel.open(Paths.get(name))) {
      return to.write(from.map(FileChannel.MapMode.READ_ONLY, 0, from.size()));
    }
  }

  private static Object map(FileChannel channel, byte[] bytes) throws IOException {
    MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes.length);
    mapped.put(bytes);
    return null;
  }

  private static String read(Object handle, int length) throws IOException {
    byte[] bytes = new byte[length];
    int read;
    if (handle instanceof RandomAccessFile) {
      read = ((RandomAccessFile) handle).read(bytes);
    } else {
      read = ((SeekableByteChannel) handle).read(ByteBuffer.wrap(bytes));
    }
    return read < 0 ? "the end" : new String(bytes, 0, read, StandardCharsets.UTF_8);
  }

  private static Object seek(Object handle, long position) throws IOException {
    if (handle instanceof RandomAccessFile) {
      ((RandomAccessFile) handle).seek(position);
    } else {
      ((SeekableByteChannel) handle).position(position);
    }
    return null;
  }

  private static long position(Object handle) throws IOException {
    return handle instanceof RandomAccessFile
        ? ((RandomAccessFile) handle).getFilePointer()
        : ((SeekableByteChannel) handle).position();
  }

  private static long size(Object handle) throws IOException {
    if (handle instanceof RandomAccessFile) {
      return ((RandomAccessFile) handle).length();
    }
    return handle instanceof AsynchronousFileChannel
        ? ((AsynchronousFileChannel) handle).size()
        : ((SeekableByteChannel) handle).size();
  }

  private static Object cut(Object handle, long size) throws IOException {
    if (handle instanceof RandomAccessFile) {
      ((RandomAccessFile) handle).setLength(size);
    } else if (handle instanceof AsynchronousFileChannel) {
      ((AsynchronousFileChannel) handle).truncate(size);
    } else {
      ((SeekableByteChannel) handle).truncate(size);
    }
    return null;
  }
}
