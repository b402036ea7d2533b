package dev.durable.weave;

import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * {@link JavaBase} on Java 9 and later. Compiled against them, since reflection, which could do the
 * same, spins classes for each call on Java 18 and later (JEP 416): 15 ms more for a start.
 */
final class Modules {
  private Modules() {}

  static void open(Instrumentation instrumentation, String... packages) {
    Set<Module> self = Collections.singleton(Modules.class.getModule());
    Map<String, Set<Module>> opens = new HashMap<>();
    for (String name : packages) {
      opens.put(name, self);
    }
    instrumentation.redefineModule(
        Object.class.getModule(),
        Collections.emptySet(),
        Collections.emptyMap(),
        opens,
        Collections.emptySet(),
        Collections.emptyMap());
  }

  static Class<?> define(byte[] bytes) throws IllegalAccessException {
    return MethodHandles.privateLookupIn(Files.class, MethodHandles.lookup()).defineClass(bytes);
  }
}
