package dev.durable.engine;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;

/**
 * Which process made a temp file, in a form that its name can carry: the kernel's boot, the pid
 * namespace, the pid and the process's start time. The last makes it proof against pid reuse, the
 * first two against containers that share a directory (each of whose JVMs may be pid 1) and against
 * reboots.
 */
final class ProcessIdentity {
  /** Whether a process still lives, as far as can be told from here. */
  enum Life {
    ALIVE,
    DEAD,
    /** Another container, another host, or a system without /proc. */
    UNKNOWN
  }

  /** This process. */
  static final ProcessIdentity SELF = self();

  private static final int RADIX = Character.MAX_RADIX;

  private final String boot;
  private final String namespace;
  private final String pid;
  private final String start;

  private ProcessIdentity(String boot, String namespace, String pid, String start) {
    this.boot = boot;
    this.namespace = namespace;
    this.pid = pid;
    this.start = start;
  }

  private static ProcessIdentity self() {
    try {
      String uuid = read(Paths.get("/proc/sys/kernel/random/boot_id")).replace("-", "").trim();
      String boot = Long.toString(Long.parseUnsignedLong(uuid.substring(0, 15), 16), RADIX);
      String link = Files.readSymbolicLink(Paths.get("/proc/self/ns/pid")).toString();
      String inode = link.substring(link.indexOf('[') + 1, link.indexOf(']'));
      String namespace = Long.toString(Long.parseLong(inode), RADIX);
      long pid = Long.parseLong(Files.readSymbolicLink(Paths.get("/proc/self")).toString());
      String start = startOf(pid);
      return new ProcessIdentity(boot, namespace, Long.toString(pid, RADIX), start);
    } catch (IOException | RuntimeException e) {
      // No /proc: unique enough to make names of, and of unknown life to everybody else.
      String random = Long.toString(System.nanoTime() & Long.MAX_VALUE, RADIX);
      return new ProcessIdentity("0", "0", "0", random);
    }
  }

  /** By a stream of java.io, which no interrupt closes, not even on Java 8. */
  private static String read(Path file) throws IOException {
    byte[] bytes = new byte[4096];
    try (FileInputStream in = new FileInputStream(file.toFile())) {
      int length = Math.max(0, in.read(bytes));
      return new String(bytes, 0, length, StandardCharsets.US_ASCII);
    }
  }

  /** Field 22 of /proc/pid/stat, in clock ticks since the boot: see proc(5). */
  private static String startOf(long pid) throws IOException {
    String stat = read(Paths.get("/proc/" + pid + "/stat"));
    // The second field is a name in parentheses that may itself hold blanks and parentheses.
    int field = stat.lastIndexOf(')') + 1;
    for (int i = 3; i <= 22; i++) {
      field = stat.indexOf(' ', field) + 1;
    }
    return Long.toString(Long.parseLong(stat.substring(field, stat.indexOf(' ', field))), RADIX);
  }

  /** The identity that {@link #toString} gave, or null if it gave no such thing. */
  static ProcessIdentity parse(String text) {
    String[] parts = text.split("-", -1);
    if (parts.length != 4) {
      return null;
    }
    for (String part : parts) {
      if (part.isEmpty() || part.length() > 13) {
        return null;
      }
      for (int i = 0; i < part.length(); i++) {
        char c = part.charAt(i);
        if ((c < '0' || c > '9') && (c < 'a' || c > 'z')) {
          return null;
        }
      }
    }
    return new ProcessIdentity(parts[0], parts[1], parts[2], parts[3]);
  }

  /** Whether this process lives, as far as this one can tell. */
  Life life() {
    if (toString().equals(SELF.toString())) {
      return Life.ALIVE;
    }
    // Another boot may be an earlier one, or another host that has the directory mounted, from here
    // perhaps. Without /proc, this is a boot of its own.
    if (!boot.equals(SELF.boot) || boot.equals("0") || !namespace.equals(SELF.namespace)) {
      return Life.UNKNOWN;
    }
    try {
      return startOf(Long.parseLong(pid, RADIX)).equals(start) ? Life.ALIVE : Life.DEAD;
    } catch (IOException | RuntimeException e) {
      // With hidepid, /proc shows no other user's process: absence proves nothing then.
      return Files.exists(Paths.get("/proc/1/stat")) ? Life.DEAD : Life.UNKNOWN;
    }
  }

  @Override
  public String toString() {
    return boot + "-" + namespace + "-" + pid + "-" + start;
  }
}
