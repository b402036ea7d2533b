package dev.durable.tests.powercut;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.Machine;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The power fails while an order service takes orders, which it writes to a journal that stays
 * open. With a barrier on the service's method, every order that was acknowledged is in the
 * journal; the same without the barrier must lose some.
 */
class JournalTest {
  private static final String DESK = "dev.durable.programs.barriers.OrderDesk";
  private static final String BARRIER = "barrier dev.durable.programs.barriers.OrderService.place";
  private static final int ENOUGH = 200;
  private static final int MILLIS = 300;

  @TempDir Path directory;

  @BeforeEach
  void onAMachineThatCanCut() {
    Machine.needsRoot();
    Machine.needs("xfs_io");
    Machine.needs("mkfs.ext4");
    Machine.needs("mkfs.xfs");
  }

  @ParameterizedTest(name = "{0} on {1}")
  @CsvSource({"stream, ext4", "log4j, XFS"})
  void everyOrderThatWasAcknowledgedAfterABarrierIsInTheJournal(String way, String fileSystem)
      throws Exception {
    Format format = fileSystem.equals("XFS") ? Format.XFS : Format.EXT4;
    for (Jdk jdk : Jdk.oldestAndNewest()) {
      Path place = Files.createDirectory(directory.resolve("on-" + jdk.feature()));
      try (var disk = new LoopDevice(place, format)) {
        List<String> without = lost(disk, jdk, way, "free");
        assertFalse(without.isEmpty(), "the instrument finds losses without the barrier");
        assertEquals(List.of(), lost(disk, jdk, way, "guarded", BARRIER), "with the barrier");
      }
    }
  }

  /** Cuts the power while orders are taken; returns those that were acknowledged and are gone. */
  private List<String> lost(LoopDevice disk, Jdk jdk, String way, String name, String... barrier)
      throws Exception {
    Path data = Files.createDirectory(disk.mount.resolve(name));
    Path journal = Files.createFile(data.resolve("orders.log"));
    disk.sync();
    var lines = new ArrayList<>(List.of(data + "/**    streams=in-place"));
    lines.addAll(List.of(barrier));
    Process desk =
        Child.on(jdk)
            .classPath(System.getProperty("programs") + File.pathSeparator + libraries())
            .protecting(directory.resolve(name + ".conf"), lines.toArray(new String[0]))
            .start(DESK, journal.toString(), way, "4");
    Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    var reader = new Thread(() -> read(desk, acknowledged));
    reader.start();
    while (acknowledged.size() < ENOUGH) {
      assertTrue(desk.isAlive(), "the order desk");
      Thread.sleep(5);
    }
    Thread.sleep(MILLIS);
    Suspension.of(desk);
    disk.cut();
    desk.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
    reader.join();
    disk.restart();
    var there = new HashSet<>(Files.readAllLines(journal));
    System.out.println(
        "power cut, "
            + way
            + " journal on "
            + disk.format
            + ", "
            + jdk
            + ", "
            + name
            + ": "
            + acknowledged.size()
            + " orders acknowledged, "
            + there.size()
            + " lines there");
    return acknowledged.stream().filter(order -> !there.contains(order)).toList();
  }

  private static String libraries() {
    return System.getProperty("libraries");
  }

  private static void read(Process desk, Set<String> acknowledged) {
    try (var lines = new BufferedReader(new InputStreamReader(desk.getInputStream()))) {
      for (String line; (line = lines.readLine()) != null; ) {
        acknowledged.add(line);
      }
    } catch (IOException e) {
      // Killed: what was read until then was acknowledged.
    }
  }
}
