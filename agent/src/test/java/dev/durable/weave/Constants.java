package dev.durable.weave;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Remembers the instructions before a call: what its last arguments are, if they are constants. */
class Constants extends MethodVisitor {
  private final List<String> last = new ArrayList<>();

  Constants() {
    super(Opcodes.ASM9);
  }

  /** Whether the call that comes next opens a file, and for reading only. */
  boolean readsOnly(String owner, String name) {
    if (owner.equals("java/io/RandomAccessFile") && name.equals("<init>")) {
      return endWith("\"r\"");
    }
    if (owner.startsWith("java/nio/") && (name.equals("newByteChannel") || name.equals("open"))) {
      return endWith("0", "OpenOption[]") || endWith("1", "OpenOption[]", "0", "READ");
    }
    return false;
  }

  /** The instructions so far, if they are few. */
  List<String> first() {
    return last;
  }

  private boolean endWith(String... instructions) {
    int start = last.size() - instructions.length;
    return start >= 0 && last.subList(start, last.size()).equals(List.of(instructions));
  }

  private void add(String instruction) {
    last.add(instruction);
    if (last.size() > 4) {
      last.remove(0);
    }
  }

  @Override
  public void visitMethodInsn(int opcode, String owner, String name, String desc, boolean itf) {
    add(name);
  }

  @Override
  public void visitInvokeDynamicInsn(String name, String desc, Handle handle, Object... arguments) {
    add(name);
  }

  @Override
  public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
    add(name);
  }

  @Override
  public void visitLdcInsn(Object value) {
    add("\"" + value + "\"");
  }

  @Override
  public void visitTypeInsn(int opcode, String type) {
    add(opcode == Opcodes.ANEWARRAY ? type.substring(type.lastIndexOf('/') + 1) + "[]" : "type");
  }

  @Override
  public void visitInsn(int opcode) {
    if (opcode == Opcodes.ICONST_0) {
      add("0");
    } else if (opcode == Opcodes.ICONST_1) {
      add("1");
    } else if (opcode != Opcodes.DUP && opcode != Opcodes.AASTORE) {
      add("other");
    }
  }

  @Override
  public void visitVarInsn(int opcode, int local) {
    add("variable");
  }

  @Override
  public void visitIntInsn(int opcode, int operand) {
    add("int");
  }

  @Override
  public void visitJumpInsn(int opcode, Label label) {
    add("jump");
  }
}
