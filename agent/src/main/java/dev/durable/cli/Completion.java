package dev.durable.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the script that has a shell complete this command line. */
@Command(
    name = "completion",
    header = "Print a script with which bash and zsh complete these commands.",
    description = {
      "",
      "Completion works for a name, so give the command one:",
      "  alias durable='java -jar /opt/durable.jar'",
      "  source <(durable completion)",
      ""
    })
final class Completion implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The alias or script that runs durable.jar (default: ${DEFAULT-VALUE}).",
      defaultValue = "durable")
  private String name;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help.")
  private boolean helpAsked;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(AutoComplete.bash(name, spec.root().commandLine()));
    out.flush();
    return ExitStatus.DONE;
  }
}
