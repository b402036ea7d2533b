package dev.durable.weave;

import java.lang.reflect.Method;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** One guarded method, or all overloads of one, and how their calls get to their hook. */
final class Guard {
  /** The guarded class, as the JVM writes its name. */
  final String owner;

  final String name;
  final Form form;

  /** Whether every JDK that is supported has such a method. */
  final boolean required;

  /** The hook's class, likewise. */
  final String hookOwner;

  final String hookName;

  /** What the hook takes, the object itself first unless the method is static, and its answer. */
  final String hookDescriptor;

  /**
   * @param owner the guarded class, as Java writes its name
   */
  Guard(String owner, String name, Form form, Method hook, boolean required) {
    this.owner = owner.replace('.', '/');
    this.name = name;
    this.form = form;
    this.required = required;
    this.hookOwner = Type.getInternalName(hook.getDeclaringClass());
    this.hookName = hook.getName();
    this.hookDescriptor = Type.getMethodDescriptor(hook);
  }

  /** The hook's name in the gate, where the hooks of all classes meet. */
  String gateName() {
    return hookOwner.substring(hookOwner.lastIndexOf('/') + 1) + '$' + hookName;
  }

  /** Whether this guard belongs to the method of {@link #owner} that is described. */
  boolean fits(int access, String name, String descriptor) {
    return name.equals(this.name)
        && (access & (Opcodes.ACC_NATIVE | Opcodes.ACC_ABSTRACT | Opcodes.ACC_SYNTHETIC)) == 0
        && form.fits(this, locals(access, descriptor), Type.getReturnType(descriptor));
  }

  /** What the method's first local variables hold at its beginning. */
  private Type[] locals(int access, String descriptor) {
    Type[] parameters = Type.getArgumentTypes(descriptor);
    if ((access & Opcodes.ACC_STATIC) != 0) {
      return parameters;
    }
    Type[] locals = new Type[parameters.length + 1];
    locals[0] = Type.getObjectType(owner);
    System.arraycopy(parameters, 0, locals, 1, parameters.length);
    return locals;
  }

  /** The visitor that puts this guard into the method. */
  MethodVisitor in(MethodVisitor code, int access, String descriptor) {
    return form.visitor(code, this, locals(access, descriptor), Type.getReturnType(descriptor));
  }

  Type[] parameters() {
    return Type.getArgumentTypes(hookDescriptor);
  }

  Type answer() {
    return Type.getReturnType(hookDescriptor);
  }

  @Override
  public String toString() {
    return owner.replace('/', '.') + "." + name + " for " + hookName + hookDescriptor;
  }
}
