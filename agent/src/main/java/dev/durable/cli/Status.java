package dev.durable.cli;

import dev.durable.agent.Agent;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what the agent of a running JVM has done so far. */
@Command(
    name = "status",
    header = "Print what the agent of a running JVM has done so far.",
    description = {
      "",
      "Outcomes, obstacles, bytes and durations since the agent's start, and the outcomes by rule. With"
          + " mode=audit, what was written unsafely, by which code.",
      ""
    })
final class Status implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "PID", description = "The process, as jps lists it.")
  private String pid;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help.")
  private boolean helpAsked;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(RunningJvm.load(pid, Agent.COMMAND + "status"));
    out.flush();
    return ExitStatus.DONE;
  }
}
