package dev.durable.tests.syscalls;

import static dev.durable.tests.Child.line;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** A JVM that makes one call after the other, each when it is told to. */
final class Caller implements AutoCloseable {
  /** What a process killed by SIGKILL ends with, as the JDK tells it. */
  static final int KILLED = 128 + 9;

  private final Process process;
  private final BufferedWriter calls;
  private final BufferedReader answers;
  private final StringBuilder said = new StringBuilder();

  private Caller(Process process) {
    this.process = process;
    this.calls = process.outputWriter(StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Starts one that protects all that is below {@code base}. Its configuration goes beside it, so
   * that the safety copies for which there is no room in the base go there, too.
   *
   * @param wrapper the command under which it is started, if any
   */
  static Caller protecting(Path base, Jdk jdk, String... wrapper) throws IOException {
    return protecting(base, "", Child.on(jdk).under(wrapper));
  }

  /** The same with the rule's attributes. */
  static Caller protecting(Path base, String attributes, Child child) throws IOException {
    Path configuration = base.resolveSibling(base.getFileName() + ".conf");
    return protecting(base, child, configuration, base + "/** " + attributes);
  }

  /**
   * The same with a whole configuration.
   *
   * @param base a protected directory
   */
  static Caller protecting(Path base, Child child, Path configuration, String... lines)
      throws IOException {
    Caller caller =
        start(
            child
                .protecting(configuration, lines)
                .with("-Duser.home=" + base.resolveSibling("none")));
    // Fails; and so the agent, which learns the process's texts of errors on a thread of its own,
    // has learned them.
    caller.call(line("write", base.resolve("none/none"), ""));
    return caller;
  }

  /** Starts any, without the agent perhaps. */
  static Caller start(Child child) throws IOException {
    return new Caller(child.start("dev.durable.programs.Calls"));
  }

  long pid() {
    return process.pid();
  }

  /**
   * Has the call of this line made.
   *
   * @return its answer; null if the process has died of it
   */
  String call(String line) throws IOException {
    try {
      calls.write(line + "\n");
      calls.flush();
      return answers.readLine();
    } catch (IOException e) {
      return null;
    }
  }

  /** What it has said on stderr until now, line by line, behind the agent's line on success. */
  List<String> warnings() throws IOException {
    // What was said before an answer is in the pipe when the answer is.
    InputStream err = process.getErrorStream();
    said.append(new String(err.readNBytes(err.available()), StandardCharsets.UTF_8));
    return said.toString().lines().skip(1).toList();
  }

  int exit() throws InterruptedException {
    return process.waitFor();
  }

  /** Kills it, without waiting for its end. */
  void kill() {
    process.destroyForcibly();
  }

  /** Whether nothing of it runs any more; whoever traces it may still have to see that. */
  boolean isDead() throws IOException {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid() + "/stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) == 'Z';
    } catch (NoSuchFileException e) {
      return true;
    }
  }

  /** Has it end by itself. */
  void end() throws Exception {
    calls.close();
    assertEquals(0, exit(), () -> "exit status; stderr: " + said);
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
