package dev.durable.cli;

import dev.durable.engine.Leftover;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists and removes what crashed processes left. */
@Command(
    name = "sweep",
    header = "List, or remove, the temp files that crashed processes left.",
    description = {
      "",
      "The agent does this itself where it writes. Files of processes that live, and complete safety"
          + " copies, are never removed.",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:no leftovers, or all of them removed",
      "1:there are leftovers",
      "2:a directory can't be read, or a leftover not be removed"
    })
final class Sweep implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", arity = "1..*", description = "Directories to look in.")
  private List<Path> directories;

  @Option(
      names = {"-r", "--recursive"},
      description = "Look in the directories below, too; links are not followed.")
  private boolean recursive;

  @Option(names = "--remove", description = "Remove what is abandoned.")
  private boolean remove;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help.")
  private boolean helpAsked;

  private int left;
  private int failures;

  @Override
  public Integer call() throws Exception {
    Durable.prepareEngine(spec);
    for (Path directory : directories) {
      for (Path each :
          recursive ? below(directory) : java.util.Collections.singletonList(directory)) {
        sweep(each);
      }
    }
    if (failures > 0) {
      return ExitStatus.FAILED;
    }
    return left > 0 ? ExitStatus.FOUND : ExitStatus.DONE;
  }

  private List<Path> below(Path directory) throws IOException {
    List<Path> all = new ArrayList<>();
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
            if (path.endsWith(".durable-safety~")) {
              return FileVisitResult.SKIP_SUBTREE; // It is looked at with the one that has it.
            }
            all.add(path);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path path, IOException error) {
            failed(path, error);
            return FileVisitResult.CONTINUE;
          }
        });
    return all;
  }

  private void sweep(Path directory) {
    PrintWriter out = spec.commandLine().getOut();
    List<Leftover> leftovers;
    try {
      leftovers = Leftover.in(directory);
    } catch (IOException e) {
      failed(directory, e);
      return;
    }
    for (Leftover leftover : leftovers) {
      boolean abandoned = leftover.state == Leftover.State.ABANDONED;
      String what = leftover.state.description;
      if (abandoned && remove) {
        try {
          leftover.remove();
          what = "removed";
          abandoned = false;
        } catch (IOException e) {
          failed(leftover.path, e);
        }
      }
      left += abandoned ? 1 : 0;
      out.printf("%s  %,d bytes, %s%n", leftover.path, leftover.bytes, what);
    }
  }

  private void failed(Path path, IOException error) {
    failures++;
    Failures.say(spec.commandLine(), Failures.told(path, error));
  }
}
