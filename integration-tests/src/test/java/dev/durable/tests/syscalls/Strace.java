package dev.durable.tests.syscalls;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * strace, attached to a running JVM for a few calls: it sees their system calls and little else,
 * and the numbers by which it is told where to put something in the way begin there.
 */
final class Strace implements AutoCloseable {
  private final Caller caller;
  private final Path output;
  private final Process strace;

  private Strace(Caller caller, Path output, Process strace) {
    this.caller = caller;
    this.output = output;
    this.strace = strace;
  }

  /** Goes on only where there is strace. */
  static void needed() {
    Machine.needsLinux();
    Machine.needs("strace");
  }

  /**
   * Begins.
   *
   * @param injections in strace's words: {@code fsync:error=EIO:when=1}. A number counts the calls
   *     of each thread
   */
  static Strace attach(Caller caller, String... injections) throws IOException {
    var command = new ArrayList<String>(List.of("strace", "-f", "-y", "-e", "trace=%file,%desc"));
    for (String injection : injections) {
      command.add("-e");
      command.add("inject=" + injection);
    }
    Path output = Files.createTempFile("durable-strace", null);
    command.addAll(List.of("-o", output.toString(), "-p", Long.toString(caller.pid())));
    Process process = new ProcessBuilder(command).start();
    var strace = new Strace(caller, output, process);
    String said = process.errorReader().readLine();
    if (said == null || !said.contains("attached")) {
      strace.close();
      if (said != null && said.contains("Operation not permitted")) {
        Machine.skip("strace may not attach to a process (kernel.yama.ptrace_scope)");
      }
    }
    assertTrue(said != null && said.contains("attached"), "strace: " + said);
    caller.call("mark\tbegin");
    return strace;
  }

  /** Ends, and tells what was done below {@code base} in the meantime. */
  Trace detach(Path base) throws Exception {
    boolean alive = caller.call("mark\tend") != null;
    if (alive) {
      strace.destroy();
    }
    // Else it ends with the process; told to end while that dies, it may wait forever (6.1).
    strace.waitFor();
    return Trace.read(output, base);
  }

  @Override
  public void close() throws IOException {
    strace.destroyForcibly().onExit().join();
    Files.deleteIfExists(output);
  }

  /**
   * A call under strace.
   *
   * @param answer of the call, null if the process died of it
   */
  record Traced(String answer, Trace trace) {}

  /** Has {@code line} called under strace. */
  static Traced trace(Caller caller, Path base, String line, String... injections)
      throws Exception {
    try (Strace strace = attach(caller, injections)) {
      String answer = caller.call(line);
      return new Traced(answer, strace.detach(base));
    }
  }
}
