package dev.durable.tests.powercut;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The moment of a power cut, to a process. */
final class Suspension {
  private Suspension() {}

  /**
   * Lets the process begin no other system call, as when the power fails. The kernel's shutdown of
   * a file system takes 100 ms (ext4_force_shutdown), in which a force can already fail to reach
   * the disk and still return success.
   */
  static void of(Process process) throws Exception {
    Command.run("kill", "-STOP", process.pid());
    while (isRunning(process)) {
      Thread.sleep(1);
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
}
