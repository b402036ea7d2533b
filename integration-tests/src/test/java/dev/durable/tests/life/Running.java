package dev.durable.tests.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.durable.tests.Child;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A running child JVM: talked to line by line, stopped, continued, killed. */
public final class Running implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final OutputStream in;
  private final BlockingQueue<String> out = new LinkedBlockingQueue<>();
  private final Thread reader = new Thread(this::read);

  public Running(Child child, String main, String... arguments) throws IOException {
    process = child.start(main, arguments);
    in = process.getOutputStream();
    reader.start();
  }

  /** A running {@code Calls}. */
  public static Running calls(Child child) throws IOException {
    return new Running(child, "dev.durable.programs.Calls");
  }

  private void read() {
    try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line; (line = lines.readLine()) != null; ) {
        out.add(line);
      }
    } catch (IOException e) {
      // Killed: it will say nothing more.
    }
  }

  /** Gives it one line. */
  public void tell(Object... fields) throws IOException {
    in.write((Child.line(fields) + "\n").getBytes(StandardCharsets.UTF_8));
    in.flush();
  }

  public void endInput() throws IOException {
    in.close();
  }

  /** Waits for its next line. */
  public String answer() throws InterruptedException {
    String answer = out.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertNotNull(answer, "the child does not answer");
    return answer;
  }

  /** Stops the JVM, and returns when none of its threads does anything any more. */
  void stop() throws Exception {
    signal("STOP");
    while (!isStopped()) {
      Thread.sleep(1);
    }
  }

  /** A thread stops at the end of a part of its system call: see proc_pid_stat(5). */
  private boolean isStopped() throws IOException {
    try (var threads = Files.list(Path.of("/proc/" + jvm().pid() + "/task"))) {
      for (Path thread : threads.toList()) {
        String stat = Files.readString(thread.resolve("stat"));
        if (stat.charAt(stat.lastIndexOf(')') + 2) != 'T') {
          return false;
        }
      }
      return true;
    }
  }

  void goOn() throws Exception {
    signal("CONT");
  }

  private void signal(String name) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(jvm().pid())).start();
    assertEquals(0, kill.waitFor());
  }

  /** Kills the JVM, and returns when nothing of it is left. */
  public void kill() {
    jvm().destroyForcibly();
    process.onExit().join();
  }

  /** The JVM itself, be it under another command. */
  private ProcessHandle jvm() {
    return process.descendants().findFirst().orElse(process.toHandle());
  }

  /** Its process id, be it under another command. */
  public long pid() {
    return jvm().pid();
  }

  boolean hasNotAnswered() {
    return out.isEmpty();
  }

  /** Whether it waits for a lock that another process has on a file: see proc_locks(5). */
  boolean waitsForALock() throws IOException {
    String waiting = ".*-> .*WRITE " + jvm().pid() + " .*";
    return Files.readAllLines(Path.of("/proc/locks")).stream().anyMatch(s -> s.matches(waiting));
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Ends its input, and waits for its end.
   *
   * @return what became of it, a child with the agent; its output without the answers
   */
  public Child.Result end() throws Exception {
    endInput();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      kill();
    }
    reader.join();
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Child.Result(true, process.exitValue(), String.join("\n", List.copyOf(out)), err);
  }

  @Override
  public void close() {
    kill();
  }
}
