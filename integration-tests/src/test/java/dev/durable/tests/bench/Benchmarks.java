package dev.durable.tests.bench;

import dev.durable.tests.Jdk;
import dev.durable.tests.Machine;
import dev.durable.tests.evidence.Table;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.knowm.xchart.CategoryChartBuilder;

/** All that is measured, side by side in one run. */
final class Benchmarks implements AutoCloseable {
  private static final String NOT_HERE = "Not measured on this machine: ";
  private static final int SLOW_MILLIS = 5;

  private final boolean full;
  private final Path directory;
  private final Path protectedFiles;
  private final Path plainFiles;
  private final Path configuration;
  private final Page page;
  private final Jdk jdk = jdk(17);

  Benchmarks(boolean full, Path top, Page page) throws IOException {
    this.full = full;
    this.page = page;
    directory = Files.createTempDirectory(top, "run");
    protectedFiles = Files.createDirectory(directory.resolve("protected"));
    plainFiles = Files.createDirectory(directory.resolve("plain"));
    configuration = configuration("one", protectedFiles + "/**");
  }

  static Jdk jdk(int feature) {
    return Jdk.all().stream()
        .filter(jdk -> jdk.feature() == feature)
        .findFirst()
        .orElse(Jdk.newest());
  }

  private Path configuration(String name, String... lines) throws IOException {
    return Files.write(directory.resolve(name + ".conf"), List.of(lines));
  }

  void run() throws Exception {
    page.put("steps", NOT_HERE + "it takes a C compiler.");
    page.put("machine", machine(directory, jdk));
    starts();
    memory();
    unprotected();
    rules();
    sizes();
    alternatives();
    crowds();
    growth();
  }

