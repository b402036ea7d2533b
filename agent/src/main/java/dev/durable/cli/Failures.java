package dev.durable.cli;

import dev.durable.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells on standard error why a command wasn't done, in one line. */
final class Failures {
  private Failures() {}

  static int wrongUsage(ParameterException error, String[] arguments) {
    CommandLine line = error.getCommandLine();
    StringBuilder text = new StringBuilder(error.getMessage());
    if (error instanceof UnmatchedArgumentException) {
      for (String suggestion : ((UnmatchedArgumentException) error).getSuggestions()) {
        text.append("; did you mean ").append(suggestion).append('?');
      }
    }
    text.append("; see ").append(line.getCommandSpec().qualifiedName()).append(" --help");
    say(line, text.toString());
    return ExitStatus.FAILED;
  }

  static int failed(Exception error, CommandLine line, ParseResult result) {
    say(line, message(error));
    return ExitStatus.FAILED;
  }

  private static String message(Exception error) {
    if (error instanceof Failure || error instanceof ConfigurationException) {
      return error.getMessage();
    }
    if (error instanceof FileSystemException) {
      return told(((FileSystemException) error).getFile(), (IOException) error);
    }
    return error instanceof IOException ? error.toString() : "a defect in durable.jar: " + error;
  }

  /** What has gone wrong with a file. */
  static String told(Object file, IOException error) {
    if (error instanceof NoSuchFileException) {
      return file + ": there is no such file";
    }
    if (error instanceof AccessDeniedException) {
      return file + ": the user " + System.getProperty("user.name") + " has no permission";
    }
    String reason =
        error instanceof FileSystemException
            ? ((FileSystemException) error).getReason()
            : error.getMessage();
    return file + ": " + (reason == null ? error.getClass().getSimpleName() : reason);
  }

  static void say(CommandLine line, String text) {
    line.getErr().println("durable: " + text.replace('\n', ' '));
  }
}
