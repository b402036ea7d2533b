package dev.durable.tests.fidelity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.Machine;
import dev.durable.tests.evidence.Chapter;
import dev.durable.tests.evidence.Evidence;
import dev.durable.tests.evidence.Instrument;
import dev.durable.tests.evidence.Table;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Apache Commons IO's own tests, all of them, without the agent and with everything protected: what
 * passes without it passes with it.
 */
@Instrument
class CommonsIoTest {
  /** Tests that fail with the agent, each by a deviation that the contract names. */
  static final Map<String, String> EXPLAINED = new LinkedHashMap<>();

  static {
    EXPLAINED.put(
        "QueueInputStreamTest.testReadLineByLineFile",
        "reads, by a stream opened before, what another one is writing: open readers keep the old"
            + " version");
    EXPLAINED.put(
        "TailerTest.testMultiByteBreak",
        "the file that is followed was opened before it is rewritten: open readers keep the old"
            + " version");
  }

  private static final Path JARS = Path.of(System.getProperty("commons-io"));
  private static final int NOBODY = 65534;

  /** Of some six thousand. A few need the network, or all of the project's sources. */
  private static final long MOST = 5_900;

  private static final long PATIENCE_MINUTES = 10;
  private static final long SECONDS_TO_TELL = 5;

  /** What there is to tell of a failure. */
  private static final int LINES_SHOWN = 12;

  private static final List<Process> RUNNING = new ArrayList<>();
  private static final Map<Jdk, Side> PLAIN = new HashMap<>();
  private static final Map<Jdk, Side> GUARDED = new HashMap<>();
  private static final Table REPORT =
      new Table(
          "JDK",
          "tests",
          "pass without the agent",
          "of them not with it",
          "and not when run again, each explained");

  private static Path place;
  private static Path jars;

  /** All at once: the tests sleep more than they work. */
  @BeforeAll
  static void startAll() throws IOException {
    Machine.needsLinux();
    place = Memory.newDirectory();
    // Where everybody can read them.
    jars = Files.createDirectory(place.resolve("jars"));
    try (Stream<Path> all = Files.list(JARS)) {
      for (Path jar : (Iterable<Path>) all::iterator) {
        Files.copy(jar, jars.resolve(jar.getFileName()));
      }
    }
    for (Jdk jdk : jdks()) {
      PLAIN.put(jdk, new Side(jdk, false));
      GUARDED.put(jdk, new Side(jdk, true));
    }
    for (Jdk jdk : jdks()) {
      PLAIN.get(jdk).start("--scan-classpath", "target/test-classes");
      GUARDED.get(jdk).start("--scan-classpath", "target/test-classes");
    }
  }

  static Collection<Jdk> jdks() {
    return Evidence.isWanted() ? Jdk.oldestAndNewest() : List.of(Jdk.newest());
  }

