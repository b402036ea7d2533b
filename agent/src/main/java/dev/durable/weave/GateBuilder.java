package dev.durable.weave;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Makes the gate's classes from the hooks' signatures. Runs in the build; not in the jar. */
final class GateBuilder {
  private static final String TYPE = "L" + Gate.NAME + ";";
  private static final String BEHIND = "dev/durable/weave/BehindTheGate";

  /** The field that holds the one instance; out of the application's reach. */
  private static final String INSTANCE = "instance";

  private static final String AT_EXIT = "atExit";
  private static final String AT_EXIT_TYPE = "(Ljava/lang/Runnable;I)V";

  /**
   * The JDK runs its slots one after the other, those of the application in the second of ten
   * (java.lang.Shutdown). This is the first that it doesn't use itself.
   */
  private static final int AFTER_DELETE_ON_EXIT = 3;

  /** What distinguishes the instance method from the static one. */
  private static final String PASSED_ON = "$";

  private GateBuilder() {}

  /**
   * Makes the gate of all classes of packages whose names end in "Hooks".
   *
   * @param arguments the directory of the compiled classes, the gate's file, and the packages
   */
  public static void main(String[] arguments) throws IOException, ClassNotFoundException {
    Path classes = Paths.get(arguments[0]);
    List<Class<?>> types = new ArrayList<Class<?>>();
    for (String inPackage : Arrays.asList(arguments).subList(2, arguments.length)) {
      String[] names = new File(classes.toFile(), inPackage.replace('.', '/')).list();
      Arrays.sort(names);
      for (String name : names) {
        if (name.endsWith("Hooks.class") && !name.equals("Hooks.class")) {
          String type = name.substring(0, name.length() - ".class".length());
          types.add(Class.forName(inPackage + '.' + type, false, loader()));
        }
      }
    }
    Path file = classes.resolve(arguments[1]);
    Files.createDirectories(file.getParent());
    Files.write(file, of(types).toBytes());
  }

  private static ClassLoader loader() {
    return GateBuilder.class.getClassLoader();
  }

  /** The gate to the public methods of these classes. */
  static Gate of(List<Class<?>> types) {
    List<String> order = new ArrayList<String>();
    List<Hook> hooks = new ArrayList<Hook>();
    for (Class<?> type : types) {
      for (Method method : type.getDeclaredMethods()) {
        if (Modifier.isPublic(method.getModifiers())) {
          order.add(method.getName() + ' ' + Type.getMethodDescriptor(method));
        }
      }
      // Reflection has no order, and two builds are to make the same.
      Collections.sort(order);
      for (String method : order) {
        int blank = method.indexOf(' ');
        String name = method.substring(0, blank);
        hooks.add(new Hook(Type.getInternalName(type), name, method.substring(blank + 1)));
      }
      order.clear();
    }
    return new Gate(front(hooks), back(hooks), hooks);
  }

