package dev.durable.weave;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Field;
import java.security.ProtectionDomain;

/**
 * The way into the JDK's own module. On Java 9 and later, packages are opened to the agent's class
 * loader alone, and a lookup defines the class: nothing is appended to the boot class path, which
 * would switch class-data sharing off for the application and print a warning. Java 8 has no
 * modules and no such lookup; there {@code Unsafe} defines the class.
 */
public final class JavaBase {
  /** The version of Java that this is: 8, 9 ... */
  static final int VERSION = version(System.getProperty("java.specification.version"));

  private static final boolean HAS_MODULES = VERSION >= 9;

  private JavaBase() {}

  private static int version(String text) {
    return Integer.parseInt(text.startsWith("1.") ? text.substring(2) : text);
  }

  /**
   * Opens packages of java.base to the module of the agent's classes, besides that of the gate; on
   * Java 8 they are open.
   */
  public static void open(Instrumentation instrumentation, String... packages) {
    if (HAS_MODULES) {
      Modules.open(instrumentation, packages);
    }
  }

  /** Defines a class of the package of {@code java.nio.file.Files}, which must be open. */
  public static void define(String name, byte[] bytes) throws ReflectiveOperationException {
    if (HAS_MODULES) {
      Modules.define(bytes);
    } else {
      defineOn8(name, bytes);
    }
  }

  private static void defineOn8(String name, byte[] bytes) throws ReflectiveOperationException {
    Class<?> unsafe = Class.forName("sun.misc.Unsafe");
    Field instance = unsafe.getDeclaredField("theUnsafe");
    instance.setAccessible(true);
    unsafe
        .getMethod(
            "defineClass",
            String.class,
            byte[].class,
            int.class,
            int.class,
            ClassLoader.class,
            ProtectionDomain.class)
        .invoke(instance.get(null), name, bytes, 0, bytes.length, null, null);
  }
}
