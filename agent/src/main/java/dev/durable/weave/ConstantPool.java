package dev.durable.weave;

import java.util.HashMap;
import java.util.Map;

/** The constants of a class file, and those that are added to them (JVMS 4.4). */
final class ConstantPool {
  private static final int UTF8 = 1;
  private static final int CLASS = 7;
  private static final int METHOD = 10;
  private static final int NAME_AND_TYPE = 12;

  /** The bytes of a constant, tag included, by its tag; 0 for tags that don't exist. */
  private static final int[] SIZES = {
    0, 3, 0, 5, 5, 9, 9, 3, 3, 5, 5, 5, 5, 0, 0, 4, 3, 5, 5, 3, 3
  };

  private static final int START = 10;

  private final byte[] file;
  private final int[] offsets;
  private final Bytes added = new Bytes(512);
  private int count;

  /** What was added, each once: the JVM compares a new constant with all that the class has. */
  private final Map<String, Integer> indexes = new HashMap<String, Integer>();

  /** Where the rest of the file begins. */
  final int end;

  ConstantPool(byte[] file) {
    this.file = file;
    count = Bytes.get2(file, START - 2);
    offsets = new int[count];
    int at = START;
    for (int i = 1; i < offsets.length; i++) {
      offsets[i] = at;
      int tag = file[at];
      int size = SIZES[tag];
      if (size == 0) {
        throw new IllegalArgumentException("constants of kind " + tag + " are unknown");
      }
      at += size;
      if (tag == UTF8) {
        at += Bytes.get2(file, at - 2);
      } else if (size == 9) {
        i++; // These take two places (JVMS 4.4.5).
      }
    }
    end = at;
  }

  /** Whether this text, of ASCII characters, is among the constants of the file. */
  boolean has(String text) {
    for (int i = 1; i < offsets.length; i++) {
      if (offsets[i] > 0 && file[offsets[i]] == UTF8 && is(i, text)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the constant of that index is this text, of ASCII characters. */
  boolean is(int index, String text) {
    int at = offsets[index];
    int length = text.length();
    if (Bytes.get2(file, at + 1) != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (file[at + 3 + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The text of that index; class, method and type names of the JDK are ASCII. */
  String text(int index) {
    int at = offsets[index];
    char[] text = new char[Bytes.get2(file, at + 1)];
    for (int i = 0; i < text.length; i++) {
      text[i] = (char) file[at + 3 + i];
    }
    return new String(text);
  }

  int addText(String text) {
    String key = "text " + text;
    Integer known = indexes.get(key);
    if (known != null) {
      return known;
    }
    added.put1(UTF8).put2(text.length());
    for (int i = 0; i < text.length(); i++) {
      added.put1(text.charAt(i));
    }
    return next(key);
  }

  int addClass(String name) {
    String key = "class " + name;
    Integer known = indexes.get(key);
    if (known != null) {
      return known;
    }
    int text = addText(name);
    added.put1(CLASS).put2(text);
    return next(key);
  }

  int addMethod(String owner, String name, String descriptor) {
    String key = owner + '.' + name + descriptor;
    Integer known = indexes.get(key);
    if (known != null) {
      return known;
    }
    int type = addClass(owner);
    int nameAndType = addNameAndType(name, descriptor);
    added.put1(METHOD).put2(type).put2(nameAndType);
    return next(key);
  }

  private int addNameAndType(String name, String descriptor) {
    int nameText = addText(name);
    int descriptorText = addText(descriptor);
    added.put1(NAME_AND_TYPE).put2(nameText).put2(descriptorText);
    return next(null);
  }

  private int next(String key) {
    if (count == 0xffff) {
      throw new IllegalStateException("no more constants");
    }
    indexes.put(key, count);
    return count++;
  }

  /** The file's beginning, with the added constants. */
  void write(Bytes to) {
    to.put(file, 0, START - 2).put2(count).put(file, START, end).put(added);
  }
}
