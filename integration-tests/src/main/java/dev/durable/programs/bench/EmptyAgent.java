package dev.durable.programs.bench;

import java.lang.instrument.Instrumentation;

/** An agent that does nothing: what no agent can be quicker than. */
public final class EmptyAgent {
  private EmptyAgent() {}

  public static void premain(String arguments, Instrumentation instrumentation) {}
}
