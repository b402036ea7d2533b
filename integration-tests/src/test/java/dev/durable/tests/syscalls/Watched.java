package dev.durable.tests.syscalls;

import dev.durable.tests.Child;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A JVM that makes the calls of {@code Calls} one after the other, and the system calls that they
 * are; for tests of other packages.
 */
public final class Watched implements AutoCloseable {
  /** What a process killed by SIGKILL ends with, as the JDK tells it. */
  public static final int KILLED = Caller.KILLED;

  private final Caller caller;

  private Watched(Caller caller) {
    this.caller = caller;
  }

  /** Starts one. */
  public static Watched start(Child child) throws IOException {
    return new Watched(Caller.start(child));
  }

  /** Goes on only where system calls can be seen. */
  public static void needsStrace() {
    Strace.needed();
  }

  /**
   * Makes a call.
   *
   * @return its answer; null if the process has ended instead
   */
  public String call(Object... fields) throws IOException {
    return caller.call(Child.line(fields));
  }

  /** What came of a call that was traced. */
  public static final class Traced {
    /** Its answer; null if the process has ended instead. */
    public final String answer;

    /** What was done before it returned, in order: see {@link Trace#steps}. */
    public final List<String> steps;

    private final Trace trace;

    private Traced(String answer, Trace trace) {
      this.answer = answer;
      this.trace = trace;
      this.steps = (answer == null ? trace : trace.until("end")).steps();
    }

    /** The steps that force something or change a name. */
    public List<String> commits() {
      return steps.stream().filter(step -> step.matches("(fsync|rename|link|unlink) .*")).toList();
    }

    /** How often this step was made. */
    public long count(String step) {
      return steps.stream().filter(step::equals).count();
    }

    /** What strace must be told for the {@code number}th such step to fail when made again. */
    public String failing(String step, int number, String error) {
      return trace.place(step, number).replace(":", ":error=" + error + ":");
    }

    @Override
    public String toString() {
      return answer + ": " + steps + "\n" + trace;
    }
  }

  /** Makes a call, and tells what was done below {@code base} before it returned. */
  public Traced trace(Path base, Object... fields) throws Exception {
    return trace(List.of(), base, fields);
  }

  /**
   * The same.
   *
   * @param injections what is to go wrong, in strace's words: {@code fsync:error=EIO:when=1}
   */
  public Traced trace(List<String> injections, Path base, Object... fields) throws Exception {
    var traced = Strace.trace(caller, base, Child.line(fields), injections.toArray(new String[0]));
    return new Traced(traced.answer(), traced.trace());
  }

  /** What it has said on stderr until now, line by line, behind the agent's line on success. */
  public List<String> warnings() throws IOException {
    return caller.warnings();
  }

  public long pid() {
    return caller.pid();
  }

  /** Waits for its end. */
  public int exit() throws InterruptedException {
    return caller.exit();
  }

  /** Ends its input and waits for its end, which must be a good one. */
  public void end() throws Exception {
    caller.end();
  }

  /** Kills it, and returns when nothing of it is left. */
  @Override
  public void close() {
    caller.close();
  }
}
