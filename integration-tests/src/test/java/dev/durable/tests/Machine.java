package dev.durable.tests;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What this machine has, for tests that can't run everywhere: they skip aloud, and fail in CI. */
public final class Machine {
  private static final boolean CI = Boolean.parseBoolean(System.getenv("CI"));
  private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

  private Machine() {}

  /** Goes on only on Linux, as root: for mounts, other users, devices. */
  public static void needsRoot() {
    needsLinux();
    if (!isRoot()) {
      skip("not root");
    }
  }

  public static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  public static void needsLinux() {
    if (!System.getProperty("os.name").equals("Linux")) {
      skip("not Linux");
    }
  }

  /** Goes on only where {@code tool} is on the path. */
  public static void needs(String tool) {
    for (String directory : System.getenv("PATH").split(":")) {
      if (Files.isExecutable(Path.of(directory, tool))) {
        return;
      }
    }
    skip("no " + tool);
  }

  /** Ends the running test: skipped, or failed where everything must run. */
  public static void skip(String why) {
    missing(why + ": some tests are skipped");
    abort(why);
  }

  /** Says once what this machine lacks; in CI, fails. */
  static void missing(String what) {
    if (CI) {
      fail(what + " (CI must have everything)");
    }
    if (TOLD.add(what)) {
      System.out.println("integration-tests: " + what);
    }
  }
}
