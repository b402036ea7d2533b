package dev.durable.programs.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Calls of methods that write nothing, of which the configuration gives two a barrier.
 *
 * <pre>IdleBarrier NAMES ITERATIONS MILLISECONDS</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class IdleBarrier {
  private int number;

  @Benchmark
  public int none() {
    return plain(number);
  }

  @Benchmark
  public int ofThread() {
    return kept(number);
  }

  @Benchmark
  public int ofProcess() {
    return keptForAll(number);
  }

  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  static int plain(int number) {
    return number + 1;
  }

  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  static int kept(int number) {
    return number + 1;
  }

  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  static int keptForAll(int number) {
    return number + 1;
  }

  public static void main(String[] arguments) throws RunnerException {
    Jmh.run(IdleBarrier.class, arguments[0], Integer.parseInt(arguments[1]), arguments[2]);
  }
}
