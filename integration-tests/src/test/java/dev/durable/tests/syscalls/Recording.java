package dev.durable.tests.syscalls;

import dev.durable.tests.Child;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The system calls of a child from its start to its end, for tests of other packages. */
public final class Recording {
  private final Path output;

  /**
   * A recording to be made.
   *
   * @param output where strace puts it
   */
  public Recording(Path output) {
    this.output = output;
  }

  /** Goes on only where recordings can be made. */
  public static void needed() {
    Strace.needed();
  }

  /** Has a child recorded when it runs. */
  public Child of(Child child) {
    return child.under(
        "strace", "-f", "--seccomp-bpf", "-y", "-e", "trace=%file,%desc", "-o", output.toString());
  }

  /** What was changed or forced below {@code base}: see {@link Trace#steps}. */
  public List<String> steps(Path base) throws IOException {
    return Trace.read(output, base).steps();
  }
}
