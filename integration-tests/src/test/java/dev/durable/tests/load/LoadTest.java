package dev.durable.tests.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.programs.Versions;
import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.Machine;
import dev.durable.tests.evidence.Chapter;
import dev.durable.tests.evidence.Evidence;
import dev.durable.tests.evidence.Instrument;
import dev.durable.tests.evidence.Table;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Many threads, many files, little memory, few descriptors; interrupts, closes by others and
 * collections meanwhile. A reader in this process looks at every moment whether each file is whole.
 */
@Instrument
class LoadTest {
  private static final int THREADS = 64;
  private static final int FILES = 40;
  private static final int SECONDS = Evidence.isWanted() ? 30 : 8;
  private static final int INTERRUPT_SECONDS = Evidence.isWanted() ? 15 : 4;
  private static final int PATIENCE_LOOKS = 300;
  private static final int PAUSE_MILLIS = 100;

  /** What caches and the JIT compiler may take after the first collection. */
  private static final long HEAP_GROWTH = 16L << 20;

  private static final String ALL_WAYS = "write,stream,channel,copy,move,dropped";

  /** Of which each directory gets one at random. */
  private static final List<String> ATTRIBUTES =
      List.of("", "level=atomic", "on-obstacle=fail", "force=write", "stage-limit=none");

  /**
   * Of which there is one directory each: others see its files grow, so that none but the last
   * version, if that was acknowledged, need be whole.
   */
  private static final List<String> GROWING = List.of("streams=in-place", "stage-limit=50ms");

  private static final String GROWING_PREFIX = "growing-";

  private static final Table REPORT =
      new Table(
          "JDK",
          "threads",
          "files",
          "versions tried",
          "acknowledged last",
          "looks of the reader",
          "lost or torn",
          "temp files left",
          "descriptors left",
          "threads left");

  @TempDir Path directory;

  @BeforeAll
  static void needsLimits() {
    Machine.needsLinux();
    Machine.needs("prlimit");
  }

  static Stream<Arguments> each() {
    return Jdk.all().stream().flatMap(LoadTest::each);
  }

  /** Virtual threads are others on Java 21: there they keep their carriers within monitors. */
  private static Stream<Arguments> each(Jdk jdk) {
    boolean wanted = Evidence.isWanted() || Jdk.oldestAndNewest().contains(jdk);
    var kinds = new ArrayList<Arguments>();
    if (wanted) {
      kinds.add(Arguments.of(jdk, "platform"));
    }
    if (jdk.feature() >= 21 && (wanted || jdk.feature() < 24)) {
      kinds.add(Arguments.of(jdk, "virtual"));
    }
    return kinds.stream();
  }

