package dev.durable.cli;

import dev.durable.cli.check.DirectoryCheck;
import dev.durable.cli.check.PathCheck;
import dev.durable.config.AgentArguments;
import dev.durable.config.Barrier;
import dev.durable.config.Configuration;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what a configuration means, and whether its directories can keep the promises. */
@Command(
    name = "check",
    header = "Check a configuration, what it says of paths, and the directories that it is about.",
    description = {
      "",
      "In each directory that a rule begins with, and each that is named here, files of the agent's"
          + " own kind are created, forced, renamed and removed again. Run it as the user that the"
          + " application runs as, and in its working directory.",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:the configuration is right, the paths are protected and the directories good",
      "1:not all of that",
      "2:a mistake in the configuration"
    })
final class Check implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "CONFIG", description = "The configuration file.")
  private String file;

  @Parameters(
      index = "1..*",
      paramLabel = "PATH",
      description = "Files and directories to be told of.")
  private List<Path> paths = new ArrayList<>();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help.")
  private boolean helpAsked;

  @Override
  public Integer call() throws Exception {
    Durable.prepareEngine(spec);
    PrintWriter out = spec.commandLine().getOut();
    Configuration configuration = Configuration.load(AgentArguments.ofFile(file));
    out.printf(
        "%s: %s, mode=%s; checked as the user %s%n",
        configuration.file(),
        configuration.rulesInWords(),
        configuration.mode().name().toLowerCase(Locale.ROOT),
        System.getProperty("user.name"));
    for (Barrier barrier : configuration.barriers()) {
      out.printf(
          "%n%s: %s%n  scope=%s; what it matches, scan --barriers shows%n",
          barrier.place(), barrier, barrier.ofProcess() ? "process" : "thread");
    }
    boolean good = true;
    Set<Path> directories = new LinkedHashSet<>(configuration.rules().directories());
    for (Path path : paths) {
      PathCheck check = PathCheck.of(path, configuration.rules());
      if (Files.isDirectory(path)) {
        directories.add(path.toAbsolutePath().normalize());
      } else {
        good &= check.isGood();
        if (check.isProtected()) {
          directories.add(path.toAbsolutePath().normalize().getParent());
        }
        out.println();
        check.print(out);
      }
    }
    for (Path directory : directories) {
      DirectoryCheck check = DirectoryCheck.of(directory);
      good &= check.isGood();
      out.println();
      check.print(out);
    }
    out.flush();
    return good ? ExitStatus.DONE : ExitStatus.FOUND;
  }
}
