package dev.durable.weave;

/** The code of one method, with what a seam adds to it (JVMS 4.7.3). */
final class Code {
  private static final int NOP = 0;
  private static final int GOTO_W = 200;
  private static final int IF_EQ = 153;
  private static final int JSR = 168;
  private static final int TABLESWITCH = 170;
  private static final int LOOKUPSWITCH = 171;
  private static final int IRETURN = 172;
  private static final int RETURN = 177;
  private static final int WIDE = 196;
  private static final int IINC = 132;
  private static final int IFNULL = 198;
  private static final int IFNONNULL = 199;

  /** How long an instruction is, by its opcode (JVMS 6.5), and for how many opcodes that goes. */
  private static final int[] LENGTHS = {
    1, 16, 2, 1, 3, 1, 2, 1, 3, 2, 2, 5, 1, 28, 2, 5, 1, 73, 3, 1, 1, 20, 3, 16, 2, 1, 0, 2, 1, 6,
    3, 7, 5, 2, 3, 1, 2, 1, 3, 1, 1, 2, 3, 2, 1, 2, 0, 1, 4, 1, 3, 2, 5, 2
  };

  private static final byte[] LENGTH = new byte[GOTO_W + 2];

  static {
    int opcode = 0;
    for (int i = 0; i < LENGTHS.length; i += 2) {
      for (int j = 0; j < LENGTHS[i + 1]; j++) {
        LENGTH[opcode++] = (byte) LENGTHS[i];
      }
    }
  }

  private final ClassFile file;
  private final byte[] in;
  private final Seam seam;

  /** Where the code begins in the file, and how long it is. */
  private final int start;

  private final int length;

  /** Where the instructions are in the new code, by where they are in the old. */
  private final int[] moved;

  private final Bytes code;

  /**
   * Prepares the code.
   *
   * @param at of the attribute's content
   */
  Code(ClassFile file, int at, Seam seam) {
    this.file = file;
    this.in = file.bytes;
    this.seam = seam;
    start = at + 8;
    length = Bytes.get4(in, at + 4);
    moved = new int[length + 1];
    code = new Bytes(length + 128);
  }

  /** The content of the attribute. */
  Bytes woven() {
    if (seam.tail.length == 0) {
      shift();
    } else {
      spread();
    }
    for (Seam.Handler handler : seam.handlers) {
      code.put(handler.code);
    }
    if (code.length > 0xffff) {
      throw new IllegalStateException("the code is too long");
    }
    Bytes out = new Bytes(code.length + 512);
    int stack = Bytes.get2(in, start - 8);
    int besides = seam.tail.length == 0 ? 0 : seam.besides;
    out.put2(Math.max(stack + besides, seam.alone)).put2(Bytes.get2(in, start - 6));
    out.put4(code.length).put(code);
    int attributes = putHandlers(out);
    putAttributes(out, attributes);
    return out;
  }

  /** Puts the head before the instructions, which stay as they are. */
  private void shift() {
    while (seam.head.length % 4 != 0) {
      seam.head.put1(NOP); // The operands of a switch are aligned.
    }
    for (int at = 0; at <= length; at++) {
      moved[at] = seam.head.length + at;
    }
    code.put(seam.head).put(in, start, start + length);
  }

  /** Puts the head before the instructions, and the tail before those that return. */
  private void spread() {
    place();
    code.put(seam.head);
    for (int at = 0; at < length; at += lengthOf(at)) {
      put(at);
    }
  }

  /** Finds out where the instructions will be. */
  private void place() {
    int to = seam.head.length;
    for (int at = 0; at < length; at += lengthOf(at)) {
      moved[at] = to;
      int opcode = Bytes.get1(in, start + at);
      if (isReturn(opcode)) {
        to += seam.tail.length;
      }
      to += lengthOf(at);
      if (isSwitch(opcode)) {
        to += padding(moved[at]) - padding(at);
      }
    }
    moved[length] = to;
  }

  private static boolean isReturn(int opcode) {
    return opcode >= IRETURN && opcode <= RETURN;
  }

  private static boolean isSwitch(int opcode) {
    return opcode == TABLESWITCH || opcode == LOOKUPSWITCH;
  }

  /** The bytes between a switch and its operands, which begin at a multiple of four. */
  private static int padding(int at) {
    return 3 - (at & 3);
  }

