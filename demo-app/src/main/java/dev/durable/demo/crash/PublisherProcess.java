package dev.durable.demo.crash;

import dev.durable.demo.publisher.Publisher;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The publisher in a JVM of its own: the JDK and the classes are those of this JVM. */
final class PublisherProcess {
  private static final long TIMEOUT_SECONDS = 60;

  /** A small heap and its collector: the JVM starts sooner and spends more of its time writing. */
  private static final List<String> SMALL_JVM = Arrays.asList("-Xmx64m", "-XX:+UseSerialGC");

  /** With these a JVM takes other options than it is given here, and says so. */
  private static final List<String> OPTION_VARIABLES =
      Arrays.asList("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  private final Process process;
  private final Path errors;

  /**
   * Starts the publisher.
   *
   * @param work its working directory, which takes its standard error in a file
   */
  PublisherProcess(List<String> jvmOptions, Path transcripts, Path output, int rounds, Path work)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Paths.get(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(SMALL_JVM);
    command.addAll(jvmOptions);
    command.addAll(Arrays.asList("-cp", classes(), Publisher.class.getName()));
    command.addAll(Arrays.asList(transcripts.toString(), output.toString()));
    command.addAll(Arrays.asList("--rounds", Integer.toString(rounds)));
    errors = work.resolve("stderr.txt");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(work.toFile()).redirectError(errors.toFile());
    builder.environment().keySet().removeAll(OPTION_VARIABLES);
    process = builder.start();
  }

  private static String classes() {
    try {
      return new File(Publisher.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .getPath();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Lets the publisher come to its end. */
  void complete() throws IOException, InterruptedException {
    try {
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        throw failure("didn't finish within " + TIMEOUT_SECONDS + " s");
      }
      if (process.exitValue() != 0) {
        throw failure("ended with status " + process.exitValue());
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  /**
   * Kills the publisher so many milliseconds after it has begun to write, by SIGKILL where there
   * are signals, and waits for its end.
   */
  void kill(long millis) throws IOException, InterruptedException {
    try {
      awaitFirstOutput();
      if (process.waitFor(millis, TimeUnit.MILLISECONDS)) {
        throw failure("ended with status " + process.exitValue() + " before it could be killed");
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  /** It prints its first line when it has read the transcripts and begins to write. */
  private void awaitFirstOutput() throws IOException, InterruptedException {
    InputStream out = process.getInputStream();
    long start = System.nanoTime();
    while (out.available() == 0) {
      if (process.waitFor(2, TimeUnit.MILLISECONDS)) {
        throw failure("ended with status " + process.exitValue() + " before it wrote anything");
      }
      if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS)) {
        throw failure("didn't begin to write within " + TIMEOUT_SECONDS + " s");
      }
    }
  }

  /** The lines it has printed to its standard error, less one that the kill cut off. */
  List<String> errors() throws IOException {
    String text = new String(Files.readAllBytes(errors), Charset.defaultCharset());
    int end = text.lastIndexOf('\n');
    return end < 0
        ? Collections.<String>emptyList()
        : Arrays.asList(text.substring(0, end).split("\r?\n"));
  }

  private IOException failure(String what) throws IOException {
    StringBuilder message = new StringBuilder("the publisher ").append(what);
    for (String line : errors()) {
      message.append("\n  | ").append(line);
    }
    return new IOException(message.toString());
  }
}
