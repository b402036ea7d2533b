package dev.durable.tests.powercut;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Jdk;
import dev.durable.tests.Machine;
import dev.durable.tests.evidence.Chapter;
import dev.durable.tests.evidence.Evidence;
import dev.durable.tests.evidence.Instrument;
import dev.durable.tests.evidence.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each write and each flush of a disk is recorded while a program changes files in every way there
 * is. Whatever a crash could have left of them is then mounted, and everything must be as
 * acknowledged last, or as the change that was under way makes it. Without the agent, nearly every
 * way must lose something in one of the states.
 */
@Instrument
class CrashStatesTest {
  private static final int ROUNDS = 3;
  private static final int PAUSE_MILLIS = 4;
  private static final int LARGEST = 64 << 10;
  private static final int SYNC_MILLIS = 150;

  /** After how many flushes states are examined, about: with the ways in turn, and all at once. */
  private static final int IN_TURN = Evidence.isWanted() ? 60 : 20;

  private static final int AT_ONCE = Evidence.isWanted() ? 30 : 10;

  /** Where the long form examines states after every flush, with the ways in turn. */
  private static final Set<Format> EVERY_FLUSH =
      Evidence.isWanted() ? Set.of(Format.EXT4_PLAIN, Format.XFS, Format.BTRFS) : Set.of();

  /** How many random parts of what was not flushed yet, for each flush. */
  private static final int PARTS = 1;

  /** Of how many states with leftovers one sees the agent start again. */
  private static final int RESTARTS = 40;

  /** How many of a hundred modes must lose something without the agent. */
  private static final int NEARLY_ALL = 85;

  private static final Table REPORT =
      new Table(
          "file system",
          "changes acknowledged",
          "writes to the disk",
          "flushes",
          "states examined",
          "names checked",
          "losses",
          "without the agent: states examined",
          "losses",
          "ways that lost something");

  private static int states;

  @TempDir static Path programs;
  private static Path recorder;

  @TempDir Path directory;
  private Path memory;
  private Path mount;

  static Stream<Format> formats() {
    return Evidence.isWanted()
        ? Stream.of(
            Format.EXT4,
            Format.EXT4_PLAIN,
            Format.EXT4_WRITEBACK,
            Format.EXT4_JOURNAL,
            Format.EXT4_BIGALLOC,
            Format.XFS,
            Format.BTRFS)
        : Stream.of(Format.EXT4_PLAIN, Format.EXT4_WRITEBACK, Format.XFS, Format.BTRFS);
  }

  @BeforeAll
  static void onAMachineThatCanRecord() throws IOException {
    Machine.needsRoot();
    for (String tool :
        List.of("mkfs.ext4", "mkfs.xfs", "mkfs.btrfs", "gcc", "pkg-config", "fusermount3")) {
      Machine.needs(tool);
    }
    if (!Files.exists(Path.of("/dev/fuse"))) {
      Machine.skip("no /dev/fuse");
    }
    recorder = Recorder.compile(programs);
  }

  @BeforeEach
  void inMemory() throws IOException {
    memory = Files.createDirectory(directory.resolve("memory"));
    mount = Files.createDirectory(directory.resolve("mount"));
    Command.run("mount", "-t", "tmpfs", "-o", "size=3g", "durable-test", memory);
  }

