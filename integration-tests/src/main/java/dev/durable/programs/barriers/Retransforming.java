package dev.durable.programs.barriers;

import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;

/** Another agent, which has classes transformed anew that are in use. */
public final class Retransforming {
  private static Instrumentation instrumentation;

  private Retransforming() {}

  public static void premain(String argument, Instrumentation given) {
    instrumentation = given;
  }

  public static Object retransform(Class<?> type) throws UnmodifiableClassException {
    instrumentation.retransformClasses(type);
    return type.getName();
  }
}
