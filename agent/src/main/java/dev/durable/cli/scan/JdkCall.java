package dev.durable.cli.scan;

import java.util.Set;
import org.objectweb.asm.Type;

/** A method or constructor of the JDK that is given a path and writes there. */
final class JdkCall {
  static final String CONSTRUCTOR = "<init>";

  /** Internal name of the class. */
  final String owner;

  final String name;
  final String descriptor;

  /** The guarded methods at which the path arrives; empty if at none. */
  final Set<String> guards;

  JdkCall(String owner, String name, String descriptor, Set<String> guards) {
    this.owner = owner;
    this.name = name;
    this.descriptor = descriptor;
    this.guards = guards;
  }

  boolean takes(String parameter) {
    return descriptor.substring(0, descriptor.indexOf(')')).contains(parameter);
  }

  boolean endsWith(String parameter) {
    return descriptor.substring(0, descriptor.indexOf(')')).endsWith(parameter);
  }

  /** As in source code, with simple names: {@code Files.write(Path, byte[], OpenOption...)}. */
  @Override
  public String toString() {
    String type = simple(owner.replace('/', '.'));
    StringBuilder text = new StringBuilder();
    text.append(name.equals(CONSTRUCTOR) ? "new " + type : type + '.' + name).append('(');
    Type[] parameters = Type.getArgumentTypes(descriptor);
    for (int i = 0; i < parameters.length; i++) {
      String parameter = simple(parameters[i].getClassName());
      boolean variable =
          i == parameters.length - 1
              && parameter.matches("(Open|Copy)Option\\[]|FileAttribute\\[]");
      text.append(i == 0 ? "" : ", ").append(variable ? parameter.replace("[]", "...") : parameter);
    }
    return text.append(')').toString();
  }

  private static String simple(String type) {
    return type.substring(type.lastIndexOf('.') + 1).replace('$', '.');
  }
}
