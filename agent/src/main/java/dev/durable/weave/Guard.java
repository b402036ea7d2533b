package dev.durable.weave;

import java.util.ArrayList;
import java.util.List;

/** One guarded method, or all overloads of one, and how their calls get to their hook. */
final class Guard {
  private static final int STATIC = 0x0008;
  private static final int NATIVE_ABSTRACT_OR_SYNTHETIC = 0x0100 | 0x0400 | 0x1000;

  /** The guarded class, as the JVM writes its name. */
  final String owner;

  final String name;
  final Form form;
  final Hook hook;

  /** Whether every JDK that is supported has such a method. */
  final boolean required;

  /**
   * @param owner the guarded class, as Java writes its name
   */
  Guard(String owner, String name, Form form, Hook hook, boolean required) {
    this.owner = owner.replace('.', '/');
    this.name = name;
    this.form = form;
    this.hook = hook;
    this.required = required;
  }

  /** Whether this guard belongs to the method of {@link #owner} that is described. */
  boolean fits(int access, String name, String descriptor) {
    return name.equals(this.name)
        && (access & NATIVE_ABSTRACT_OR_SYNTHETIC) == 0
        && form.fits(hook, locals(owner, access, descriptor), Descriptor.result(descriptor));
  }

  /** What a method's first local variables hold at its beginning. */
  static List<String> locals(String owner, int access, String descriptor) {
    List<String> locals = new ArrayList<String>();
    if ((access & STATIC) == 0) {
      locals.add(Descriptor.of(owner));
    }
    locals.addAll(Descriptor.parameters(descriptor));
    return locals;
  }

  @Override
  public String toString() {
    return owner.replace('/', '.') + "." + name + " for " + hook;
  }
}
