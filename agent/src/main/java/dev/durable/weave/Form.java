package dev.durable.weave;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The ways in which a hook takes part in a method. Apart from {@link #INSTEAD}, a hook takes as
 * many of the object itself and the parameters as it wants to see, by these types or less special
 * ones.
 */
enum Form {
  /**
   * Asked at the method's head, with all of the parameters: an answer, if it isn't null, is
   * returned at once. It is boxed where the method returns a primitive, and {@code true} where the
   * method returns nothing.
   */
  INSTEAD {
    @Override
    boolean fits(Guard guard, Type[] locals, Type returned) {
      return guard.parameters().length == locals.length
          && sameButTheFirst(guard.parameters(), locals)
          && guard.answer().equals(answerFor(returned));
    }

    @Override
    MethodVisitor visitor(MethodVisitor code, Guard guard, Type[] locals, Type returned) {
      return new MethodVisitor(Weaver.API, code) {
        @Override
        public void visitCode() {
          super.visitCode();
          Gate.call(mv, guard);
          Label plain = new Label();
          mv.visitInsn(Opcodes.DUP);
          mv.visitJumpInsn(Opcodes.IFNULL, plain);
          unbox(mv, returned);
          mv.visitInsn(returned.getOpcode(Opcodes.IRETURN));
          mv.visitLabel(plain);
          Object[] stack = {guard.answer().getInternalName()};
          mv.visitFrame(Opcodes.F_SAME1, 0, null, 1, stack);
          mv.visitInsn(Opcodes.POP);
        }
      };
    }
  },

  /** Called at the method's head; its answer takes the place of the last of what it was given. */
  SWAP {
    @Override
    boolean fits(Guard guard, Type[] locals, Type returned) {
      return sees(guard, locals) && isObject(guard.answer());
    }

    @Override
    MethodVisitor visitor(MethodVisitor code, Guard guard, Type[] locals, Type returned) {
      return new MethodVisitor(Weaver.API, code) {
        @Override
        public void visitCode() {
          super.visitCode();
          Gate.call(mv, guard);
          int last = guard.parameters().length - 1;
          if (!locals[last].equals(guard.answer())) {
            mv.visitTypeInsn(Opcodes.CHECKCAST, locals[last].getInternalName());
          }
          int local = 0;
          for (int i = 0; i < last; i++) {
            local += locals[i].getSize();
          }
          mv.visitVarInsn(Opcodes.ASTORE, local);
        }
      };
    }
  },

  /** Called at the method's head. */
  BEFORE {
    @Override
    boolean fits(Guard guard, Type[] locals, Type returned) {
      return sees(guard, locals);
    }

    @Override
    MethodVisitor visitor(MethodVisitor code, Guard guard, Type[] locals, Type returned) {
      return new MethodVisitor(Weaver.API, code) {
        @Override
        public void visitCode() {
          super.visitCode();
          Gate.call(mv, guard);
        }
      };
    }
  },

  /** Called whenever the method is about to return. */
  AFTER {
    @Override
    boolean fits(Guard guard, Type[] locals, Type returned) {
      return sees(guard, locals);
    }

    @Override
    MethodVisitor visitor(MethodVisitor code, Guard guard, Type[] locals, Type returned) {
      return new AtReturn(code, guard);
    }
  },

  /** Called when the method fails with an IOException, before that reaches the caller. */
  FAILED {
    @Override
    boolean fits(Guard guard, Type[] locals, Type returned) {
      return sees(guard, locals);
    }

    @Override
    MethodVisitor visitor(MethodVisitor code, Guard guard, Type[] locals, Type returned) {
      return new AtFailure(code, guard, locals, "java/io/IOException");
    }
  },

  /** Called when the method is about to return, or fails with whatever it may be. */
  FINALLY {
    @Override
    boolean fits(Guard guard, Type[] locals, Type returned) {
      return sees(guard, locals);
    }

    @Override
    MethodVisitor visitor(MethodVisitor code, Guard guard, Type[] locals, Type returned) {
      return new AtFailure(new AtReturn(code, guard), guard, locals, "java/lang/Throwable");
    }
  };

  /** Whether a guard belongs to a method with these first local variables and this result. */
  abstract boolean fits(Guard guard, Type[] locals, Type returned);

  abstract MethodVisitor visitor(MethodVisitor code, Guard guard, Type[] locals, Type returned);

  private static final class AtReturn extends MethodVisitor {
    private final Guard guard;

    AtReturn(MethodVisitor code, Guard guard) {
      super(Weaver.API, code);
      this.guard = guard;
    }

    @Override
    public void visitInsn(int opcode) {
      if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
        Gate.call(mv, guard);
      }
      super.visitInsn(opcode);
    }
  }

  private static final class AtFailure extends MethodVisitor {
    private final Guard guard;
    private final Type[] locals;
    private final String failure;
    private final Label start = new Label();

    AtFailure(MethodVisitor code, Guard guard, Type[] locals, String failure) {
      super(Weaver.API, code);
      this.guard = guard;
      this.locals = locals;
      this.failure = failure;
    }

    @Override
    public void visitCode() {
      super.visitCode();
      mv.visitLabel(start);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
      Label end = new Label();
      // Last in the table: the method's own handlers come first.
      mv.visitTryCatchBlock(start, end, end, failure);
      mv.visitLabel(end);
      // Of the local variables, only what the hook takes is sure to be still there.
      Object[] seen = new Object[guard.parameters().length];
      for (int i = 0; i < seen.length; i++) {
        seen[i] = frameType(locals[i]);
      }
      mv.visitFrame(Opcodes.F_FULL, seen.length, seen, 1, new Object[] {failure});
      Gate.call(mv, guard);
      mv.visitInsn(Opcodes.ATHROW);
      super.visitMaxs(maxStack, maxLocals);
    }
  }

  /** Whether the hook's parameters are the first of {@code locals}, or less special classes. */
  static boolean sees(Guard guard, Type[] locals) {
    Type[] parameters = guard.parameters();
    if (parameters.length > locals.length) {
      return false;
    }
    for (int i = 0; i < parameters.length; i++) {
      if (!parameters[i].equals(locals[i]) && !(isObject(parameters[i]) && isObject(locals[i]))) {
        return false;
      }
    }
    return true;
  }

  /** The first may be the object itself, of a class that no hook can name. */
  private static boolean sameButTheFirst(Type[] parameters, Type[] locals) {
    for (int i = 0; i < locals.length; i++) {
      boolean same = parameters[i].equals(locals[i]);
      if (!same && !(i == 0 && isObject(parameters[0]) && isObject(locals[0]))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isObject(Type type) {
    return type.getSort() == Type.OBJECT;
  }

  private static Object frameType(Type type) {
    switch (type.getSort()) {
      case Type.OBJECT:
      case Type.ARRAY:
        return type.getInternalName();
      case Type.LONG:
        return Opcodes.LONG;
      default:
        return Opcodes.INTEGER;
    }
  }

  /** The type of an answer, or null for "no answer", of a method that returns {@code type}. */
  private static Type answerFor(Type type) {
    switch (type.getSort()) {
      case Type.VOID:
      case Type.BOOLEAN:
        return Type.getType(Boolean.class);
      case Type.LONG:
        return Type.getType(Long.class);
      case Type.OBJECT:
      case Type.ARRAY:
        return type;
      default:
        return null;
    }
  }

  private static void unbox(MethodVisitor code, Type returned) {
    switch (returned.getSort()) {
      case Type.VOID:
        code.visitInsn(Opcodes.POP);
        break;
      case Type.BOOLEAN:
        code.visitMethodInsn(
            Opcodes.INVOKEVIRTUAL, "java/lang/Boolean", "booleanValue", "()Z", false);
        break;
      case Type.LONG:
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/Long", "longValue", "()J", false);
        break;
      default:
        break;
    }
  }
}
