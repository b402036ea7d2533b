package dev.durable.weave;

import java.util.List;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The two classes that lead from {@code java.base} to the hooks, which no class of the JDK can see:
 * an abstract class inside of {@code java.base}, whose static methods the woven methods call, and a
 * subclass of it in the agent's class loader, to which they pass the call on. Plain virtual calls,
 * which the JIT compiler sees through; no reflection, no method handles.
 */
final class Gate {
  /** In an exported package of java.base, so that every package of the JDK may call it. */
  static final String NAME = "java/nio/file/DurableGate";

  static final String BINARY_NAME = "java.nio.file.DurableGate";

  /** The field that holds the one instance; out of the application's reach. */
  static final String INSTANCE = "instance";

  private static final String TYPE = "L" + NAME + ";";
  private static final String BEHIND = "dev/durable/weave/BehindTheGate";

  /** What distinguishes the instance method from the static one. */
  private static final String PASSED_ON = "$";

  private Gate() {}

  /** The class for {@code java.base}. */
  static byte[] front(List<Guard> guards) {
    ClassWriter type = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    int open = Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT | Opcodes.ACC_SUPER;
    type.visit(Opcodes.V1_8, open, NAME, null, "java/lang/Object", null);
    type.visitField(Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC, INSTANCE, TYPE, null, null)
        .visitEnd();
    constructor(type, Opcodes.ACC_PROTECTED, "java/lang/Object");
    for (Guard guard : guards) {
      int abstractly = Opcodes.ACC_PROTECTED | Opcodes.ACC_ABSTRACT;
      type.visitMethod(abstractly, guard.name + PASSED_ON, guard.hookDescriptor, null, null)
          .visitEnd();
      int statically = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;
      MethodVisitor code =
          type.visitMethod(statically, guard.name, guard.hookDescriptor, null, null);
      code.visitCode();
      code.visitFieldInsn(Opcodes.GETSTATIC, NAME, INSTANCE, TYPE);
      load(code, guard.parameters(), 0);
      code.visitMethodInsn(
          Opcodes.INVOKEVIRTUAL, NAME, guard.name + PASSED_ON, guard.hookDescriptor, false);
      end(code);
    }
    type.visitEnd();
    return type.toByteArray();
  }

  /** The class for the agent's class loader. */
  static byte[] back(List<Guard> guards) {
    ClassWriter type = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    type.visit(
        Opcodes.V1_8,
        Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER,
        BEHIND,
        null,
        NAME,
        null);
    constructor(type, Opcodes.ACC_PUBLIC, NAME);
    for (Guard guard : guards) {
      MethodVisitor code =
          type.visitMethod(
              Opcodes.ACC_PROTECTED, guard.name + PASSED_ON, guard.hookDescriptor, null, null);
      code.visitCode();
      load(code, guard.parameters(), 1);
      code.visitMethodInsn(
          Opcodes.INVOKESTATIC, guard.hookOwner, guard.name, guard.hookDescriptor, false);
      end(code);
    }
    type.visitEnd();
    return type.toByteArray();
  }

  /** Puts the question to the gate at the head of a guarded method: an answer is returned. */
  static void ask(MethodVisitor code, Guard guard) {
    load(code, guard.parameters(), 0);
    code.visitMethodInsn(Opcodes.INVOKESTATIC, NAME, guard.name, guard.hookDescriptor, false);
    Label plain = new Label();
    code.visitInsn(Opcodes.DUP);
    code.visitJumpInsn(Opcodes.IFNULL, plain);
    if (guard.answer().equals(Type.getType(Boolean.class))) {
      code.visitMethodInsn(
          Opcodes.INVOKEVIRTUAL, "java/lang/Boolean", "booleanValue", "()Z", false);
      code.visitInsn(Opcodes.IRETURN);
    } else {
      code.visitInsn(Opcodes.ARETURN);
    }
    code.visitLabel(plain);
    code.visitFrame(Opcodes.F_SAME1, 0, null, 1, new Object[] {guard.answer().getInternalName()});
    code.visitInsn(Opcodes.POP);
  }

  private static void constructor(ClassWriter type, int access, String superName) {
    MethodVisitor code = type.visitMethod(access, "<init>", "()V", null, null);
    code.visitCode();
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, superName, "<init>", "()V", false);
    code.visitInsn(Opcodes.RETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }

  private static void load(MethodVisitor code, Type[] types, int local) {
    for (Type type : types) {
      code.visitVarInsn(type.getOpcode(Opcodes.ILOAD), local);
      local += type.getSize();
    }
  }

  private static void end(MethodVisitor code) {
    code.visitInsn(Opcodes.ARETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }
}
