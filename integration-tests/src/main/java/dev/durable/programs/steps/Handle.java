package dev.durable.programs.steps;

import static dev.durable.programs.steps.Changes.nothing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.Flushable;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.Reader;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.Channel;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.SeekableByteChannel;
import java.util.Formatter;

/** Something open, a stream, channel or other object of the JDK's, and what can be done with it. */
final class Handle {
  private static final String NO_SUCH_CALL = "no such call";

  private final Object it;
  private FileLock lock;
  private MappedByteBuffer map;

  Handle(Object it) {
    this.it = it;
  }

  boolean isAsynchronous() {
    return it instanceof AsynchronousFileChannel;
  }

  String type() {
    return it.getClass().getName();
  }

  Object close() throws Exception {
    return nothing(((Closeable) it)::close);
  }

  /** "write SLOT TEXT"; a single character is written as such. */
  Object write(Line l) throws Exception {
    byte[] bytes = l.bytes(2);
    if (it instanceof OutputStream) {
      OutputStream out = (OutputStream) it;
      return nothing(bytes.length == 1 ? () -> out.write(bytes[0]) : () -> out.write(bytes));
    }
    if (it instanceof Writer) {
      return nothing(() -> ((Writer) it).write(l.text(2)));
    }
    if (it instanceof Formatter) {
      ((Formatter) it).format("%s", l.text(2));
      return ((Formatter) it).ioException();
    }
    if (it instanceof SeekableByteChannel) {
      return ((SeekableByteChannel) it).write(ByteBuffer.wrap(bytes));
    }
    if (it instanceof AsynchronousFileChannel) {
      AsynchronousFileChannel channel = (AsynchronousFileChannel) it;
      return channel.write(ByteBuffer.wrap(bytes), channel.size()).get();
    }
    if (it instanceof RandomAccessFile) {
      return nothing(() -> ((RandomAccessFile) it).write(bytes));
    }
    return NO_SUCH_CALL;
  }

  /** "writeAt SLOT POSITION TEXT". */
  Object writeAt(Line l) throws Exception {
    int position = l.number(2);
    byte[] bytes = l.bytes(3);
    if (it instanceof FileChannel) {
      return ((FileChannel) it).write(ByteBuffer.wrap(bytes), position);
    }
    if (it instanceof AsynchronousFileChannel) {
      return ((AsynchronousFileChannel) it).write(ByteBuffer.wrap(bytes), position).get();
    }
    if (it instanceof RandomAccessFile) {
      RandomAccessFile file = (RandomAccessFile) it;
      file.seek(position);
      return nothing(() -> file.writeBytes(l.text(3)));
    }
    return NO_SUCH_CALL;
  }

  /** "gather SLOT TEXT TEXT". */
  Object gather(Line l) throws Exception {
    return it instanceof FileChannel
        ? ((FileChannel) it)
            .write(new ByteBuffer[] {ByteBuffer.wrap(l.bytes(2)), ByteBuffer.wrap(l.bytes(3))})
        : NO_SUCH_CALL;
  }

  /** "transferFrom SLOT POSITION TEXT". */
  Object transferFrom(Line l) throws Exception {
    byte[] bytes = l.bytes(3);
    return it instanceof FileChannel
        ? ((FileChannel) it)
            .transferFrom(
                Channels.newChannel(new ByteArrayInputStream(bytes)), l.number(2), bytes.length)
        : NO_SUCH_CALL;
  }

