package dev.durable.cli;

import dev.durable.cli.report.Findings;
import dev.durable.cli.report.RecordingSource;
import dev.durable.cli.report.ReportPage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a page of a flight recording. */
@Command(
    name = "report",
    header = "Make a page of what a flight recording tells of the agent.",
    description = {
      "",
      "One HTML file that needs no other: what was protected and how often, how long it took, the"
          + " slowest calls, obstacles and what to do about them, and what an audit has found. A"
          + " recording is made with -XX:StartFlightRecording=filename=FILE, or by jcmd PID JFR.start"
          + " and jcmd PID JFR.dump.",
      ""
    })
final class Report implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RECORDING", description = "The recording, a file of a JDK's recorder.")
  private Path recording;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to write the page (default: ${DEFAULT-VALUE}).",
      defaultValue = "report.html")
  private Path output;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help.")
  private boolean helpAsked;

  @Override
  public Integer call() throws IOException {
    Findings findings = new Findings();
    try {
      RecordingSource.ofThisJdk().readInto(findings, recording);
    } catch (ClassNotFoundException e) {
      throw new Failure(
          "this JDK ("
              + System.getProperty("java.version")
              + ") can't read flight recordings; run this command with a newer one");
    }
    if (findings.isEmpty()) {
      throw new Failure(
          recording
              + " has none of the agent's events; was it recorded in a JVM that the agent was at"
              + " work in?");
    }
    String page = ReportPage.of(findings, recording.getFileName().toString());
    Files.write(output, page.getBytes(StandardCharsets.UTF_8));
    spec.commandLine().getOut().println(output + " is written");
    return ExitStatus.DONE;
  }
}
