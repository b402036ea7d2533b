package dev.durable.agent;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A zip file that is an entry of another one, where it is stored as it is. What it holds is known
 * from its central directory and read when it is asked for; the rest of a large one stays on disk.
 * (The format: APPNOTE.TXT of PKWARE, 4.3. The build makes these archives without comments, zip64
 * and encryption.)
 */
final class NestedArchive {
  private static final int END_LENGTH = 22;
  private static final int END_DIRECTORY_LENGTH = 12;
  private static final int END_DIRECTORY_OFFSET = 16;

  private static final int HEADER_LENGTH = 46;
  private static final int HEADER_METHOD = 10;
  private static final int HEADER_COMPRESSED = 20;
  private static final int HEADER_SIZE = 24;
  private static final int HEADER_NAME_LENGTH = 28;
  private static final int HEADER_EXTRA_LENGTH = 30;
  private static final int HEADER_COMMENT_LENGTH = 32;
  private static final int HEADER_OFFSET = 42;

  private static final int LOCAL_LENGTH = 30;
  private static final int LOCAL_NAME_LENGTH = 26;
  private static final int LOCAL_EXTRA_LENGTH = 28;

  /** What is no larger is read as a whole: most of what is in it will be asked for. */
  private static final int SMALL = 256 << 10;

  private final ZipFile outer;
  private final ZipEntry self;

  /** All of it, or null if it isn't small. */
  private final byte[] whole;

  private final byte[] directory;

  /** Where in the directory a file's header is, by the file's name. */
  private final Map<String, Integer> headers = new HashMap<String, Integer>();

  NestedArchive(ZipFile outer, ZipEntry self) throws IOException {
    if (self.getMethod() != ZipEntry.STORED) {
      throw new IOException(self + " is not stored");
    }
    this.outer = outer;
    this.self = self;
    int size = (int) self.getSize();
    whole = size <= SMALL ? read(0, size) : null;
    byte[] end = read(size - END_LENGTH, END_LENGTH);
    directory = read(get4(end, END_DIRECTORY_OFFSET), get4(end, END_DIRECTORY_LENGTH));
    for (int at = 0; at < directory.length; ) {
      int length = get2(directory, at + HEADER_NAME_LENGTH);
      headers.put(new String(directory, at + HEADER_LENGTH, length, StandardCharsets.UTF_8), at);
      at +=
          HEADER_LENGTH
              + length
              + get2(directory, at + HEADER_EXTRA_LENGTH)
              + get2(directory, at + HEADER_COMMENT_LENGTH);
    }
  }

  private static int get2(byte[] from, int at) {
    return from[at] & 0xff | (from[at + 1] & 0xff) << 8;
  }

  private static int get4(byte[] from, int at) {
    return get2(from, at) | get2(from, at + 2) << 16;
  }

  /** The names of the files in it. */
  Set<String> names() {
    return headers.keySet();
  }

  /** The content of the file of this name, or null if there is none. */
  ByteBuffer read(String name) throws IOException {
    Integer header = headers.get(name);
    if (header == null) {
      return null;
    }
    int offset = get4(directory, header + HEADER_OFFSET);
    byte[] local = read(offset, LOCAL_LENGTH);
    int from =
        offset + LOCAL_LENGTH + get2(local, LOCAL_NAME_LENGTH) + get2(local, LOCAL_EXTRA_LENGTH);
    int length = get4(directory, header + HEADER_COMPRESSED);
    if (get2(directory, header + HEADER_METHOD) != ZipEntry.STORED) {
      int size = get4(directory, header + HEADER_SIZE);
      return ByteBuffer.wrap(inflated(name, read(from, length), size));
    }
    return whole == null
        ? ByteBuffer.wrap(read(from, length))
        : ByteBuffer.wrap(whole, from, length);
  }

  private static byte[] inflated(String name, byte[] content, int size) throws IOException {
    byte[] bytes = new byte[size];
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(content);
      int at = 0;
      while (at < size) {
        int more = inflater.inflate(bytes, at, size - at);
        if (more == 0) {
          throw new EOFException(name);
        }
        at += more;
      }
      return bytes;
    } catch (DataFormatException e) {
      throw new IOException(name, e);
    } finally {
      inflater.end();
    }
  }

  /** Bytes of the archive. Costs a read of these alone: a stored entry is skipped by counting. */
  private byte[] read(int offset, int length) throws IOException {
    if (whole != null) {
      return Arrays.copyOfRange(whole, offset, offset + length);
    }
    byte[] bytes = new byte[length];
    try (InputStream in = outer.getInputStream(self)) {
      if (in.skip(offset) != offset) {
        throw new EOFException(self.getName());
      }
      new DataInputStream(in).readFully(bytes);
    }
    return bytes;
  }
}
