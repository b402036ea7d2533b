package dev.durable.tests.powercut;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Jdk;
import dev.durable.tests.Machine;
import dev.durable.tests.evidence.Chapter;
import dev.durable.tests.evidence.Evidence;
import dev.durable.tests.evidence.Instrument;
import dev.durable.tests.evidence.Table;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The power fails while a program changes files in every way there is; the file system comes up
 * again; everything must be as acknowledged last, or as the change that was under way makes it. The
 * same program without the agent must lose something in nearly every way: an instrument that finds
 * nothing there is broken.
 */
@Instrument
class PowerCutTest {
  private static final int THREADS = 2;
  private static final int LARGEST = 4 << 20;
  private static final int CUTS = Evidence.isWanted() ? 6 : 1;

  /** Chance spares some in one cut. */
  private static final int MOST_CUTS = 8;

  private static final int CUTS_WITHOUT = Evidence.isWanted() ? 2 : 1;
  private static final int PAUSE_MILLIS = 2;
  private static final int SYNCS = 2;
  private static final int MILLIS = 500;
  private static final int PATIENCE_SECONDS = 60;

  /** How many of a hundred modes must lose something without the agent. */
  private static final int NEARLY_ALL = 85;

  private static final Table REPORT =
      new Table(
          "file system",
          "cuts",
          "changes acknowledged",
          "names checked",
          "leftovers swept",
          "losses",
          "without the agent: cuts",
          "changes acknowledged",
          "losses",
          "ways that lost something");

  private static int children;

  @TempDir Path directory;

  static Stream<Format> formats() {
    return Stream.of(
        Format.EXT4, Format.EXT4_PLAIN, Format.EXT4_WRITEBACK, Format.EXT4_BIGALLOC, Format.XFS);
  }

  @BeforeEach
  void onAMachineThatCanCut() {
    Machine.needsRoot();
    Machine.needs("xfs_io");
    Machine.needs("mkfs.ext4");
    Machine.needs("mkfs.xfs");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("formats")
  void withTheAgentNothingIsLostAndWithoutItNearlyEveryWayLosesSomething(Format format)
      throws Exception {
    var with = new Tally();
    var without = new Tally();
    try (var disk = new LoopDevice(directory, format)) {
      for (int i = 0; i < CUTS_WITHOUT || i < MOST_CUTS && !isNearlyAll(without); i++) {
        cutWhileWriting(disk, "free-" + i, nextJdk(), false, without);
      }
      for (int i = 0; i < CUTS; i++) {
        cutWhileWriting(disk, "guarded-" + i, nextJdk(), true, with);
      }
    }
    System.out.println("power cut, " + format + ": with the agent " + with);
    System.out.println("power cut, " + format + ": without it " + without);
    REPORT.row(
        format,
        with.crashes(),
        with.acknowledged(),
        with.names(),
        with.leftovers(),
        with.losses().size(),
        without.crashes(),
        without.acknowledged(),
        without.kinds(),
        without.losers().size() + " of " + without.modes().size());
    assertEquals(List.of(), with.losses(), "with the agent");
    var spared = new TreeSet<>(without.modes());
    spared.removeAll(without.losers());
    System.out.println("power cut, " + format + ": without the agent no loss in " + spared);
    assertTrue(
        isNearlyAll(without),
        () -> "the instrument is broken: without the agent, it finds no loss in " + spared);
  }

  private static boolean isNearlyAll(Tally without) {
    return without.losers().size() * 100 >= without.modes().size() * NEARLY_ALL;
  }

  @AfterAll
  static void report() throws IOException {
    Evidence.write(
        Chapter.POWER_CUTS,
        """
        A program changes files in %d ways, each with %d threads, on contents of 0 bytes to %d MiB, \
        on each JDK in turn; from time to time all is synced, as others on a machine do. The power \
        is cut (the shutdown ioctl of the kernel's file systems, without a flush of the log), the \
        file system is mounted again, so that its journal is replayed, and every name is compared \
        with what was acknowledged, in a log on another file system. Then the agent starts again, \
        and everything is compared once more: what was written in place with a safety copy is whole, \
        and no file of the agent's is left.

        %s"""
            .formatted(Site.modes(Format.EXT4).size(), THREADS, LARGEST >> 20, REPORT));
  }

  /** Each in turn, the newest first. */
  private static Jdk nextJdk() {
    List<Jdk> all = List.copyOf(Jdk.all());
    return all.get(all.size() - 1 - children++ % all.size());
  }

  private void cutWhileWriting(LoopDevice disk, String name, Jdk jdk, boolean agent, Tally tally)
      throws Exception {
    var site = new Site(disk.mount, directory.resolve("outside"), name);
    disk.sync();
    Collection<String> modes = agent ? Site.modes(disk.format) : Site.unsafeModes();
    var promises = new Promises();
    Process process =
        site.child(jdk, agent)
            .errors(directory.resolve(name + ".err"))
            .start(Site.WORKLOAD, site.arguments(0, THREADS, PAUSE_MILLIS, LARGEST, modes));
    var reader = new Thread(() -> read(process, promises));
    reader.start();
    writeForAWhile(disk, promises, modesOn(jdk, modes), new Random(name.hashCode()));
    assertTrue(process.isAlive(), () -> name + " has ended: " + promises.failures());
    Suspension.of(process);
    disk.cut();
    process.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
    reader.join();
    disk.restart();
    assertEquals(List.of(), promises.failures(), "what failed while the power was on");
    var losses = new ArrayList<>(promises.losses(site.data, !agent));
    int leftovers = 0;
    if (agent) {
      leftovers = site.leftovers().size();
      site.restartAgent(jdk);
      losses.addAll(promises.losses(site.data, true));
      assertEquals(List.of(), site.leftovers(), "what the agent has left");
    }
    tally.add(promises, losses, leftovers);
  }

  /**
   * Meanwhile all is synced a few times, as others on the machine may do; after the last time, each
   * mode changes something.
   */
  private static void writeForAWhile(
      LoopDevice disk, Promises promises, Collection<String> modes, Random random)
      throws Exception {
    for (int i = 0; i < SYNCS; i++) {
      awaitNews(promises, modes);
      Thread.sleep(random.nextInt(MILLIS));
      disk.sync();
      promises.forgetNews();
    }
    awaitNews(promises, modes);
    Thread.sleep(random.nextInt(MILLIS));
  }

  /** Without those that the JDK is too old for. */
  private static Collection<String> modesOn(Jdk jdk, Collection<String> modes) {
    return modes.stream()
        .filter(mode -> jdk.feature() >= 11 || !mode.equals("write-string"))
        .toList();
  }

  private static void awaitNews(Promises promises, Collection<String> modes) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!promises.news().containsAll(modes) && promises.failures().isEmpty()) {
      assertTrue(
          System.nanoTime() < end,
          () -> "in none but these something is acknowledged: " + promises.news());
      Thread.sleep(5);
    }
  }

  private static void read(Process process, Promises promises) {
    try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream()))) {
      for (String line; (line = lines.readLine()) != null; ) {
        promises.take(line);
      }
    } catch (IOException e) {
      // Killed: what was read until then was acknowledged.
    }
  }
}
