package dev.durable.tests.bench;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Child processes as users start them: no option but those that are named here. */
final class Run {
  private static final String CLASS_PATH =
      System.getProperty("programs") + File.pathSeparator + System.getProperty("libraries");

  private Run() {}

  /** The option for an agent that protects what {@code configuration} says. */
  static String agent(Path configuration) {
    return "-javaagent:" + Child.AGENT + "=" + configuration + ",quiet";
  }

  /** Runs a program of {@code dev.durable.programs.bench} and returns its lines. */
  static List<String> java(Jdk jdk, List<String> options, String program, Object... arguments)
      throws Exception {
    var command = new ArrayList<String>();
    command.add(jdk.java().toString());
    command.addAll(options);
    command.addAll(List.of("-cp", CLASS_PATH, "dev.durable.programs.bench." + program));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return lines(command);
  }

  static List<String> lines(List<String> command) throws Exception {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    var lines = process.inputReader().lines().toList();
    if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
      throw new IOException(String.join(" ", command) + ": " + String.join("\n", lines));
    }
    return lines;
  }

  static List<String> command(Object... command) throws Exception {
    var words = new ArrayList<String>();
    for (Object word : command) {
      words.add(word.toString());
    }
    return lines(words);
  }

  /** Wall time of a "hello" with these options, in milliseconds. */
  static double start(Jdk jdk, List<String> options) throws Exception {
    var command = new ArrayList<String>();
    command.add(jdk.java().toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("programs"), "dev.durable.programs.Hello"));
    long begun = System.nanoTime();
    lines(command);
    return (System.nanoTime() - begun) / 1e6;
  }
}
