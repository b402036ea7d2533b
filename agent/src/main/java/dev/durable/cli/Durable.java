package dev.durable.cli;

import dev.durable.agent.Startup;
import dev.durable.weave.WeavingException;
import java.io.PrintWriter;
import java.lang.instrument.Instrumentation;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command line as a whole; each command is a class of its own. */
@Command(
    name = Durable.NAME,
    header = "Makes the file writes of Java applications crash-safe.",
    description = {
      "",
      "An application is protected by starting it with",
      "  java -javaagent:durable.jar=durable.conf -jar application.jar",
      "These commands help to decide what to protect, and to see that it works.",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:done, and nothing is wrong",
      "1:done, and something is wrong: what the command's own help says",
      "2:not done: a mistake in the command line or the configuration, or a failure"
    },
    subcommands = {
      Scan.class,
      Check.class,
      Attach.class,
      Status.class,
      Reload.class,
      Suggest.class,
      Report.class,
      Sweep.class,
      Completion.class,
      HelpCommand.class
    })
public final class Durable implements Callable<Integer> {
  static final String NAME = "java -jar durable.jar";

  private static final int WIDTH = 100;

  private final String version;
  private final Instrumentation instrumentation;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-V", "--version"},
      description = "Print the version, and whether the agent works on this JDK.")
  private boolean versionAsked;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help.")
  private boolean helpAsked;

  private Durable(String version, Instrumentation instrumentation) {
    this.version = version;
    this.instrumentation = instrumentation;
  }

  /**
   * Runs a command.
   *
   * @param instrumentation of this JVM, or null
   * @return the exit status
   */
  public static int run(String version, Instrumentation instrumentation, String... arguments) {
    return commandLine(version, instrumentation).execute(arguments);
  }

  static CommandLine commandLine(String version, Instrumentation instrumentation) {
    CommandLine line = new CommandLine(new Durable(version, instrumentation));
    line.setUsageHelpWidth(WIDTH);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler(Failures::wrongUsage);
    line.setExecutionExceptionHandler(Failures::failed);
    return line;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (!versionAsked) {
      spec.commandLine().usage(out);
      return ExitStatus.DONE;
    }
    out.println("durable " + version);
    try {
      out.println("JDK " + System.getProperty("java.version") + ": " + selfTest());
      return ExitStatus.DONE;
    } catch (WeavingException e) {
      out.println("JDK " + System.getProperty("java.version") + ": not supported");
      throw new Failure(e.getMessage());
    }
  }

  /** Installs the hooks in this JVM, with nothing protected. */
  private String selfTest() throws WeavingException {
    return instrumentation == null
        ? "not checked; the launcher of Java 8 gives no access to the JDK's classes"
        : Startup.selfTest(instrumentation);
  }

  /** Has the engine do its work here as it does under the agent; to be called before it is used. */
  static void prepareEngine(CommandSpec command) throws WeavingException {
    Durable durable = (Durable) command.root().userObject();
    if (durable.instrumentation != null) {
      Startup.openWhatTheEngineUses(durable.instrumentation);
    }
  }
}