  private int lengthOf(int at) {
    int opcode = Bytes.get1(in, start + at);
    int operands = start + at + 1 + padding(at);
    switch (opcode) {
      case TABLESWITCH:
        int targets = Bytes.get4(in, operands + 8) - Bytes.get4(in, operands + 4) + 1;
        return 1 + padding(at) + 12 + 4 * targets;
      case LOOKUPSWITCH:
        return 1 + padding(at) + 8 + 8 * Bytes.get4(in, operands + 4);
      case WIDE:
        return Bytes.get1(in, start + at + 1) == IINC ? 6 : 4;
      default:
        return LENGTH[opcode];
    }
  }

  private void put(int at) {
    int opcode = Bytes.get1(in, start + at);
    if (isReturn(opcode)) {
      code.put(seam.tail);
    }
    if (isSwitch(opcode)) {
      putSwitch(at, opcode);
      return;
    }
    int to = code.length;
    code.put(in, start + at, start + at + lengthOf(at));
    if (opcode >= IF_EQ && opcode <= JSR || opcode == IFNULL || opcode == IFNONNULL) {
      int offset = offset(at, (short) Bytes.get2(in, start + at + 1));
      if (offset != (short) offset) {
        throw new IllegalStateException("a jump is too far");
      }
      code.set2(to + 1, offset);
    } else if (opcode >= GOTO_W) {
      code.set4(to + 1, offset(at, Bytes.get4(in, start + at + 1)));
    }
  }

  /** How far a jump goes now. */
  private int offset(int at, int far) {
    return moved[at + far] - moved[at];
  }

  private void putSwitch(int at, int opcode) {
    int operands = start + at + 1 + padding(at);
    int end = start + at + lengthOf(at);
    code.put1(opcode);
    for (int i = padding(moved[at]); i > 0; i--) {
      code.put1(0);
    }
    code.put4(offset(at, Bytes.get4(in, operands)));
    if (opcode == TABLESWITCH) {
      code.put(in, operands + 4, operands + 12);
      for (int target = operands + 12; target < end; target += 4) {
        code.put4(offset(at, Bytes.get4(in, target)));
      }
    } else {
      code.put(in, operands + 4, operands + 8);
      for (int pair = operands + 8; pair < end; pair += 8) {
        code.put(in, pair, pair + 4).put4(offset(at, Bytes.get4(in, pair + 4)));
      }
    }
  }

  /** The method's own handlers come first. Returns where the attributes begin in the file. */
  private int putHandlers(Bytes out) {
    int at = start + length;
    int handlers = Bytes.get2(in, at);
    out.put2(handlers + seam.handlers.size());
    at += 2;
    for (int i = 0; i < handlers; i++, at += 8) {
      for (int j = 0; j < 6; j += 2) {
        out.put2(moved[Bytes.get2(in, at + j)]);
      }
      out.put2(Bytes.get2(in, at + 6));
    }
    int to = moved[length];
    for (Seam.Handler handler : seam.handlers) {
      out.put2(handler.from).put2(to).put2(to).put2(handler.thrown);
      to += handler.code.length;
    }
    return at;
  }

  /** Keeps what the JVM and debuggers know of the code; no others are in classes of the JDK. */
  private void putAttributes(Bytes out, int from) {
    int counted = out.length;
    int count = 0;
    out.put2(0);
    int at = from + 2;
    for (int i = Bytes.get2(in, from); i > 0; i--) {
      int name = Bytes.get2(in, at);
      int content = at + 6;
      if (file.constants.is(name, "StackMapTable")) {
        seam.frames.addMoved(in, content, moved);
      } else if (file.constants.is(name, "LineNumberTable")) {
        putTable(out, at, 4, false);
        count++;
      } else if (file.constants.is(name, "LocalVariableTable")
          || file.constants.is(name, "LocalVariableTypeTable")) {
        putTable(out, at, 10, true);
        count++;
      }
      at = content + Bytes.get4(in, at + 2);
    }
    int end = moved[length];
    for (Seam.Handler handler : seam.handlers) {
      seam.addFrame(handler, end);
      end += handler.code.length;
    }
    if (!seam.frames.isEmpty()) {
      seam.frames.write(file.constants.addText("StackMapTable"), out);
      count++;
    }
    out.set2(counted, count);
  }

  /** Copies a table whose rows begin with a place in the code, and perhaps a length from there. */
  private void putTable(Bytes out, int attribute, int rowLength, boolean hasLength) {
    int end = attribute + 6 + Bytes.get4(in, attribute + 2);
    out.put(in, attribute, attribute + 8);
    for (int row = attribute + 8; row < end; row += rowLength) {
      int at = Bytes.get2(in, row);
      out.put2(moved[at]);
      if (hasLength) {
        out.put2(moved[at + Bytes.get2(in, row + 2)] - moved[at]);
      }
      out.put(in, row + (hasLength ? 4 : 2), row + rowLength);
    }
  }
}