  @AfterEach
  void forget() throws IOException {
    Command.unmount(memory);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("formats")
  void noCrashStateLosesAnythingWithTheAgentAndWithoutItNearlyEveryWayLosesSomething(Format format)
      throws Exception {
    var with = new Tally();
    var without = new Tally();
    CrashStates inTurn = record(format, true, 0);
    int flushes = EVERY_FLUSH.contains(format) ? inTurn.flushes() : IN_TURN;
    examine(inTurn, format, true, flushes, PARTS, with);
    CrashStates atOnce = record(format, true, 1);
    examine(atOnce, format, true, AT_ONCE, PARTS, with);
    System.out.println("crash states, " + format + ": with the agent " + with);
    CrashStates alone = record(format, false, 0);
    examine(alone, format, false, alone.flushes(), 0, without);
    System.out.println("crash states, " + format + ": without it " + without);
    states += with.crashes() + without.crashes();
    REPORT.row(
        format,
        inTurn.acknowledged() + atOnce.acknowledged(),
        inTurn.writes() + atOnce.writes(),
        inTurn.flushes() + atOnce.flushes(),
        with.crashes(),
        with.names(),
        with.losses().size(),
        without.crashes(),
        without.kinds(),
        without.losers().size() + " of " + without.modes().size());
    assertEquals(List.of(), with.losses(), "with the agent");
    var spared = new TreeSet<>(without.modes());
    spared.removeAll(without.losers());
    assertTrue(
        without.losers().size() * 100 >= without.modes().size() * NEARLY_ALL,
        () -> "the instrument is broken: without the agent, it finds no loss in " + spared);
  }

  @AfterAll
  static void report() throws IOException {
    System.out.println("crash states: " + states + " examined");
    Evidence.write(
        Chapter.CRASH_STATES,
        """
        A program changes files in %d ways, %d times each, while the disk below the file system (a \
        FUSE file under a loop device) records each write and each flush, and in order with them \
        what the program has begun and what is acknowledged to it: once one way after the other, \
        once all at the same time. From time to time all is synced. Then crashes are made up: at a \
        flush, with nothing that was written after it, at the latest moment at which that can be; \
        and with a random part of that, in pieces of 4 KiB, at a random moment. Each state is \
        mounted, so that the file system recovers, and every name is compared with what was \
        acknowledged. Where a safety copy is found, the agent starts again first, as it does in some \
        states with other leftovers, which must be gone then.

        %s

        On %s, states are made of every flush with the ways one after the other; elsewhere of some, \
        chosen at random. **States examined: %,d.**"""
            .formatted(
                Site.modes(Format.EXT4).size(),
                ROUNDS,
                REPORT,
                EVERY_FLUSH.stream().map(Format::name).sorted().collect(Collectors.joining("; ")),
                states));
  }

  /**
   * Lets the workload run, and records what it does to the disk.
   *
   * @param threads for each mode; 0 for one mode after the other
   */
  private CrashStates record(Format format, boolean agent, int threads) throws Exception {
    try (var disk = new Recorder(recorder, memory, mount, format)) {
      Site site = site();
      Collection<String> modes = agent ? Site.modes(format) : Site.unsafeModes();
      Command.run("sync", "-f", mount);
      Path err = directory.resolve("err");
      Process process =
          site.child(Jdk.newest(), agent)
              .output(disk.ledger())
              .errors(err)
              .start(Site.WORKLOAD, site.arguments(ROUNDS, threads, PAUSE_MILLIS, LARGEST, modes));
      while (!process.waitFor(SYNC_MILLIS, TimeUnit.MILLISECONDS)) {
        Command.run("sync", "-f", mount);
      }
      assertEquals(0, process.exitValue(), () -> said(err));
      return new CrashStates(disk.before, disk.stop(), new Random(format.name().hashCode()));
    }
  }

  private Site site() throws IOException {
    return new Site(mount, directory.resolve("outside"), "site");
  }

  private static String said(Path err) {
    try {
      return Files.readString(err);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private void examine(
      CrashStates all, Format format, boolean agent, int flushes, int parts, Tally tally)
      throws Exception {
    double share = Math.min(1, flushes / (double) all.flushes());
    var number = new AtomicInteger();
    var leftovers = new ArrayList<String>();
    all.forEach(
        share,
        parts,
        (disk, promises) -> {
          // A new file each time: mount takes a loop device that still has the file, and with it
          // what it remembers of an earlier state.
          Path image = memory.resolve("state-" + number.incrementAndGet());
          disk.writeTo(image);
          Command.run("mount", "-o", "loop," + format.options(), image, mount);
          try {
            // Before the workload has begun, there may be nothing.
            if (promises.acknowledged() > 0) {
              tally.add(
                  promises,
                  agent ? lossesWithAgent(promises, leftovers) : losses(promises, true),
                  0);
            }
          } finally {
            Command.unmount(mount);
            Files.delete(image);
          }
        });
  }

  private List<Loss> losses(Promises promises, boolean restarted) throws IOException {
    return promises.losses(data(), restarted);
  }

  private Path data() {
    return mount.resolve("site/data");
  }

  /** What is lost to an application that starts again with the agent. */
  private List<Loss> lossesWithAgent(Promises promises, List<String> seen) throws Exception {
    assertEquals(List.of(), promises.failures(), "what failed though the disk was well");
    var leftovers = Site.leftovers(data());
    boolean hasSafetyCopy = leftovers.stream().anyMatch(name -> name.endsWith(".ready~"));
    seen.addAll(leftovers);
    if (!hasSafetyCopy && (leftovers.isEmpty() || seen.size() < RESTARTS)) {
      return losses(promises, true);
    }
    seen.clear();
    var losses = new ArrayList<>(losses(promises, false));
    site().restartAgent(Jdk.newest());
    losses.addAll(losses(promises, true));
    assertEquals(List.of(), Site.leftovers(data()), "what the agent has left");
    return losses;
  }
}