  @ParameterizedTest(name = "{0}, {1} threads")
  @MethodSource("each")
  void nothingIsLostTornOrLeaked(Jdk jdk, String threads) throws Exception {
    load(jdk, threads, ALL_WAYS, SECONDS);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.durable.tests.Jdk#oldestAndNewest")
  void aProtectedFileOutputStreamLeaksNoTempFileWhenThreadsAreInterrupted(Jdk jdk)
      throws Exception {
    load(jdk, "platform", "stream", INTERRUPT_SECONDS);
  }

  private void load(Jdk jdk, String threads, String ways, int seconds) throws Exception {
    Path base = Files.createDirectory(directory.toRealPath().resolve("base"));
    long seed = System.nanoTime();
    var random = new Random(seed);
    var rules = new ArrayList<String>();
    for (int i = 0; i < ATTRIBUTES.size(); i++) {
      Path one = Files.createDirectory(base.resolve("directory-" + i));
      rules.add(one + "/** " + ATTRIBUTES.get(random.nextInt(ATTRIBUTES.size())));
    }
    for (int i = 0; i < GROWING.size(); i++) {
      Path one = Files.createDirectory(base.resolve(GROWING_PREFIX + i));
      rules.add(one + "/** " + GROWING.get(i));
    }
    String what = jdk + ", " + threads + ", " + rules;
    Process process =
        Child.on(jdk)
            .under("prlimit", "--nofile=256")
            .with("-Xmx64m")
            .protecting(directory.resolve("durable.conf"), rules.toArray(new String[0]))
            .start(
                "dev.durable.programs.Load",
                base.toString(),
                Integer.toString(THREADS),
                Integer.toString(FILES),
                Integer.toString(seconds),
                threads,
                ways);
    var err = CompletableFuture.supplyAsync(() -> text(process));
    try (BufferedReader out = process.inputReader();
        var in = process.outputWriter()) {
      String[] ready = words(out, err);
      var reader = new Reader(base);
      reader.start();
      in.write("go\n");
      in.flush();
      String[] quiet = words(out, err);
      long looks = reader.end();

      var versions = new HashMap<String, int[]>();
      for (String line; !(line = out.readLine()).isEmpty(); ) {
        String[] words = line.split(" ");
        versions.put(words[0], new int[] {Integer.parseInt(words[1]), Integer.parseInt(words[2])});
      }
      long tried = 0;
      long acknowledged = 0;
      for (var file : versions.entrySet()) {
        if (!isGrowing(Path.of(file.getKey())) || file.getValue()[0] == file.getValue()[1]) {
          assertVersion(base.resolve(file.getKey()), file.getValue(), what);
        }
        tried += file.getValue()[1];
        acknowledged += file.getValue()[0] > 0 ? 1 : 0;
      }
      assertTrue(acknowledged > 0, what);
      awaitNone(() -> temps(base), what);
      awaitNone(() -> descriptors(process.pid(), base), what);
      long heap = Long.parseLong(quiet[1]) - Long.parseLong(ready[1]);
      assertTrue(heap < HEAP_GROWTH, () -> what + ": the heap has grown by " + heap);
      long more = Long.parseLong(quiet[2]) - Long.parseLong(ready[2]);
      assertTrue(more <= 0, () -> what + ": threads left: " + more);
      in.close();
      assertEquals(0, process.waitFor(), err::join);
      assertEquals(
          List.of(),
          reader.bad,
          () -> "not whole, or older than before: " + what + "; " + err.join());
      assertEquals(List.of(), temps(base), what);
      assertFalse(err.join().contains("defect"), err.join());
      REPORT.row(
          jdk + (ways.equals(ALL_WAYS) ? "" : ", FileOutputStream only"),
          THREADS + " " + threads,
          versions.size(),
          tried,
          acknowledged,
          looks,
          0,
          0,
          0,
          0);
      System.out.printf(
          "load, %s, %s threads, %s: %d versions tried of %d files, %d looks, heap %+d KiB%n",
          jdk, threads, ways, tried, versions.size(), looks, heap >> 10);
    } finally {
      process.destroyForcibly().onExit().join();
    }
  }

  private static boolean isGrowing(Path file) {
    return file.getParent().getFileName().toString().startsWith(GROWING_PREFIX);
  }

  private static String text(Process process) {
    try {
      return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static String[] words(BufferedReader out, CompletableFuture<String> err)
      throws IOException {
    String line = out.readLine();
    assertTrue(line != null, () -> "it has ended: " + err.join());
    return line.split(" ");
  }

  private static void assertVersion(Path file, int[] ackedAndTried, String what)
      throws IOException {
    int version = look(file);
    assertTrue(
        version >= ackedAndTried[0] && version <= ackedAndTried[1],
        () ->
            what
                + ": "
                + file
                + " is "
                + version
                + ", of "
                + List.of(ackedAndTried[0], ackedAndTried[1]));
  }

  /** The version of a file, 0 if there is none yet; -1 if it is not whole. */
  private static int look(Path file) throws IOException {
    try {
      byte[] content = Files.readAllBytes(file);
      boolean mayBeEmpty = file.getFileName().toString().startsWith("closed-");
      return content.length == 0 && mayBeEmpty ? 0 : Versions.version(content);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  private static List<Path> temps(Path base) throws IOException {
    var temps = new ArrayList<Path>();
    try (var directories = Files.newDirectoryStream(base)) {
      for (Path one : directories) {
        try (var found = Files.newDirectoryStream(one, ".durable-*")) {
          found.forEach(temps::add);
        }
      }
    }
    return temps;
  }

  private static List<Path> descriptors(long pid, Path base) throws IOException {
    var open = new ArrayList<Path>();
    try (var descriptors = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
      for (Path descriptor : descriptors) {
        Path file = Files.readSymbolicLink(descriptor);
        if (file.startsWith(base)) {
          open.add(file);
        }
      }
    }
    return open;
  }

  @FunctionalInterface
  private interface Look {
    List<Path> at() throws IOException;
  }

  /** What was dropped is settled after it was collected, by a thread of the agent's. */
  private static void awaitNone(Look look, String what) throws Exception {
    List<Path> found = look.at();
    for (int i = 0; i < PATIENCE_LOOKS && !found.isEmpty(); i++) {
      Thread.sleep(PAUSE_MILLIS);
      found = look.at();
    }
    assertEquals(List.of(), found, what);
  }

  /** Reads the files over and over: each is whole, and never older than it was. */
  private static final class Reader extends Thread {
    private final AtomicBoolean done = new AtomicBoolean();
    private final Path base;
    private final List<String> bad = new ArrayList<>();
    private long looks;

    Reader(Path base) {
      this.base = base;
    }

    @Override
    public void run() {
      Map<Path, Integer> seen = new HashMap<>();
      try {
        while (!done.get()) {
          try (var files = Files.walk(base)) {
            for (Path file : files.filter(Reader::isWatched).toList()) {
              int version = look(file);
              boolean closed = file.getFileName().toString().startsWith("closed-");
              if (version < 0 || !closed && version < seen.getOrDefault(file, 0)) {
                bad.add(file + ": " + version + " after " + seen.get(file));
              }
              seen.put(file, version);
              looks++;
            }
          } catch (java.io.UncheckedIOException e) {
            // A temp file has gone in the meantime.
          }
        }
      } catch (IOException e) {
        bad.add(e.toString());
      }
    }

    private static boolean isWatched(Path file) {
      return file.getFileName().toString().matches("(file|closed)-.*") && !isGrowing(file);
    }

    long end() throws InterruptedException {
      done.set(true);
      join();
      return looks;
    }
  }

  @AfterAll
  static void report() throws Exception {
    Evidence.write(
        Chapter.LOAD,
        """
        %d threads write version after version of files of their own, in the ways %s, for %d s under \
        a heap of 64 MiB and 256 descriptors; meanwhile others interrupt them, close what they have \
        open, and collect garbage; each directory's attributes are chosen at random. A reader in \
        another process looks at all files over and over: each must be whole, and never older than \
        before. In the end each file must be no older than acknowledged last. In two more directories, \
        with %s, others see the files grow: there, what was acknowledged last must be whole in the end.

        %s"""
            .formatted(
                THREADS,
                ALL_WAYS.replace(",", ", "),
                SECONDS,
                String.join(" and ", GROWING),
                REPORT));
  }
}
