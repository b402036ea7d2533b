package dev.durable.weave;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassWriter;
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
    for (Guard guard : hooks(guards)) {
      int abstractly = Opcodes.ACC_PROTECTED | Opcodes.ACC_ABSTRACT;
      String passedOn = guard.gateName() + PASSED_ON;
      type.visitMethod(abstractly, passedOn, guard.hookDescriptor, null, null).visitEnd();
      int statically = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;
      MethodVisitor code =
          type.visitMethod(statically, guard.gateName(), guard.hookDescriptor, null, null);
      code.visitCode();
      code.visitFieldInsn(Opcodes.GETSTATIC, NAME, INSTANCE, TYPE);
      load(code, guard.parameters(), 0);
      code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, NAME, passedOn, guard.hookDescriptor, false);
      end(code, guard);
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
    for (Guard guard : hooks(guards)) {
      MethodVisitor code =
          type.visitMethod(
              Opcodes.ACC_PROTECTED,
              guard.gateName() + PASSED_ON,
              guard.hookDescriptor,
              null,
              null);
      code.visitCode();
      load(code, guard.parameters(), 1);
      code.visitMethodInsn(
          Opcodes.INVOKESTATIC, guard.hookOwner, guard.hookName, guard.hookDescriptor, false);
      end(code, guard);
    }
    type.visitEnd();
    return type.toByteArray();
  }

  /** One guard for each hook: several methods may have the same. */
  private static Collection<Guard> hooks(List<Guard> guards) {
    Map<String, Guard> hooks = new LinkedHashMap<>();
    for (Guard guard : guards) {
      hooks.put(guard.gateName() + guard.hookDescriptor, guard);
    }
    return hooks.values();
  }

  /** Calls a hook with the first of the local variables. */
  static void call(MethodVisitor code, Guard guard) {
    load(code, guard.parameters(), 0);
    code.visitMethodInsn(Opcodes.INVOKESTATIC, NAME, guard.gateName(), guard.hookDescriptor, false);
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

  private static void end(MethodVisitor code, Guard guard) {
    code.visitInsn(guard.answer().getOpcode(Opcodes.IRETURN));
    code.visitMaxs(0, 0);
    code.visitEnd();
  }
}
