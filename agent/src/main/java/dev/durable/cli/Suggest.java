package dev.durable.cli;

import dev.durable.agent.Agent;
import dev.durable.cli.suggest.AuditedFiles;
import dev.durable.cli.suggest.Suggestion;
import dev.durable.config.AgentArguments;
import dev.durable.config.Configuration;
import dev.durable.config.ConfigurationException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a first configuration from what an audit has found. */
@Command(
    name = "suggest",
    header = "Write a first configuration from what an audit has found.",
    description = {
      "",
      "An audit is a run of the application with"
          + " -javaagent:durable.jar=durable.conf,mode=audit,report=FILE. Each suggested rule says which"
          + " code writes there and how often. Read them before use: an audit sees only what was"
          + " written while it ran.",
      ""
    })
final class Suggest implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "REPORT|PID",
      description = "The audit's report, or the process of an audit that is under way.")
  private String source;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to write the configuration; a file that exists is left alone.")
  private Path output;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help.")
  private boolean helpAsked;

  @Override
  public Integer call() throws IOException, ConfigurationException {
    String text = Suggestion.of(AuditedFiles.parse(report()));
    check(text);
    PrintWriter out = spec.commandLine().getOut();
    if (output == null) {
      out.print(text);
      out.flush();
      return ExitStatus.DONE;
    }
    try {
      Files.write(
          output,
          text.getBytes(StandardCharsets.UTF_8),
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw new Failure(output + " exists already; name another file");
    }
    out.println(output + " is written; read it, then start the application with it");
    return ExitStatus.DONE;
  }

  private String report() throws IOException {
    Path file = Paths.get(source);
    if (Files.exists(file)) {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
    if (source.matches("[0-9]+")) {
      return RunningJvm.load(source, Agent.COMMAND + "audit");
    }
    throw new Failure("found no file " + source + ", expected the report of an audit");
  }

  /** What is suggested is a configuration that the agent takes. */
  private static void check(String text) throws IOException, ConfigurationException {
    Path file = Files.createTempFile("durable", ".conf");
    try {
      Files.write(file, text.getBytes(StandardCharsets.UTF_8));
      Configuration.load(AgentArguments.parse('"' + file.toString() + '"'));
    } finally {
      Files.delete(file);
    }
  }
}
