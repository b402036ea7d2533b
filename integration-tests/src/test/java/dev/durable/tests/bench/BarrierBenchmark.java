package dev.durable.tests.bench;

import dev.durable.tests.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;

/** What barriers cost: side by side in one run. */
final class BarrierBenchmark implements AutoCloseable {
  private static final String PROGRAMS = "dev.durable.programs.";
  private static final String IDLE = PROGRAMS + "bench.IdleBarrier";

  private final boolean full;
  private final Path directory;
  private final Page page;
  private final Jdk jdk = Benchmarks.jdk(17);

  BarrierBenchmark(boolean full, Path top, Page page) throws IOException {
    this.full = full;
    this.page = page;
    directory = Files.createTempDirectory(top, "run");
  }

  void run() throws Exception {
    page.put("machine", Benchmarks.machine(directory, jdk));
    journals();
    idle();
    starts();
  }

  private Path configuration(String name, String... lines) throws IOException {
    return Files.write(directory.resolve(name + ".conf"), List.of(lines));
  }

  private void journals() throws Exception {
    Path each = Files.createDirectory(directory.resolve("each"));
    Path barrier = Files.createDirectory(directory.resolve("barrier"));
    Path plain = Files.createDirectory(directory.resolve("plain"));
    Path configuration =
        configuration(
            "journals",
            each + "/** force=write",
            barrier + "/**",
            "barrier " + PROGRAMS + "bench.Journal.place");
    var table =
        page.table(
            "threads",
            "`force=write`, per second",
            "barrier, per second",
            "group commit by hand, per second",
            "barrier / `force=write`",
            "barrier / by hand");
    for (int threads : full ? new int[] {1, 8, 32} : new int[] {2}) {
      var samples = List.of(new Samples(), new Samples(), new Samples());
      for (String line :
          Run.java(
              jdk,
              List.of(Run.agent(configuration)),
              "Journal",
              threads,
              full ? 7 : 1,
              full ? 0.5 : 0.05,
              each.resolve("journal" + threads),
              barrier.resolve("journal" + threads),
              plain.resolve("journal" + threads))) {
        String[] words = line.split(" ");
        for (int i = 0; i < words.length; i++) {
          samples.get(i).add(Double.parseDouble(words[i]));
        }
      }
      table.row(
          threads,
          samples.get(0).text(),
          samples.get(1).text(),
          samples.get(2).text(),
          samples.get(1).dividedBy(samples.get(0)).ratio(),
          samples.get(1).dividedBy(samples.get(2)).ratio());
    }
    page.put("journals", table);
  }

  private void idle() throws Exception {
    Path configuration =
        configuration(
            "idle",
            directory + "/**",
            "barrier " + IDLE + ".kept",
            "barrier " + IDLE + ".keptForAll scope=process");
    var nanos = new LinkedHashMap<String, Samples>();
    var bytes = new LinkedHashMap<String, Samples>();
    for (int i = 0; i < (full ? 5 : 1); i++) {
      List<String> options = List.of(Run.agent(configuration));
      for (String line :
          Run.java(jdk, options, "IdleBarrier", ".*", full ? 3 : 1, full ? 200 : 20)) {
        String[] words = line.split(" ");
        if (words.length == 3 && words[1].matches("[\\d.]+")) {
          nanos.computeIfAbsent(words[0], call -> new Samples()).add(Double.parseDouble(words[1]));
          bytes.computeIfAbsent(words[0], call -> new Samples()).add(Double.parseDouble(words[2]));
        }
      }
    }
    page.put(
        "idle",
        page.table("a method that writes nothing", "ns", "bytes")
            .row("without a barrier", nanos.get("none").text(), bytes.get("none").text())
            .row("with a barrier", nanos.get("ofThread").text(), bytes.get("ofThread").text())
            .row(
                "with a barrier, `scope=process`",
                nanos.get("ofProcess").text(),
                bytes.get("ofProcess").text()));
  }

  private void starts() throws Exception {
    Path without = configuration("without", directory + "/**");
    var lines = new ArrayList<>(List.of(directory + "/**"));
    lines.add("barrier " + PROGRAMS + "Hello.main");
    lines.add("barrier com.example..*Repository.save(java.lang.String, ..)");
    lines.add("barrier @com.example.Durable");
    Path with = configuration("with", lines.toArray(String[]::new));
    var table = page.table("JDK", "without barrier lines, ms", "with three, ms", "added, ms");
    Collection<Jdk> jdks = full ? Jdk.all() : List.of(jdk);
    for (Jdk each : jdks) {
      var bare = new Samples();
      var kept = new Samples();
      for (int i = 0; i < (full ? 11 : 1); i++) {
        bare.add(Run.start(each, List.of(Run.agent(without))));
        kept.add(Run.start(each, List.of(Run.agent(with))));
      }
      table.row(each, bare.text(), kept.text(), Samples.number(kept.median() - bare.median()));
    }
    page.put("starts", table);
  }

  @Override
  public void close() throws Exception {
    Run.command("rm", "-r", directory);
  }
}
