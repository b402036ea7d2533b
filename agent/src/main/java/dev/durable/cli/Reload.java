package dev.durable.cli;

import dev.durable.agent.Agent;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has the agent of a running JVM read its configuration anew. */
@Command(
    name = "reload",
    header = "Have the agent of a running JVM read its configuration anew.",
    description = {
      "",
      "The new rules hold from then on; files that are open go on as they began. Which methods"
          + " have barriers stays as it was at the start. A faulty file changes nothing, and is told"
          + " here.",
      ""
    })
final class Reload implements Callable<Integer> {
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
    out.println(RunningJvm.load(pid, Agent.COMMAND + "reload"));
    return ExitStatus.DONE;
  }
}
