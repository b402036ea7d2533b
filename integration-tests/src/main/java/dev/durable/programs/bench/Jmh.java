package dev.durable.programs.bench;

import java.util.Collection;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Has JMH time the benchmarks of a class in this very JVM, which has the agent or not. */
final class Jmh {
  private Jmh() {}

  /** Prints a line for each benchmark: its name, nanoseconds and bytes allocated. */
  static void run(Class<?> type, String names, int iterations, String millis)
      throws RunnerException {
    TimeValue time = TimeValue.milliseconds(Long.parseLong(millis));
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(type.getSimpleName() + "\\.(" + names + ")$")
                    .forks(0)
                    .warmupIterations(iterations)
                    .warmupTime(time)
                    .measurementIterations(iterations)
                    .measurementTime(time)
                    .addProfiler(GCProfiler.class)
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();
    for (RunResult result : results) {
      System.out.println(
          String.format(
              Locale.ROOT,
              "%s %.1f %.0f",
              result.getPrimaryResult().getLabel(),
              result.getPrimaryResult().getScore(),
              result.getSecondaryResults().get("gc.alloc.rate.norm").getScore()));
    }
  }
}
