package dev.durable.weave;

import java.util.Arrays;

/** Bytes of a class file in the making; numbers are big-endian (JVMS 4). */
final class Bytes {
  byte[] array;
  int length;

  Bytes(int capacity) {
    array = new byte[capacity];
  }

  Bytes put1(int value) {
    room(1);
    array[length++] = (byte) value;
    return this;
  }

  Bytes put2(int value) {
    room(2);
    set2(length, value);
    length += 2;
    return this;
  }

  Bytes put4(int value) {
    return put2(value >>> 16).put2(value);
  }

  Bytes put(byte[] from, int start, int end) {
    room(end - start);
    System.arraycopy(from, start, array, length, end - start);
    length += end - start;
    return this;
  }

  Bytes put(Bytes more) {
    return put(more.array, 0, more.length);
  }

  void set2(int at, int value) {
    array[at] = (byte) (value >>> 8);
    array[at + 1] = (byte) value;
  }

  void set4(int at, int value) {
    set2(at, value >>> 16);
    set2(at + 2, value);
  }

  byte[] toArray() {
    return Arrays.copyOf(array, length);
  }

  private void room(int more) {
    if (length + more > array.length) {
      array = Arrays.copyOf(array, Math.max(2 * array.length, length + more));
    }
  }

  static int get1(byte[] from, int at) {
    return from[at] & 0xff;
  }

  static int get2(byte[] from, int at) {
    return (from[at] & 0xff) << 8 | from[at + 1] & 0xff;
  }

  static int get4(byte[] from, int at) {
    return get2(from, at) << 16 | get2(from, at + 2);
  }
}
