package dev.durable.weave;

import java.lang.reflect.Method;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** One guarded method, and how its call gets from the JDK to its hook. */
final class Guard {
  /** The guarded class, as the JVM writes its name. */
  final String owner;

  final String name;

  /** The hook's class, likewise. */
  final String hookOwner;

  /** The hook's parameters and answer: the object itself first, unless the method is static. */
  final String hookDescriptor;

  private final Type answer;

  Guard(Class<?> guarded, Method hook) {
    this.owner = Type.getInternalName(guarded);
    this.name = hook.getName();
    this.hookOwner = Type.getInternalName(hook.getDeclaringClass());
    this.hookDescriptor = Type.getMethodDescriptor(hook);
    this.answer = Type.getReturnType(hook);
  }

  /** Whether this guard belongs before the method of {@link #owner} that is described. */
  boolean fits(int access, String name, String descriptor) {
    if (!name.equals(this.name)) {
      return false;
    }
    String parameters = descriptor.substring(1, descriptor.indexOf(')'));
    if ((access & Opcodes.ACC_STATIC) == 0) {
      parameters = "L" + owner + ";" + parameters;
    }
    return hookDescriptor.substring(1, hookDescriptor.indexOf(')')).equals(parameters)
        && answer.equals(boxed(Type.getReturnType(descriptor)));
  }

  /** The type of an answer, or null for "no answer", of a method that returns {@code type}. */
  private static Type boxed(Type type) {
    switch (type.getSort()) {
      case Type.BOOLEAN:
        return Type.getType(Boolean.class);
      case Type.OBJECT:
        return type;
      default:
        return null;
    }
  }

  Type[] parameters() {
    return Type.getArgumentTypes(hookDescriptor);
  }

  Type answer() {
    return answer;
  }

  @Override
  public String toString() {
    return owner.replace('/', '.') + "." + name + hookDescriptor;
  }
}
