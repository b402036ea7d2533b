package dev.durable.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Starts the agent in a running JVM. */
@Command(
    name = "attach",
    header = "Start the agent in a running JVM, until that ends.",
    description = {
      "",
      "What the application opens, writes, moves or deletes from then on is protected; what it has open"
          + " already goes on as it began. A mistake in the configuration leaves the JVM as it is.",
      "",
      "Run this with a JDK, as the user of the process (or as root). The process itself may run on a"
          + " JRE. In a container, durable.jar and the configuration must have the same names there.",
      "",
      "Java 21 and later print a warning on the process's standard error when an agent is loaded at run"
          + " time. It is about a future default of the JDK, not about this agent; the JVM option"
          + " -XX:+EnableDynamicAgentLoading says that it is meant, and -javaagent at the start does"
          + " without.",
      ""
    })
final class Attach implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "PID", description = "The process, as jps lists it.")
  private String pid;

  @Parameters(
      index = "1",
      paramLabel = "CONFIGURATION",
      description = "What would stand after -javaagent:durable.jar=, the file first of all.")
  private String argument;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help.")
  private boolean helpAsked;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    String said = RunningJvm.load(pid, absolute(argument));
    out.println(said.isEmpty() ? "attached" : said);
    return ExitStatus.DONE;
  }

  /**
   * The argument with its first item, if that is a file of the working directory, made absolute.
   */
  private static String absolute(String argument) {
    int end = argument.indexOf(',') < 0 ? argument.length() : argument.indexOf(',');
    Path file = Paths.get(argument.substring(0, end));
    return Files.isRegularFile(file) ? file.toAbsolutePath() + argument.substring(end) : argument;
  }
}
