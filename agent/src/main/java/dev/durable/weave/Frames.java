package dev.durable.weave;

import java.util.List;

/** The table of stack map frames of a method, in the making (JVMS 4.7.4). */
final class Frames {
  private static final int SAME_END = 64;
  private static final int SAME_LOCALS_1_END = 128;
  private static final int SAME_LOCALS_1_EXTENDED = 247;
  private static final int SAME_EXTENDED = 251;
  private static final int FULL = 255;

  private static final int INTEGER = 1;
  private static final int LONG = 4;
  private static final int OBJECT = 7;
  private static final int UNINITIALIZED = 8;

  private final Bytes entries = new Bytes(128);
  private int count;
  private int last = -1;

  boolean isEmpty() {
    return count == 0;
  }

  void write(int name, Bytes to) {
    to.put2(name).put4(entries.length + 2).put2(count).put(entries);
  }

  /** A frame with the locals of the one before and a class on the stack. */
  void sameLocals(int at, int type) {
    entries.put1(SAME_LOCALS_1_EXTENDED).put2(delta(at)).put1(OBJECT).put2(type);
  }

  /** A frame with these locals and a class on the stack. */
  void full(int at, List<String> locals, int onStack, ConstantPool constants) {
    entries.put1(FULL).put2(delta(at)).put2(locals.size());
    for (String type : locals) {
      switch (type.charAt(0)) {
        case 'L':
        case '[':
          entries.put1(OBJECT).put2(constants.addClass(Descriptor.className(type)));
          break;
        case 'J':
          entries.put1(LONG);
          break;
        default:
          entries.put1(INTEGER);
          break;
      }
    }
    entries.put2(1).put1(OBJECT).put2(onStack);
  }

  /**
   * Adds the frames that the method has, where their instructions are now.
   *
   * @param at the number of frames, which follow
   * @param moved where the instructions are now, by where they were
   */
  void addMoved(byte[] file, int at, int[] moved) {
    int frames = Bytes.get2(file, at);
    int next = at + 2;
    int offset = -1;
    for (int i = 0; i < frames; i++) {
      int kind = Bytes.get1(file, next++);
      if (kind < SAME_END) {
        offset += kind + 1;
        entries.put1(SAME_EXTENDED).put2(delta(moved[offset]));
      } else if (kind < SAME_LOCALS_1_END) {
        offset += kind - SAME_END + 1;
        entries.put1(SAME_LOCALS_1_EXTENDED).put2(delta(moved[offset]));
        next = addTypes(file, next, 1, moved);
      } else {
        offset += Bytes.get2(file, next) + 1;
        next += 2;
        entries.put1(kind).put2(delta(moved[offset]));
        if (kind == SAME_LOCALS_1_EXTENDED) {
          next = addTypes(file, next, 1, moved);
        } else if (kind == FULL) {
          next = addCounted(file, addCounted(file, next, moved), moved);
        } else if (kind > SAME_EXTENDED) {
          next = addTypes(file, next, kind - SAME_EXTENDED, moved);
        }
      }
    }
  }

  private int addCounted(byte[] file, int at, int[] moved) {
    int types = Bytes.get2(file, at);
    entries.put2(types);
    return addTypes(file, at + 2, types, moved);
  }

  private int addTypes(byte[] file, int at, int types, int[] moved) {
    int next = at;
    for (int i = 0; i < types; i++) {
      int type = Bytes.get1(file, next++);
      entries.put1(type);
      if (type == OBJECT || type == UNINITIALIZED) {
        int value = Bytes.get2(file, next);
        entries.put2(type == OBJECT ? value : moved[value]);
        next += 2;
      }
    }
    return next;
  }

  private int delta(int at) {
    int delta = at - last - 1;
    last = at;
    count++;
    return delta;
  }
}
