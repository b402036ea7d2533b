package dev.durable.tests.powercut;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.programs.Versions;
import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.Machine;
import dev.durable.tests.evidence.Instrument;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The power fails while a program writes; the file system comes up again; every file must be a
 * whole version, no older than the last one that was acknowledged. The same program without the
 * agent must lose something: an instrument that finds nothing there is broken.
 */
@Instrument
class PowerCutTest {
  private static final int THREADS = 4;
  private static final int MILLIS = 1500;
  private static final List<String> WAYS = List.of("write", "lines", "move", "rename");

  @TempDir Path directory;

  @BeforeEach
  void onAMachineThatCanCut() {
    Machine.needsRoot();
    Machine.needs("xfs_io");
    Machine.needs("mkfs.ext4");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "ext4,                     mkfs.ext4 -q -F, ''",
    "ext4 noauto_da_alloc,     mkfs.ext4 -q -F, noauto_da_alloc",
    "ext4 data=writeback,      mkfs.ext4 -q -F, 'data=writeback,noauto_da_alloc'",
    "xfs,                      mkfs.xfs -q -f,  ''"
  })
  void withTheAgentNothingIsLostAndWithoutItSomethingIs(String name, String make, String options)
      throws Exception {
    try (var disk = new LoopDevice(directory, make, options)) {
      Losses without = cutWhileWriting(disk, false);
      Losses with = cutWhileWriting(disk, true);
      System.out.println(name + ": without the agent " + without + "; with it " + with);
      assertEquals(List.of(), with.losses, "with the agent");
      assertTrue(with.acknowledged > 50, "the program did write");
      assertTrue(!without.losses.isEmpty(), "the instrument finds losses without the agent");
    }
  }

  private record Losses(int acknowledged, List<String> losses) {
    @Override
    public String toString() {
      return losses.size() + " files lost, torn or old after " + acknowledged + " writes";
    }
  }

  private Losses cutWhileWriting(LoopDevice disk, boolean agent) throws Exception {
    Path data = Files.createDirectory(disk.mount.resolve(agent ? "guarded" : "free"));
    new ProcessBuilder("sync", "-f", data.toString()).start().waitFor();
    var acknowledged = new ConcurrentHashMap<String, Integer>();
    var children = new ArrayList<Process>();
    var readers = new ArrayList<Thread>();
    for (String way : WAYS) {
      Child child = Child.on(Jdk.newest());
      if (agent) {
        child.protecting(directory.resolve("durable.conf"), data + "/**");
      }
      Process process =
          child.start(
              "dev.durable.programs.Versions", data.toString(), way, Integer.toString(THREADS));
      children.add(process);
      var reader = new Thread(() -> read(process, acknowledged));
      reader.start();
      readers.add(reader);
    }
    while (acknowledged.size() < WAYS.size()) {
      Thread.sleep(10);
    }
    Thread.sleep(MILLIS);
    stop(children);
    disk.cut();
    for (Process child : children) {
      child.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
    }
    for (Thread reader : readers) {
      reader.join();
    }
    disk.restart();
    return check(data, acknowledged);
  }

  /**
   * Lets no child begin another system call, as when the power fails. The kernel's shutdown of a
   * file system takes 100 ms (ext4_force_shutdown), in which a force can already fail to reach the
   * disk and still return success.
   */
  private static void stop(List<Process> children) throws Exception {
    var command = new ArrayList<>(List.of("kill", "-STOP"));
    children.forEach(child -> command.add(Long.toString(child.pid())));
    new ProcessBuilder(command).start().waitFor();
    for (Process child : children) {
      while (isRunning(child)) {
        Thread.sleep(1);
      }
    }
  }

  /**
   * Whether a thread can still begin a system call: the signal stops the others only when the first
   * of them has taken it, which on a busy machine may be a while.
   */
  private static boolean isRunning(Process process) throws IOException {
    try (var threads = Files.newDirectoryStream(Path.of("/proc/" + process.pid() + "/task"))) {
      for (Path thread : threads) {
        String stat = Files.readString(thread.resolve("stat"));
        char state = stat.charAt(stat.lastIndexOf(')') + 2);
        if (state != 'T' && state != 'D') {
          return true;
        }
      }
    }
    return false;
  }

  private static void read(Process process, Map<String, Integer> acknowledged) {
    try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream()))) {
      for (String line; (line = lines.readLine()) != null; ) {
        String[] words = line.split(" ");
        acknowledged.put(words[0], Integer.parseInt(words[1]));
      }
    } catch (IOException e) {
      // Killed: what was read until then was acknowledged.
    }
  }

  private static Losses check(Path data, Map<String, Integer> acknowledged) throws IOException {
    var losses = new ArrayList<String>();
    int writes = 0;
    for (var entry : acknowledged.entrySet()) {
      Path file = data.resolve(entry.getKey());
      writes += entry.getValue();
      if (!Files.exists(file)) {
        losses.add(entry.getKey() + " is missing");
        continue;
      }
      int version = Versions.version(Files.readAllBytes(file));
      if (version < entry.getValue()) {
        String what = version < 0 ? "torn, of " + Files.size(file) + " bytes" : "of " + version;
        losses.add(entry.getKey() + " is " + what + ", acknowledged: " + entry.getValue());
      }
    }
    return new Losses(writes, losses);
  }
}