  /** "transferTo SLOT POSITION COUNT". */
  Object transferTo(Line l) throws Exception {
    if (!(it instanceof FileChannel)) {
      return NO_SUCH_CALL;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long count = ((FileChannel) it).transferTo(l.number(2), l.number(3), Channels.newChannel(out));
    return count + " " + Words.of(out.toByteArray());
  }

  /** "read SLOT COUNT". */
  Object read(Line l) throws Exception {
    byte[] bytes = new byte[l.number(2)];
    int count = -2;
    if (it instanceof InputStream) {
      count = ((InputStream) it).read(bytes);
    } else if (it instanceof RandomAccessFile) {
      count = ((RandomAccessFile) it).read(bytes);
    } else if (it instanceof SeekableByteChannel) {
      count = ((SeekableByteChannel) it).read(ByteBuffer.wrap(bytes));
    } else if (it instanceof AsynchronousFileChannel) {
      count = ((AsynchronousFileChannel) it).read(ByteBuffer.wrap(bytes), 0).get();
    } else if (it instanceof Reader) {
      return ((Reader) it).read();
    }
    return count < 0 ? count : Words.of(bytes, count);
  }

  /** "position SLOT [POSITION]". */
  Object position(Line l) throws Exception {
    if (it instanceof SeekableByteChannel) {
      SeekableByteChannel channel = (SeekableByteChannel) it;
      return (l.length() > 2 ? channel.position(l.number(2)) : channel).position();
    }
    if (it instanceof RandomAccessFile) {
      RandomAccessFile file = (RandomAccessFile) it;
      if (l.length() > 2) {
        file.seek(l.number(2));
      }
      return file.getFilePointer();
    }
    return NO_SUCH_CALL;
  }

  Object size(Line l) throws Exception {
    return it instanceof SeekableByteChannel
        ? (Object) ((SeekableByteChannel) it).size()
        : it instanceof RandomAccessFile
            ? ((RandomAccessFile) it).length()
            : it instanceof AsynchronousFileChannel
                ? ((AsynchronousFileChannel) it).size()
                : it instanceof InputStream ? ((InputStream) it).available() : NO_SUCH_CALL;
  }

  /** "truncate SLOT SIZE". */
  Object truncate(Line l) throws Exception {
    int size = l.number(2);
    if (it instanceof SeekableByteChannel) {
      return ((SeekableByteChannel) it).truncate(size).position();
    }
    if (it instanceof AsynchronousFileChannel) {
      return ((AsynchronousFileChannel) it).truncate(size).size();
    }
    if (it instanceof RandomAccessFile) {
      return nothing(() -> ((RandomAccessFile) it).setLength(size));
    }
    return NO_SUCH_CALL;
  }

  Object flush(Line l) throws Exception {
    return it instanceof Flushable ? nothing(((Flushable) it)::flush) : NO_SUCH_CALL;
  }

  Object checkError(Line l) {
    return it instanceof PrintStream
        ? (Object) ((PrintStream) it).checkError()
        : it instanceof PrintWriter ? ((PrintWriter) it).checkError() : NO_SUCH_CALL;
  }

  /** "force SLOT METADATA": the application's own. */
  Object force(Line l) throws Exception {
    if (it instanceof FileChannel) {
      return nothing(() -> ((FileChannel) it).force(l.flag(2)));
    }
    if (it instanceof AsynchronousFileChannel) {
      return nothing(() -> ((AsynchronousFileChannel) it).force(l.flag(2)));
    }
    FileDescriptor descriptor = descriptor();
    return descriptor == null ? NO_SUCH_CALL : nothing(descriptor::sync);
  }

  Object isOpen(Line l) throws Exception {
    FileDescriptor descriptor = descriptor();
    return descriptor != null
        ? (Object) descriptor.valid()
        : it instanceof Channel ? ((Channel) it).isOpen() : NO_SUCH_CALL;
  }

  Object shown(Line l) {
    return type().startsWith("dev.") ? it.toString() : NO_SUCH_CALL;
  }

  private FileDescriptor descriptor() throws Exception {
    return it instanceof FileOutputStream
        ? ((FileOutputStream) it).getFD()
        : it instanceof FileInputStream
            ? ((FileInputStream) it).getFD()
            : it instanceof RandomAccessFile ? ((RandomAccessFile) it).getFD() : null;
  }

  /** The channel of a stream, or null. */
  Handle channel() {
    Object channel =
        it instanceof FileOutputStream
            ? ((FileOutputStream) it).getChannel()
            : it instanceof FileInputStream
                ? ((FileInputStream) it).getChannel()
                : it instanceof RandomAccessFile ? ((RandomAccessFile) it).getChannel() : null;
    return channel == null ? null : new Handle(channel);
  }

  /** Another stream on the same descriptor, or null. */
  Handle sameDescriptor() throws Exception {
    FileDescriptor descriptor = descriptor();
    return descriptor == null ? null : new Handle(new FileOutputStream(descriptor));
  }

  /** "lock SLOT TRYING SHARED POSITION SIZE", SIZE 0 for all. */
  Object lock(Line l) throws Exception {
    boolean trying = l.flag(2);
    boolean shared = l.flag(3);
    long position = l.number(4);
    long size = l.number(5) == 0 ? Long.MAX_VALUE - position : l.number(5);
    FileLock gained;
    if (it instanceof FileChannel) {
      FileChannel channel = (FileChannel) it;
      gained =
          trying ? channel.tryLock(position, size, shared) : channel.lock(position, size, shared);
    } else if (it instanceof AsynchronousFileChannel) {
      AsynchronousFileChannel channel = (AsynchronousFileChannel) it;
      gained =
          trying
              ? channel.tryLock(position, size, shared)
              : channel.lock(position, size, shared).get();
    } else {
      return NO_SUCH_CALL;
    }
    lock = gained;
    return described(gained);
  }

  Object release(Line l) throws Exception {
    if (lock == null) {
      return NO_SUCH_CALL;
    }
    String before = described(lock);
    lock.release();
    return before + " then " + described(lock);
  }

  private static String described(FileLock lock) {
    return lock == null
        ? "none"
        : lock.position() + "+" + lock.size() + " " + lock.isShared() + " " + lock.isValid();
  }

  /** "map SLOT MODE POSITION SIZE". */
  Object map(Line l) throws Exception {
    if (!(it instanceof FileChannel)) {
      return NO_SUCH_CALL;
    }
    map = ((FileChannel) it).map(mode(l.word(2)), l.number(3), l.number(4));
    return map.capacity();
  }

  private static FileChannel.MapMode mode(String name) {
    return name.equals("READ_ONLY")
        ? FileChannel.MapMode.READ_ONLY
        : name.equals("PRIVATE") ? FileChannel.MapMode.PRIVATE : FileChannel.MapMode.READ_WRITE;
  }

  /** "put SLOT POSITION TEXT", in the mapped buffer. */
  Object put(Line l) throws Exception {
    byte[] bytes = l.bytes(3);
    int end = l.number(2) + bytes.length;
    // What has been truncated meanwhile must not be touched: the JVM may die of it.
    if (map == null
        || end > map.capacity()
        || !((FileChannel) it).isOpen()
        || ((FileChannel) it).size() < end) {
      return NO_SUCH_CALL;
    }
    map.position(l.number(2));
    map.put(bytes);
    map.force();
    return map.position();
  }
}
