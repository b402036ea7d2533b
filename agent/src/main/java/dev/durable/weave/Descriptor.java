package dev.durable.weave;

import java.util.ArrayList;
import java.util.List;

/** Types as class files write them: {@code I}, {@code Ljava/io/File;}, {@code [B} (JVMS 4.3). */
final class Descriptor {
  private Descriptor() {}

  /** The types of a method's parameters. */
  static List<String> parameters(String method) {
    List<String> types = new ArrayList<String>();
    int at = 1;
    while (method.charAt(at) != ')') {
      int start = at;
      while (method.charAt(at) == '[') {
        at++;
      }
      at = method.charAt(at) == 'L' ? method.indexOf(';', at) + 1 : at + 1;
      types.add(method.substring(start, at));
    }
    return types;
  }

  static String result(String method) {
    return method.substring(method.indexOf(')') + 1);
  }

  /** Of a class, not of an array or a primitive type. */
  static boolean isObject(String type) {
    return type.charAt(0) == 'L';
  }

  /** The type of a class, as the JVM writes its name. */
  static String of(String className) {
    return 'L' + className + ';';
  }

  /** The name by which the constant pool knows a class or an array. */
  static String className(String type) {
    return isObject(type) ? type.substring(1, type.length() - 1) : type;
  }

  /** How many local variables, or places on the operand stack, one of this type takes. */
  static int size(String type) {
    char kind = type.charAt(0);
    return kind == 'J' || kind == 'D' ? 2 : kind == 'V' ? 0 : 1;
  }
}
