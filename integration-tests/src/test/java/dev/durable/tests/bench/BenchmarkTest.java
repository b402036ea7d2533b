package dev.durable.tests.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Machine;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whether all benchmarks work, in short; with -Pbench in full, for their pages of docs. */
@Tag("bench")
class BenchmarkTest {
  private static final boolean FULL = Boolean.getBoolean("bench");

  @Test
  void eachBenchmarkWorks() throws Exception {
    Machine.needsLinux();
    Path directory = Path.of(System.getProperty("bench.directory")).toAbsolutePath();
    Files.createDirectories(directory);
    var page = new Page("performance");
    try (var benchmarks = new Benchmarks(FULL, directory, page)) {
      benchmarks.run();
    }
    finish(page);
  }

  @Test
  void theBenchmarkOfBarriersWorks() throws Exception {
    Machine.needsLinux();
    Path directory = Path.of(System.getProperty("bench.directory")).toAbsolutePath();
    Files.createDirectories(directory);
    var page = new Page("performance-of-barriers");
    try (var benchmark = new BarrierBenchmark(FULL, directory, page)) {
      benchmark.run();
    }
    finish(page);
  }

  private static void finish(Page page) throws Exception {
    assertTrue(page.isComplete(), "a section is empty");
    if (FULL) {
      page.print();
      page.write(Path.of(System.getProperty("docs")));
    }
  }
}
