package dev.durable.cli.scan;

import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Finds the calls in a method, method references included, with what their arguments tell. */
final class CallVisitor extends MethodVisitor {
  /** Takes the calls. */
  interface Found {
    void call(JdkCall call, Arguments arguments, int line);
  }

  private final JdkCalls calls;
  private final Found found;
  private final Arguments arguments = new Arguments();
  private final Set<Label> targets = new HashSet<>();
  private int line;

  CallVisitor(JdkCalls calls, Found found) {
    super(Opcodes.ASM9);
    this.calls = calls;
    this.found = found;
  }

  @Override
  public void visitLineNumber(int number, Label start) {
    line = number;
  }

  @Override
  public void visitMethodInsn(
      int opcode, String owner, String name, String descriptor, boolean isInterface) {
    JdkCall call = calls.find(owner, name, descriptor);
    if (call != null) {
      found.call(call, arguments, line);
    }
    arguments.unknown();
  }

  @Override
  public void visitInvokeDynamicInsn(
      String name, String descriptor, Handle bootstrap, Object... constants) {
    arguments.unknown();
    for (Object constant : constants) {
      visitConstant(constant);
    }
    arguments.unknown();
  }

  private void visitConstant(Object constant) {
    if (constant instanceof Handle) {
      Handle handle = (Handle) constant;
      JdkCall call = calls.find(handle.getOwner(), handle.getName(), handle.getDesc());
      if (call != null) {
        found.call(call, arguments, line);
      }
    } else if (constant instanceof ConstantDynamic) {
      ConstantDynamic dynamic = (ConstantDynamic) constant;
      for (int i = 0; i < dynamic.getBootstrapMethodArgumentCount(); i++) {
        visitConstant(dynamic.getBootstrapMethodArgument(i));
      }
    }
  }

  @Override
  public void visitLdcInsn(Object value) {
    arguments.unknown();
    visitConstant(value);
    arguments.constant(value);
  }

  @Override
  public void visitInsn(int opcode) {
    if (opcode == Opcodes.DUP || opcode == Opcodes.AASTORE) {
      arguments.element();
    } else if (opcode >= Opcodes.ICONST_M1 && opcode <= Opcodes.ICONST_5) {
      arguments.constant(opcode - Opcodes.ICONST_0);
    } else {
      arguments.unknown();
    }
  }

  @Override
  public void visitIntInsn(int opcode, int operand) {
    if (opcode == Opcodes.BIPUSH) {
      arguments.constant(operand);
    } else {
      arguments.unknown();
    }
  }

  @Override
  public void visitTypeInsn(int opcode, String type) {
    if (opcode == Opcodes.ANEWARRAY && type.startsWith("java/nio/file/") && isOption(type)) {
      arguments.array();
    } else {
      arguments.unknown();
    }
  }

  private static boolean isOption(String type) {
    return type.endsWith("OpenOption")
        || type.endsWith("CopyOption")
        || type.endsWith("LinkOption");
  }

  @Override
  public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
    if (opcode == Opcodes.GETSTATIC && owner.startsWith("java/nio/file/") && isOption(owner)) {
      arguments.option(name);
    } else {
      arguments.unknown();
    }
  }

  @Override
  public void visitVarInsn(int opcode, int index) {
    arguments.unknown();
  }

  @Override
  public void visitJumpInsn(int opcode, Label label) {
    targets.add(label);
    arguments.unknown();
  }

  @Override
  public void visitLabel(Label label) {
    if (targets.contains(label)) {
      arguments.unknown(); // A constant before it may be one of several.
    }
  }

  @Override
  public void visitIincInsn(int index, int increment) {
    arguments.unknown();
  }

  @Override
  public void visitTableSwitchInsn(int from, int to, Label otherwise, Label... labels) {
    arguments.unknown();
  }

  @Override
  public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] labels) {
    arguments.unknown();
  }

  @Override
  public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
    arguments.unknown();
  }
}
