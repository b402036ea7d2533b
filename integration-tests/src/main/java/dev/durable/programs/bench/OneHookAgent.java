package dev.durable.programs.bench;

import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.matcher.ElementMatchers;

/**
 * An agent with one hook that does nothing, in Files.write, as Byte Buddy's AgentBuilder makes it.
 */
public final class OneHookAgent {
  private OneHookAgent() {}

  public static void premain(String arguments, Instrumentation instrumentation) {
    new AgentBuilder.Default()
        .disableClassFormatChanges()
        .with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION)
        .ignore(ElementMatchers.none())
        .type(ElementMatchers.is(Files.class))
        .transform(
            (builder, type, loader, module, domain) ->
                builder.visit(Advice.to(Hook.class).on(ElementMatchers.named("write"))))
        .installOn(instrumentation);
  }

  /** Its code becomes a part of the method. */
  public static final class Hook {
    private Hook() {}

    @Advice.OnMethodEnter
    public static void enter() {}
  }
}