  private static byte[] front(List<Hook> hooks) {
    ClassWriter type = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    int open = Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT | Opcodes.ACC_SUPER;
    type.visit(Opcodes.V1_8, open, Gate.NAME, null, "java/lang/Object", null);
    type.visitField(Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC, INSTANCE, TYPE, null, null)
        .visitEnd();
    frontConstructor(type);
    atExit(type);
    for (Hook hook : hooks) {
      int abstractly = Opcodes.ACC_PROTECTED | Opcodes.ACC_ABSTRACT;
      String passedOn = hook.gateName() + PASSED_ON;
      type.visitMethod(abstractly, passedOn, hook.descriptor, null, null).visitEnd();
      int statically = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;
      MethodVisitor code =
          type.visitMethod(statically, hook.gateName(), hook.descriptor, null, null);
      code.visitCode();
      code.visitFieldInsn(Opcodes.GETSTATIC, Gate.NAME, INSTANCE, TYPE);
      load(code, hook, 0);
      code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, Gate.NAME, passedOn, hook.descriptor, false);
      end(code, hook);
    }
    type.visitEnd();
    return type.toByteArray();
  }

  private static byte[] back(List<Hook> hooks) {
    ClassWriter type = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    int closed = Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER;
    String[] exits = {"java/util/function/ObjIntConsumer"};
    type.visit(Opcodes.V1_8, closed, BEHIND, null, Gate.NAME, exits);
    backConstructor(type);
    accept(type);
    for (Hook hook : hooks) {
      String passedOn = hook.gateName() + PASSED_ON;
      MethodVisitor code =
          type.visitMethod(Opcodes.ACC_PROTECTED, passedOn, hook.descriptor, null, null);
      code.visitCode();
      load(code, hook, 1);
      code.visitMethodInsn(Opcodes.INVOKESTATIC, hook.owner, hook.name, hook.descriptor, false);
      end(code, hook);
    }
    type.visitEnd();
    return type.toByteArray();
  }

  private static void frontConstructor(ClassWriter type) {
    MethodVisitor code = type.visitMethod(Opcodes.ACC_PROTECTED, "<init>", "()V", null, null);
    code.visitCode();
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
    code.visitFieldInsn(Opcodes.GETSTATIC, Gate.NAME, INSTANCE, TYPE);
    Label taken = new Label();
    code.visitJumpInsn(Opcodes.IFNONNULL, taken);
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitFieldInsn(Opcodes.PUTSTATIC, Gate.NAME, INSTANCE, TYPE);
    code.visitLabel(taken);
    code.visitFrame(Opcodes.F_FULL, 1, new Object[] {Gate.NAME}, 0, new Object[0]);
    end(code);
  }

  private static void backConstructor(ClassWriter type) {
    MethodVisitor code = type.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
    code.visitCode();
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, Gate.NAME, "<init>", "()V", false);
    end(code);
  }

  /** Has the JVM run a Runnable at its exit. */
  private static void accept(ClassWriter type) {
    MethodVisitor code =
        type.visitMethod(Opcodes.ACC_PUBLIC, "accept", "(Ljava/lang/Object;I)V", null, null);
    code.visitCode();
    code.visitVarInsn(Opcodes.ALOAD, 1);
    code.visitTypeInsn(Opcodes.CHECKCAST, "java/lang/Runnable");
    code.visitVarInsn(Opcodes.ILOAD, 2);
    code.visitMethodInsn(Opcodes.INVOKESTATIC, Gate.NAME, AT_EXIT, AT_EXIT_TYPE, false);
    end(code);
  }

  /**
   * Registers a Runnable for the JVM's exit, by what the JDK itself uses for that. It has moved
   * twice, so the version of Java is given; only one of the three is ever linked.
   */
  private static void atExit(ClassWriter type) {
    MethodVisitor code =
        type.visitMethod(
            Opcodes.ACC_PROTECTED | Opcodes.ACC_STATIC, AT_EXIT, AT_EXIT_TYPE, null, null);
    code.visitCode();
    register(code, 12, "jdk/internal/access/");
    register(code, 9, "jdk/internal/misc/");
    register(code, 8, "sun/misc/");
    end(code);
  }

  private static void register(MethodVisitor code, int since, String where) {
    Label older = new Label();
    code.visitVarInsn(Opcodes.ILOAD, 1);
    code.visitIntInsn(Opcodes.BIPUSH, since);
    code.visitJumpInsn(Opcodes.IF_ICMPLT, older);
    String access = where + "JavaLangAccess";
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        where + "SharedSecrets",
        "getJavaLangAccess",
        "()L" + access + ";",
        false);
    code.visitIntInsn(Opcodes.BIPUSH, AFTER_DELETE_ON_EXIT);
    code.visitInsn(Opcodes.ICONST_0);
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitMethodInsn(
        Opcodes.INVOKEINTERFACE, access, "registerShutdownHook", "(IZLjava/lang/Runnable;)V", true);
    code.visitInsn(Opcodes.RETURN);
    code.visitLabel(older);
    code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
  }

  private static void end(MethodVisitor code) {
    code.visitInsn(Opcodes.RETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }

  private static void load(MethodVisitor code, Hook hook, int first) {
    int local = first;
    for (Type type : Type.getArgumentTypes(hook.descriptor)) {
      code.visitVarInsn(type.getOpcode(Opcodes.ILOAD), local);
      local += type.getSize();
    }
  }

  private static void end(MethodVisitor code, Hook hook) {
    code.visitInsn(Type.getReturnType(hook.descriptor).getOpcode(Opcodes.IRETURN));
    code.visitMaxs(0, 0);
    code.visitEnd();
  }
}