  @AfterAll
  static void reportAndRemovePlace() throws IOException {
    Evidence.write(
        Chapter.ANOTHER_SUITE,
        """
        Apache Commons IO's own tests, all of them, without the agent and with everything \
        protected. [What differs, and why](fidelity.md#apache-commons-io); some tests depend on \
        time, so that a difference is looked for once more.

        %s"""
            .formatted(REPORT));
    RUNNING.forEach(process -> process.destroyForcibly().onExit().join());
    if (place != null) {
      Ground.remove(place);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("jdks")
  void whatPassesWithoutTheAgentPassesWithIt(Jdk jdk) throws Exception {
    SuiteRun without = PLAIN.get(jdk).end();
    SuiteRun with = GUARDED.get(jdk).end();
    // Some depend on time. What is the agent's is there again.
    Map<String, SuiteRun.Test> first = differences(without, with);
    Map<String, SuiteRun.Test> different = again(first, GUARDED.get(jdk));
    System.out.printf(
        "fidelity: Commons IO, %s: %d tests, %d pass without the agent, %d of them not with it,"
            + " and when run again: %s%n",
        jdk,
        without.tests().size(),
        without.passed(),
        different.size(),
        passedAgain(first, different));

    REPORT.row(jdk, without.tests().size(), without.passed(), first.size(), different.size());
    assertTrue(without.passed() > MOST, "nearly all pass without the agent");
    var unexplained = new TreeMap<String, String>();
    different.forEach(
        (id, test) -> {
          if (EXPLAINED.keySet().stream().noneMatch(test.name()::startsWith)) {
            unexplained.put(test.name(), test.message());
          }
        });
    assertEquals("", told(unexplained));
  }

  private static List<String> passedAgain(
      Map<String, SuiteRun.Test> first, Map<String, SuiteRun.Test> second) {
    return first.entrySet().stream()
        .filter(test -> !second.containsKey(test.getKey()))
        .map(test -> test.getValue().name())
        .toList();
  }

  private static String told(Map<String, String> tests) {
    return tests.entrySet().stream()
        .map(
            test ->
                test.getKey()
                    + ": "
                    + test.getValue()
                        .lines()
                        .limit(LINES_SHOWN)
                        .map(line -> line.substring(0, Math.min(line.length(), 200)))
                        .collect(Collectors.joining("\n")))
        .collect(Collectors.joining("\n\n"));
  }

  /** The tests that have passed without the agent and not with it. */
  private static Map<String, SuiteRun.Test> differences(SuiteRun without, SuiteRun with) {
    var different = new TreeMap<String, SuiteRun.Test>();
    without
        .tests()
        .forEach(
            (id, test) -> {
              SuiteRun.Test other = with.tests().get(id);
              if (test.passed() && (other == null || !other.passed())) {
                different.put(
                    id, other != null ? other : new SuiteRun.Test(test.name(), "not run", ""));
              }
            });
    return different;
  }

  private static Map<String, SuiteRun.Test> again(
      Map<String, SuiteRun.Test> different, Side guarded) throws Exception {
    if (different.isEmpty()) {
      return different;
    }
    var selection = new ArrayList<String>();
    for (String id : different.keySet()) {
      selection.add("--select-unique-id");
      selection.add(id);
    }
    guarded.start(selection.toArray(new String[0]));
    Map<String, SuiteRun.Test> second = new TreeMap<>(guarded.end().tests());
    different.forEach((id, test) -> second.putIfAbsent(id, test));
    second.values().removeIf(SuiteRun.Test::passed);
    second.keySet().retainAll(different.keySet());
    return second;
  }

  /** One of the two, in a directory like that of the Commons IO project. */
  private static final class Side {
    private final Jdk jdk;
    private final boolean agent;
    private final Path home;
    private Process process;
    private List<Thread> readers;

    Side(Jdk jdk, boolean agent) throws IOException {
      this.jdk = jdk;
      this.agent = agent;
      home = Files.createDirectory(place.resolve(jdk.feature() + (agent ? "-guarded" : "-free")));
      prepare();
    }

    private void prepare() throws IOException {
      unpack("commons-io.jar", "target/classes", "");
      unpack("commons-io-tests.jar", "target/test-classes", "");
      unpack("commons-io-tests.jar", "src/test/resources", ".class");
      unpack("commons-io-test-sources.jar", "src/test/java", "");
      Path notices = home.resolve("target/classes/META-INF");
      Files.copy(notices.resolve("LICENSE.txt"), home.resolve("LICENSE.txt"));
      Files.copy(notices.resolve("NOTICE.txt"), home.resolve("NOTICE.txt"));
      Files.writeString(home.resolve("pom.xml"), "<project/>\n");
      Files.createDirectory(home.resolve("tmp"));
      if (Machine.isRoot()) {
        try (Stream<Path> files = Files.walk(home)) {
          for (Path file : (Iterable<Path>) files::iterator) {
            Files.setAttribute(file, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
          }
        }
      }
    }

    private void unpack(String jar, String directory, String leftOut) throws IOException {
      try (var zip = new ZipFile(jars.resolve(jar).toFile())) {
        for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(e -> (ZipEntry) e)::iterator) {
          boolean wanted = leftOut.isEmpty() || !entry.getName().endsWith(leftOut);
          if (!entry.isDirectory() && wanted) {
            Path file = home.resolve(directory).resolve(entry.getName());
            Files.createDirectories(file.getParent());
            try (InputStream in = zip.getInputStream(entry)) {
              Files.copy(in, file);
            }
          }
        }
      }
    }

    /** Starts the tests: not as root, for whom no file is locked. */
    void start(String... selection) throws IOException {
      Child child = Child.on(jdk).in(home).classPath(classPath());
      if (Machine.isRoot()) {
        Machine.needs("setpriv");
        String id = String.valueOf(NOBODY);
        child.under("setpriv", "--reuid=" + id, "--regid=" + id, "--clear-groups");
      }
      if (jdk.feature() >= 21) {
        child.with("-XX:+EnableDynamicAgentLoading"); // Mockito's.
      }
      child.with("-Duser.home=" + home, "-Djava.io.tmpdir=" + home.resolve("tmp"));
      if (agent) {
        child.protecting(home.resolve("durable.conf"), "/**");
      }
      var arguments = new ArrayList<>(List.of("execute", "--details", "none"));
      // One of them (QueueOutputStreamTest) can wait for ever, also without the agent.
      arguments.addAll(List.of("--config", "junit.jupiter.execution.timeout.default=30 s"));
      arguments.addAll(List.of("--include-classname", ".*Test[^$]*", "--reports-dir", "reports"));
      arguments.addAll(List.of(selection));
      process =
          child.start(
              "org.junit.platform.console.ConsoleLauncher", arguments.toArray(new String[0]));
      RUNNING.add(process);
      readers =
          List.of(
              save(process.getInputStream(), "out.txt"), save(process.getErrorStream(), "err.txt"));
    }

    private Thread save(InputStream in, String name) {
      var thread =
          new Thread(
              () -> {
                try (in;
                    var out = Files.newOutputStream(home.resolve(name))) {
                  in.transferTo(out);
                } catch (IOException e) {
                  // Killed.
                }
              });
      thread.setDaemon(true);
      thread.start();
      return thread;
    }

    private String classPath() throws IOException {
      var path = new ArrayList<String>(List.of("target/test-classes", "target/classes"));
      try (Stream<Path> all = Files.list(jars)) {
        all.filter(jar -> !jar.getFileName().toString().startsWith("commons-io"))
            .sorted()
            .forEach(jar -> path.add(jar.toString()));
      }
      return String.join(":", path);
    }

    /** What its threads do, which it tells on its standard output. */
    private String stacks() throws Exception {
      new ProcessBuilder("kill", "-QUIT", String.valueOf(process.pid())).start().waitFor();
      process.waitFor(SECONDS_TO_TELL, TimeUnit.SECONDS);
      String said = Files.readString(home.resolve("out.txt"));
      return said.substring(Math.max(0, said.indexOf("Full thread dump")));
    }

    /** Waits for the end. */
    SuiteRun end() throws Exception {
      if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        fail("the tests hang: " + stacks());
      }
      for (Thread reader : readers) {
        reader.join();
      }
      String said = Files.readString(home.resolve("err.txt"));
      if (agent) {
        assertTrue(said.startsWith("durable: "), said);
        assertFalse(said.contains("defect"), said);
      }
      Path report = home.resolve("reports/TEST-junit-jupiter.xml");
      assertTrue(Files.exists(report), said);
      return SuiteRun.read(report);
    }
  }
}
