package dev.durable.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A child JVM to be started: with or without the agent, bare or under another command. */
public final class Child {
  /** The packaged agent. */
  public static final Path AGENT =
      Everybodys.copyIfNeeded(Path.of(System.getProperty("durable.jar")).normalize());

  private static final Path PROGRAMS =
      Everybodys.copyIfNeeded(Path.of(System.getProperty("programs")));

  private static final String VERIFIED = "-Xverify:all";
  private static final long PATIENCE_SECONDS = 120;

  private final Jdk jdk;
  private final List<String> wrapper = new ArrayList<>();
  private final List<String> options = new ArrayList<>();
  private Path directory = Path.of("").toAbsolutePath();
  private String classPath = PROGRAMS.toString();
  private ProcessBuilder.Redirect out = ProcessBuilder.Redirect.PIPE;
  private ProcessBuilder.Redirect err = ProcessBuilder.Redirect.PIPE;
  private boolean agent;

  private Child(Jdk jdk) {
    this.jdk = jdk;
    // Java 17 runs bytecode in the JDK's classes that 25 refuses; verified, both refuse it.
    options.add(VERIFIED);
    options.add("-XX:-UsePerfData");
    options.add("-XX:TieredStopAtLevel=1");
  }

  public static Child on(Jdk jdk) {
    return new Child(jdk);
  }

  /** With the agent, whose argument is {@code argument}. */
  public Child withAgent(String argument) {
    options.add("-javaagent:" + AGENT + "=" + argument);
    agent = true;
    return this;
  }

  /** With the agent, protecting what the lines of {@code configuration} say. */
  public Child protecting(Path file, String... configuration) throws IOException {
    Files.writeString(file, String.join("\n", configuration) + "\n");
    return withAgent(file.toString());
  }

  /** Started by another command: strace, setpriv, unshare ... */
  public Child under(String... command) {
    wrapper.addAll(List.of(command));
    return this;
  }

  /** With more options for the JVM. */
  public Child with(String... more) {
    options.addAll(List.of(more));
    return this;
  }

  /**
   * Without the verification of all classes, which keeps the JVM from using class-data archives.
   */
  public Child unverified() {
    options.remove(VERIFIED);
    return this;
  }

  public Child in(Path workingDirectory) {
    directory = workingDirectory;
    return this;
  }

  public Child classPath(String path) {
    classPath = path;
    return this;
  }

  /** With its standard output going to a file. */
  public Child output(Path file) {
    out = ProcessBuilder.Redirect.to(file.toFile());
    return this;
  }

  /** With its standard error going to a file. */
  public Child errors(Path file) {
    err = ProcessBuilder.Redirect.to(file.toFile());
    return this;
  }

  /** Starts {@code main}; the child's standard input is open. */
  public Process start(String main, String... arguments) throws IOException {
    return launch(List.of("-cp", classPath, main), arguments);
  }

  private Process launch(List<String> program, String... arguments) throws IOException {
    var command = new ArrayList<>(wrapper);
    command.add(jdk.java().toString());
    command.addAll(options);
    command.addAll(program);
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectOutput(out)
        .redirectError(err)
        .start();
  }

  /** Runs {@code main} to its end, with {@code input} on its standard input. */
  public Result run(String input, String main, String... arguments) throws Exception {
    return toItsEnd(start(main, arguments), input);
  }

  /** Runs {@code java -jar durable.jar} with these arguments to its end. */
  public Result command(String... arguments) throws Exception {
    return toItsEnd(launch(List.of("-jar", AGENT.toString()), arguments), "");
  }

  private Result toItsEnd(Process process, String input) throws Exception {
    var out = new Reader(process.getInputStream());
    var err = new Reader(process.getErrorStream());
    try (var in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It has ended without reading all: its exit status and output tell why.
    }
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return new Result(agent, process.waitFor(), out.text(), err.text());
  }

  /** Makes {@code calls}, lines for {@code dev.durable.programs.Calls}. */
  public Result call(String... calls) throws Exception {
    return run(String.join("\n", calls) + "\n", "dev.durable.programs.Calls");
  }

  /** One line for {@code Calls}: its fields, as they are. */
  public static String line(Object... fields) {
    var texts = new ArrayList<String>();
    for (Object field : fields) {
      texts.add(field.toString().replace("\t", "\\t").replace("\n", "\\n"));
    }
    return String.join("\t", texts);
  }

  /** What became of a child. */
  public record Result(boolean agent, int exit, String out, String err) {

    /** Fails unless the child ended well and said nothing but the agent's line on success. */
    public Result quietly() {
      assertEquals(0, exit, () -> "exit status; stderr: " + err + "; stdout: " + out);
      return withNothingElseOnStderr();
    }

    /** Fails if there is anything on stderr but the agent's line on success. */
    public Result withNothingElseOnStderr() {
      assertEquals("", warnings(), "nothing more on stderr");
      return this;
    }

    /** What is on stderr behind the agent's line on success. */
    public String warnings() {
      if (!agent) {
        return err;
      }
      int end = err.indexOf('\n') + 1;
      assertTrue(
          err.startsWith("durable: ") && err.substring(0, end).contains(" hooks"),
          () -> "the agent's first line: " + err);
      return err.substring(end);
    }

    public List<String> lines() {
      return out.lines().toList();
    }
  }

  /** Reads a stream to its end, so that the child never waits for it. */
  private static final class Reader extends Thread {
    private final java.io.InputStream in;
    private byte[] bytes = {};

    Reader(java.io.InputStream in) {
      this.in = in;
      start();
    }

    @Override
    public void run() {
      try {
        bytes = in.readAllBytes();
      } catch (IOException e) {
        // Killed: what it had said is lost with it.
      }
    }

    String text() throws InterruptedException {
      join();
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
