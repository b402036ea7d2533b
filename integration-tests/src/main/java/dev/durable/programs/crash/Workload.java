package dev.durable.programs.crash;

import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Changes files in every way that the contract has a line for, and says on standard output (see
 * {@link Ledger}) what it has begun and what is acknowledged.
 *
 * <pre>
 * java dev.durable.programs.crash.Workload \
 *     DIRECTORY DRAFTS ELSEWHERE ROUNDS THREADS PAUSE LARGEST MODE[,MODE]...
 * </pre>
 *
 * A thread rests for PAUSE milliseconds after each round. It works in DIRECTORY, with drafts in
 * DRAFTS, on the same file system, and in ELSEWHERE, on another one; ROUNDS rounds, or endlessly
 * with 0; with THREADS threads for each mode, or with 0 all modes in turn on one; on contents of at
 * most LARGEST bytes.
 */
public final class Workload {
  private static final Map<String, Supplier<Mode>> MODES = new LinkedHashMap<>();

  static {
    Replacing.addTo(MODES);
    InPlace.addTo(MODES);
    Naming.addTo(MODES);
    Moving.addTo(MODES);
  }

  private Workload() {}

  /** The names of all modes of this JVM. */
  public static Set<String> modes() {
    return MODES.keySet();
  }

  public static void main(String[] arguments) {
    Path directory = Paths.get(arguments[0]);
    Path drafts = Paths.get(arguments[1]);
    Path elsewhere = Paths.get(arguments[2]);
    int rounds = Integer.parseInt(arguments[3]);
    int threads = Integer.parseInt(arguments[4]);
    int pause = Integer.parseInt(arguments[5]);
    int largest = Integer.parseInt(arguments[6]);
    List<Runnable> works = new ArrayList<>();
    for (String name : arguments[7].split(",")) {
      Supplier<Mode> mode = MODES.get(name);
      for (int i = 0; mode != null && i < Math.max(1, threads); i++) {
        Job job = new Job(name + "-" + i, directory, drafts, elsewhere, largest);
        works.add(() -> work(mode.get(), job, rounds, pause));
      }
    }
    for (Runnable work : works) {
      if (threads == 0) {
        work.run();
      } else {
        new Thread(work).start();
      }
    }
  }

  private static void work(Mode mode, Job job, int rounds, int pause) {
    try {
      for (job.version = 1; rounds == 0 || job.version <= rounds; job.version++) {
        mode.round(job);
        Thread.sleep(pause);
      }
    } catch (Exception | Error e) {
      Ledger.failed(job.name, e);
    }
  }
}
