package dev.durable.cli;

import dev.durable.cli.scan.BarrierFindings;
import dev.durable.cli.scan.Findings;
import dev.durable.config.AgentArguments;
import dev.durable.config.Configuration;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists what in an application writes files. */
@Command(
    name = "scan",
    header = "List every place in an application that writes, moves or deletes files.",
    description = {
      "",
      "Reads class files, runs nothing. Each place is told with what a crash can do to the file as it"
          + " stands, and what the agent makes of the call on a protected path. What is reached by"
          + " reflection, in native code or in other processes is not seen.",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:nothing is unsafe, or each barrier matches something",
      "1:some places are unsafe, or some barriers match nothing",
      "2:not all could be read"
    })
final class Scan implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description = "Jars, wars, ears, jmods, class files and directories of all these.")
  private List<Path> paths;

  @Option(
      names = "--barriers",
      paramLabel = "CONFIG",
      description = "Instead, list the methods that this configuration's barriers match.")
  private String configuration;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help.")
  private boolean helpAsked;

  @Override
  public Integer call() throws Exception {
    return configuration == null ? scanForWrites() : scanForBarriers();
  }

  private int scanForWrites() throws Exception {
    Findings findings = Findings.in(paths);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      findings.printJson(out);
    } else {
      findings.print(out);
    }
    return status(findings.unsafe() == 0, findings.problems());
  }

  private int scanForBarriers() throws Exception {
    Configuration read = Configuration.load(AgentArguments.ofFile(configuration));
    BarrierFindings findings = BarrierFindings.in(paths, read);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      findings.printJson(out);
    } else {
      findings.print(out);
    }
    return status(findings.allMatch(), findings.problems());
  }

  private int status(boolean good, List<String> problems) {
    spec.commandLine().getOut().flush();
    for (String problem : problems) {
      Failures.say(spec.commandLine(), problem);
    }
    if (!problems.isEmpty()) {
      return ExitStatus.FAILED;
    }
    return good ? ExitStatus.DONE : ExitStatus.FOUND;
  }
}