  /** What it is measured on. */
  static Table machine(Path directory, Jdk jdk) throws Exception {
    String cpu =
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("model name"))
            .findFirst()
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .orElse("unknown");
    return new Table("", "")
        .row("date", LocalDate.now())
        .row("processor", cpu + ", " + Runtime.getRuntime().availableProcessors() + " cores")
        .row("kernel", Run.command("uname", "-srm").get(0))
        .row("file system", Files.getFileStore(directory).type())
        .row("JDKs", Jdk.all().stream().map(Jdk::toString).collect(Collectors.joining(", ")))
        .row("all but the start", jdk + ": " + Run.command(jdk.java(), "-version").get(1));
  }

  private void starts() throws Exception {
    Path empty = agentJar("EmptyAgent", "");
    Path oneHook = agentJar("OneHookAgent", System.getProperty("libraries"));
    var table =
        page.table(
            "JDK",
            "no agent, ms",
            "empty agent, ms",
            "durable.jar, ms",
            "durable.jar / empty",
            "one hook by AgentBuilder / empty");
    Collection<Jdk> jdks = full ? Jdk.all() : List.of(jdk);
    int times = full ? 15 : 1;
    for (Jdk each : jdks) {
      var none = new Samples();
      var bare = new Samples();
      var ours = new Samples();
      var byteBuddy = new Samples();
      var bareThen = new Samples();
      for (int i = 0; i < times; i++) {
        none.add(Run.start(each, List.of()));
        double base = Run.start(each, List.of("-javaagent:" + empty));
        bare.add(base);
        ours.add(Run.start(each, List.of(Run.agent(configuration))));
        if (i % 7 == 0) {
          bareThen.add(base);
          byteBuddy.add(Run.start(each, List.of("-javaagent:" + oneHook)));
        }
      }
      table.row(
          each,
          none.text(),
          bare.text(),
          ours.text(),
          ours.dividedBy(bare).ratio(),
          byteBuddy.dividedBy(bareThen).ratio());
    }
    page.put("start", table);
  }

  /** A jar of one agent class of the programs. */
  private Path agentJar(String type, String classPath) throws IOException {
    var manifest = new Manifest();
    var attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Premain-Class", "dev.durable.programs.bench." + type);
    attributes.putValue("Can-Retransform-Classes", "true");
    String programs = Path.of(System.getProperty("programs")).toUri().toString();
    String libraries =
        Stream.of(classPath.split(File.pathSeparator))
            .filter(file -> file.contains("byte-buddy"))
            .map(file -> Path.of(file).toUri().toString())
            .collect(Collectors.joining(" "));
    attributes.put(
        Attributes.Name.CLASS_PATH, libraries.isEmpty() ? programs : programs + " " + libraries);
    Path jar = directory.resolve(type + ".jar");
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    return jar;
  }

  private void memory() throws Exception {
    Path empty = directory.resolve("EmptyAgent.jar");
    var none = new Samples();
    var bare = new Samples();
    var ours = new Samples();
    for (int i = 0; i < (full ? 3 : 1); i++) {
      none.add(resident(List.of()));
      bare.add(resident(List.of("-javaagent:" + empty)));
      ours.add(resident(List.of(Run.agent(configuration))));
    }
    page.put(
        "memory",
        page.table(
                "no agent, MiB", "empty agent, MiB", "durable.jar, MiB", "added to an empty agent")
            .row(
                none.text(),
                bare.text(),
                ours.text(),
                Samples.number(ours.median() - bare.median()) + " MiB"));
  }

  private double resident(List<String> options) throws Exception {
    return Double.parseDouble(Run.java(jdk, options, "Resident").get(0)) / 1024;
  }

  private void unprotected() throws Exception {
    Path memory = Files.createTempDirectory(Path.of("/dev/shm"), "durable-bench");
    try {
      var off = new LinkedHashMap<String, Samples>();
      var on = new LinkedHashMap<String, Samples>();
      var offBytes = new LinkedHashMap<String, Samples>();
      var onBytes = new LinkedHashMap<String, Samples>();
      for (int i = 0; i < (full ? 4 : 1); i++) {
        jmh(List.of(), memory, ".*", off, offBytes);
        jmh(List.of(Run.agent(configuration)), memory, ".*", on, onBytes);
      }
      var table = page.table("call", "without, ns", "with, ns", "ratio", "bytes more per call");
      off.forEach(
          (call, without) ->
              table.row(
                  call,
                  without.text(),
                  on.get(call).text(),
                  on.get(call).dividedBy(without).ratio(),
                  Math.round(onBytes.get(call).median() - offBytes.get(call).median())));
      page.put("unprotected", table);
      page.put("closes", closes(memory));
    } finally {
      Run.command("rm", "-r", memory);
    }
  }

  /** What a close costs where nothing is staged, which is what a hook asks first. */
  private Table closes(Path where) throws Exception {
    var off = new LinkedHashMap<String, Samples>();
    var on = new LinkedHashMap<String, Samples>();
    for (int i = 0; i < (full ? 7 : 1); i++) {
      closes(List.of(), where, off);
      closes(List.of(Run.agent(configuration)), where, on);
    }
    var table = page.table("close", "without, ns", "with, ns", "ratio");
    off.forEach(
        (kind, without) ->
            table.row(
                kind,
                without.text(),
                on.get(kind).text(),
                on.get(kind).dividedBy(without).ratio()));
    return table;
  }

  private void closes(List<String> options, Path where, Map<String, Samples> nanos)
      throws Exception {
    for (String line : Run.java(jdk, options, "Closes", where, full ? 1000 : 10, full ? 100 : 1)) {
      String[] words = line.split(" ");
      nanos.computeIfAbsent(words[0], kind -> new Samples()).add(Double.parseDouble(words[1]));
    }
  }

  private void jmh(
      List<String> options,
      Path where,
      String calls,
      Map<String, Samples> nanos,
      Map<String, Samples> bytes)
      throws Exception {
    for (String line :
        Run.java(jdk, options, "Unprotected", where, calls, full ? 2 : 1, full ? 150 : 20)) {
      String[] words = line.split(" ");
      if (words.length == 3 && words[1].matches("[\\d.]+")) {
        nanos.computeIfAbsent(words[0], call -> new Samples()).add(Double.parseDouble(words[1]));
        bytes.computeIfAbsent(words[0], call -> new Samples()).add(Double.parseDouble(words[2]));
      }
    }
  }

  private void rules() throws Exception {
    Path memory = Files.createTempDirectory(Path.of("/dev/shm"), "durable-bench");
    try {
      Path deep = memory;
      for (int i = 0; i < 30; i++) {
        deep = deep.resolve("directory" + i);
      }
      Files.createDirectories(deep);
      var table = page.table("rules", "`Files.write`, ns", "30 directories deep, ns");
      for (int rules : full ? new int[] {1, 100, 10_000} : new int[] {1, 100}) {
        String[] lines =
            IntStream.range(0, rules)
                .mapToObj(i -> protectedFiles + "/customer" + i + "/**/*.xml")
                .toArray(String[]::new);
        Path file = configuration("rules" + rules, lines);
        var shallow = new LinkedHashMap<String, Samples>();
        var deeper = new LinkedHashMap<String, Samples>();
        for (int i = 0; i < (full ? 2 : 1); i++) {
          jmh(List.of(Run.agent(file)), memory, "filesWrite", shallow, new LinkedHashMap<>());
          jmh(List.of(Run.agent(file)), deep, "filesWrite", deeper, new LinkedHashMap<>());
        }
        table.row(rules, shallow.get("filesWrite").text(), deeper.get("filesWrite").text());
      }
      page.put("rules", table);
    } finally {
      Run.command("rm", "-r", memory);
    }
  }

  /** Medians of ways to replace a file, measured call by call in turn: a sample for each block. */
  private List<Samples> inTurn(List<String> options, int bytes, String... ways) throws Exception {
    int blocks = full ? 5 : 1;
    var samples = Stream.generate(Samples::new).limit(ways.length).toList();
    var arguments = new ArrayList<Object>(List.of(bytes, blocks, full ? 0.5 : 0.02));
    arguments.addAll(List.of(ways));
    for (String line : Run.java(jdk, options, "InTurn", arguments.toArray())) {
      String[] medians = line.split(" ");
      for (int i = 0; i < ways.length; i++) {
        samples.get(i).add(Double.parseDouble(medians[i]));
      }
    }
    return samples;
  }

  private void sizes() throws Exception {
    Path c = compiled("replace");
    var table =
        page.table(
            "bytes",
            "`Files.write`, protected, µs",
            "by hand in Java, µs",
            "in C, µs",
            "/ Java by hand",
            "/ C",
            "`FileOutputStream`, protected / by hand");
    for (int bytes : full ? new int[] {100, 4 << 10, 1 << 20, 64 << 20} : new int[] {100}) {
      var inC = new Samples();
      int times = bytes > 1 << 20 ? 5 : full ? 1000 : 10;
      var java =
          inTurn(
              List.of(Run.agent(configuration)),
              bytes,
              "FILES_WRITE=" + protectedFiles.resolve("a"),
              "BY_HAND=" + plainFiles.resolve("b"),
              "FILE_OUTPUT_STREAM=" + protectedFiles.resolve("c"),
              "STREAM_BY_HAND=" + plainFiles.resolve("d"));
      if (c != null) {
        for (int i = 0; i < 3; i++) {
          List<String> lines = Run.command(c, plainFiles, bytes, times);
          inC.add(Double.parseDouble(lines.get(0)));
          if (bytes <= 4 << 10) {
            steps(bytes, lines.subList(1, lines.size()));
          }
        }
      }
      table.row(
          bytes,
          java.get(0).text(),
          java.get(1).text(),
          c == null ? "no cc" : inC.text(),
          java.get(0).dividedBy(java.get(1)).ratio(),
          c == null ? "" : Samples.number(java.get(0).median() / inC.median()),
          java.get(2).dividedBy(java.get(3)).ratio());
    }
    page.put("sizes", table);
  }

  private void steps(int bytes, List<String> lines) {
    var table = page.table("system call, %,d bytes".formatted(bytes), "µs");
    for (String line : lines) {
      String[] words = line.split("\t");
      table.row("`" + words[0] + "`", Samples.number(Double.parseDouble(words[1])));
    }
    page.put("steps", table);
  }

  /** A C program of the resources; null where there is no compiler. */
  private Path compiled(String name, String... flags) throws Exception {
    Path source = directory.resolve(name + ".c");
    try (var in = Benchmarks.class.getResourceAsStream("/bench/" + name + ".c")) {
      Files.write(source, in.readAllBytes());
    }
    Path program = directory.resolve(name);
    var command =
        new ArrayList<>(List.of("cc", "-O2", "-o", program.toString(), source.toString()));
    command.addAll(List.of(flags));
    try {
      Run.lines(command);
      return program;
    } catch (IOException e) {
      System.out.println("integration-tests: " + name + ".c can't be compiled, so it is left out");
      return null;
    }
  }

  private void alternatives() throws Exception {
    String[] ways = {
      "FILES_WRITE=" + protectedFiles.resolve("a"),
      "BY_HAND=" + plainFiles.resolve("b"),
      "COMMONS_IO_AND_FORCE=" + plainFiles.resolve("c"),
      "GUAVA_AND_FORCE=" + plainFiles.resolve("d"),
      "JENKINS_STYLE=" + plainFiles.resolve("e"),
      "ZOOKEEPER_STYLE=" + plainFiles.resolve("f"),
      "FILES_WRITE=" + plainFiles.resolve("g")
    };
    String[][] names = {
      {"durable.jar", "yes", "yes"},
      {"the same by hand", "yes", "yes"},
      {"Commons IO, then force", "no", "only files that exist already"},
      {"Guava, then force", "no", "only files that exist already"},
      {"as Jenkins' `AtomicFileWriter`", "yes", "no"},
      {"as ZooKeeper's `AtomicFileOutputStream`", "yes", "no"},
      {"plain `Files.write`", "no", "no"}
    };
    var samples = inTurn(List.of(Run.agent(configuration)), 4096, ways);
    var table = page.table("4 KiB", "µs", "atomic", "durable");
    for (int i = 0; i < names.length; i++) {
      table.row(names[i][0], samples.get(i).text(), names[i][1], names[i][2]);
    }
    table.row("plain, on a file system mounted with `-o sync`", synchronously(), "no", "contents");
    page.put("alternatives", table);
  }

  private String synchronously() throws Exception {
    if (!Machine.isRoot()) {
      return "not root";
    }
    Path image = directory.resolve("sync.image");
    Path mount = Files.createDirectory(directory.resolve("sync"));
    Run.command("truncate", "-s", "256M", image);
    Run.command("mkfs.ext4", "-q", "-F", image);
    Run.command("mount", "-o", "loop,sync", image, mount);
    try {
      return inTurn(List.of(), 4096, "FILES_WRITE=" + mount.resolve("file")).get(0).text();
    } finally {
      Run.command("umount", mount);
    }
  }

  private void crowds() throws Exception {
    page.put("crowds", crowd(protectedFiles, plainFiles, "threads"));
    page.put("slow", onSlowDisk());
  }

  private String onSlowDisk() throws Exception {
    if (!Machine.isRoot()) {
      return NOT_HERE + "it takes root.";
    }
    String[] flags;
    try {
      flags = Run.command("pkg-config", "--cflags", "--libs", "fuse3").get(0).strip().split(" +");
    } catch (IOException e) {
      return NOT_HERE + "it takes FUSE 3 with its headers (Debian: libfuse3-dev, pkg-config).";
    }
    Path program = compiled("slowflush", flags);
    if (program == null) {
      return NOT_HERE + "it takes a C compiler.";
    }
    try (var disk = new SlowDisk(directory, program, SLOW_MILLIS)) {
      Path kept = Files.createDirectory(disk.mount.resolve("protected"));
      Path plain = Files.createDirectory(disk.mount.resolve("plain"));
      return crowd(kept, plain, "threads-slow").toString();
    }
  }

  private Table crowd(Path kept, Path plain, String chart) throws Exception {
    Path file = configuration(chart, kept + "/**");
    var table =
        page.table(
            "threads", "directories", "protected, per second", "by hand, per second", "ratio");
    var threads = new ArrayList<Integer>();
    var ours = new ArrayList<Double>();
    var theirs = new ArrayList<Double>();
    for (int each : full ? new int[] {1, 8, 32} : new int[] {2}) {
      for (int directories : each == 1 || !full ? new int[] {1} : new int[] {1, each}) {
        var agent = new Samples();
        var byHand = new Samples();
        for (String line :
            Run.java(
                jdk,
                List.of(Run.agent(file)),
                "Crowd",
                each,
                directories,
                full ? 4 : 1,
                full ? 0.6 : 0.05,
                "FILES_WRITE=" + kept,
                "BY_HAND=" + plain)) {
          String[] words = line.split(" ");
          agent.add(Double.parseDouble(words[0]));
          byHand.add(Double.parseDouble(words[1]));
        }
        table.row(each, directories, agent.text(), byHand.text(), agent.dividedBy(byHand).ratio());
        if (directories == 1) {
          threads.add(each);
          ours.add(agent.median());
          theirs.add(byHand.median());
        }
      }
    }
    var plot =
        new CategoryChartBuilder()
            .width(640)
            .height(320)
            .title("Replacements per second, one directory")
            .xAxisTitle("threads")
            .build();
    plot.addSeries("durable.jar", threads, ours);
    plot.addSeries("by hand", threads, theirs);
    page.put("performance-" + chart, plot);
    return table;
  }

  private void growth() throws Exception {
    var figures = new LinkedHashMap<String, Double>();
    int many = full ? 50_000 : 100;
    int times = full ? 1500 : 10;
    for (String line :
        Run.java(
            jdk,
            List.of(Run.agent(configuration)),
            "Growth",
            protectedFiles,
            plainFiles,
            many,
            times)) {
      String[] words = line.split(" ");
      figures.put(words[0], Double.parseDouble(words[1]));
    }
    page.put(
        "growth",
        page.table("", "µs")
            .row("one file in the directory", Samples.number(figures.get("few")))
            .row("%,d files in the directory".formatted(many), Samples.number(figures.get("many")))
            .row("%,d replacements later".formatted(5 * times), Samples.number(figures.get("past")))
            .row(
                "%,d unprotected streams open".formatted(Math.min(many, 10_000)),
                Samples.number(figures.get("open")))
            .row("the close of one of these", Samples.number(figures.get("close"))));
  }

  @Override
  public void close() throws Exception {
    Run.command("rm", "-r", directory);
  }
}
