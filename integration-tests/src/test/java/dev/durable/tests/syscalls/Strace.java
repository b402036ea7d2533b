package dev.durable.tests.syscalls;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * strace, attached to a running JVM for a few calls: it sees their system calls and little else,
 * and the numbers by which it is told where to put something in the way begin there.
 */
final class Strace implements AutoCloseable {
  private static final int QUIET_LOOKS = 3;
  private static final int PAUSE_MILLIS = 20;
  private static final int ATTEMPTS = 20;
  private static final String A_THREAD_HAS_ENDED = "No such process";

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
   * Begins, with all threads that there are but one; what they begin later isn't seen.
   *
   * @param spared the thread that makes no calls of interest
   */
  static Strace attachToAllBut(long spared, Caller caller, String... injections)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        var threads = threadsBut(spared, caller);
        return begin(caller, threads, threads.size() / 2, injections);
      } catch (NoSuchFileException e) {
        // A compiler's thread, say, ended between the list and the attaching: another list.
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static List<String> threadsBut(long spared, Caller caller) throws IOException {
    var threads = new ArrayList<String>();
    try (var tasks = Files.newDirectoryStream(Path.of("/proc/" + caller.pid() + "/task"))) {
      for (Path task : tasks) {
        String thread = task.getFileName().toString();
        if (!thread.equals(Long.toString(spared))) {
          threads.addAll(List.of("-p", thread));
        }
      }
    }
    return threads;
  }

  /**
   * Begins.
   *
   * @param injections in strace's words: {@code fsync:error=EIO:when=1}. A number counts the calls
   *     of each thread
   */
  static Strace attach(Caller caller, String... injections) throws IOException {
    Strace strace = begin(caller, List.of("-f", "-p", Long.toString(caller.pid())), 1, injections);
    caller.call("mark\tbegin");
    return strace;
  }

  /**
   * Begins.
   *
   * @param lines how often strace says that it is attached
   * @throws NoSuchFileException if one of those to attach to has ended
   */
  private static Strace begin(Caller caller, List<String> to, int lines, String... injections)
      throws IOException {
    var command = new ArrayList<String>(List.of("strace", "-y", "-e", "trace=%file,%desc"));
    for (String injection : injections) {
      command.add("-e");
      command.add("inject=" + injection);
    }
    Path output = Files.createTempFile("durable-strace", null);
    command.addAll(List.of("-o", output.toString()));
    command.addAll(to);
    Process process = new ProcessBuilder(command).start();
    var strace = new Strace(caller, output, process);
    for (int line = 0; line < lines; line++) {
      String said = process.errorReader().readLine();
      if (said == null || !said.contains("attached")) {
        strace.close();
        if (said != null && said.contains(A_THREAD_HAS_ENDED)) {
          throw new NoSuchFileException(said);
        }
        if (said != null && said.contains("Operation not permitted")) {
          Machine.skip("strace may not attach to a process (kernel.yama.ptrace_scope)");
        }
      }
      assertTrue(said != null && said.contains("attached"), "strace: " + said);
    }
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

  /** Ends, and tells what was done in these scenes. */
  Trace detach(Scene.Roots roots) throws Exception {
    strace.destroy();
    strace.waitFor();
    return Trace.read(output, roots);
  }

  /** Kills the process, and tells the same. */
  Trace kill(Scene.Roots roots) throws Exception {
    caller.kill();
    // strace says of each call that there was no result; but while it holds a thread, it doesn't
    // see that it dies (6.1), and nobody else does, either.
    long length = -1;
    for (int quiet = 0; quiet < QUIET_LOOKS; quiet++) {
      Thread.sleep(PAUSE_MILLIS);
      if (Files.size(output) != length || !caller.isDead()) {
        length = Files.size(output);
        quiet = 0;
      }
    }
    strace.destroyForcibly().onExit().join();
    caller.close();
    return Trace.read(output, roots);
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
