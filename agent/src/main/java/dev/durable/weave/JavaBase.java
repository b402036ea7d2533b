package dev.durable.weave;

import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.security.ProtectionDomain;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The way into the JDK's own module. On Java 9 and later, packages are opened to the agent's class
 * loader alone, and a lookup defines the class: nothing is appended to the boot class path, which
 * would switch class-data sharing off for the application and print a warning. Java 8 has no
 * modules and no such lookup; there {@code Unsafe} defines the class.
 */
public final class JavaBase {
  private final Instrumentation instrumentation;

  public JavaBase(Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
  }

  /** Opens packages of java.base to the module of the agent's classes; on Java 8 they are open. */
  public void open(String... packages) throws ReflectiveOperationException {
    Method getModule;
    try {
      getModule = Class.class.getMethod("getModule");
    } catch (NoSuchMethodException java8) {
      return;
    }
    Set<?> self = Collections.singleton(getModule.invoke(JavaBase.class));
    Map<String, Set<?>> opens = new HashMap<>();
    for (String name : packages) {
      opens.put(name, self);
    }
    Class<?> module = Class.forName("java.lang.Module");
    Instrumentation.class
        .getMethod("redefineModule", module, Set.class, Map.class, Map.class, Set.class, Map.class)
        .invoke(
            instrumentation,
            getModule.invoke(Object.class),
            Collections.emptySet(),
            Collections.emptyMap(),
            opens,
            Collections.emptySet(),
            Collections.emptyMap());
  }

  Class<?> define(String name, byte[] bytes) throws ReflectiveOperationException {
    Method privateLookupIn;
    try {
      privateLookupIn =
          MethodHandles.class.getMethod("privateLookupIn", Class.class, MethodHandles.Lookup.class);
    } catch (NoSuchMethodException java8) {
      return defineOn8(name, bytes);
    }
    open("java.nio.file");
    Object lookup = privateLookupIn.invoke(null, Files.class, MethodHandles.lookup());
    Method defineClass = MethodHandles.Lookup.class.getMethod("defineClass", byte[].class);
    return (Class<?>) defineClass.invoke(lookup, bytes);
  }

  private static Class<?> defineOn8(String name, byte[] bytes) throws ReflectiveOperationException {
    Class<?> unsafe = Class.forName("sun.misc.Unsafe");
    Field instance = unsafe.getDeclaredField("theUnsafe");
    instance.setAccessible(true);
    Method defineClass =
        unsafe.getMethod(
            "defineClass",
            String.class,
            byte[].class,
            int.class,
            int.class,
            ClassLoader.class,
            ProtectionDomain.class);
    return (Class<?>)
        defineClass.invoke(instance.get(null), name, bytes, 0, bytes.length, null, null);
  }
}
