package dev.durable.weave;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A JDK whose class files are read. */
record Jdk(int feature, Path home) {
  static final List<Integer> SUPPORTED = List.of(8, 11, 17, 21, 25);

  private static final boolean CI = Boolean.parseBoolean(System.getenv("CI"));
  private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(?:1\\.)?(\\d+)");
  private static final Path RUNNING = Path.of(System.getProperty("java.home"));
  private static final Collection<Jdk> ALL = find();

  /** The one that the build runs on, and one of each supported version that this machine has. */
  static Collection<Jdk> all() {
    return ALL;
  }

  static Jdk running() {
    return new Jdk(Runtime.version().feature(), RUNNING);
  }

  /** Goes on only on Linux, whose native methods are known. */
  static void needsLinux() {
    if (!System.getProperty("os.name").equals("Linux")) {
      missing("not Linux, so nobody knows what this JDK's native methods do");
      abort("not Linux");
    }
  }

  /** Goes on only where each of the supported versions is. */
  static void needsAll() {
    needsLinux();
    if (!ALL.stream().map(Jdk::feature).toList().containsAll(SUPPORTED)) {
      abort("not all JDKs are here");
    }
  }

  /** Says what this machine lacks; in CI, fails. */
  private static void missing(String what) {
    if (CI) {
      fail(what + " (CI must have everything)");
    }
    System.out.println("agent: " + what);
  }

  boolean hasModules() {
    return feature > 8;
  }

  @Override
  public String toString() {
    return "Java " + feature;
  }

  private static Collection<Jdk> find() {
    var found = new TreeMap<Integer, Jdk>();
    found.put(running().feature, running());
    for (Path home : candidates()) {
      int feature = featureOf(home);
      if (SUPPORTED.contains(feature)) {
        found.putIfAbsent(feature, new Jdk(feature, home));
      }
    }
    List<Integer> missing = SUPPORTED.stream().filter(v -> !found.containsKey(v)).toList();
    if (!missing.isEmpty()) {
      missing("Java " + missing + " not found, so not looked at (-Djdks=HOME,... names more)");
    }
    return found.values();
  }

  /** Named ones, then where packages and tools put them. */
  private static List<Path> candidates() {
    var homes = new ArrayList<Path>();
    for (String named : System.getProperty("jdks", "").split(",")) {
      if (!named.isBlank()) {
        homes.add(Path.of(named.strip()));
      }
    }
    System.getenv()
        .forEach(
            (name, value) -> {
              if (name.startsWith("JAVA_HOME")) {
                homes.add(Path.of(value));
              }
            });
    String user = System.getProperty("user.home");
    for (String parent :
        List.of(
            "/usr/lib/jvm",
            "/opt/jdks",
            "/opt/java",
            user + "/.jdks",
            user + "/.sdkman/candidates/java",
            "/Library/Java/JavaVirtualMachines")) {
      try (DirectoryStream<Path> children = Files.newDirectoryStream(Path.of(parent))) {
        for (Path child : children) {
          homes.add(child);
          homes.add(child.resolve("Contents/Home"));
        }
      } catch (IOException e) {
        // Not a place on this machine.
      }
    }
    return homes;
  }

  /** Zero for what is no JDK. Packages of Java 8 have no release file. */
  private static int featureOf(Path home) {
    if (Files.isReadable(home.resolve("jre/lib/rt.jar"))) {
      return 8;
    }
    if (!Files.isReadable(home.resolve("lib/jrt-fs.jar"))) {
      return 0;
    }
    try {
      Matcher version = VERSION.matcher(Files.readString(home.resolve("release")));
      return version.find() ? Integer.parseInt(version.group(1)) : 0;
    } catch (IOException e) {
      return 0;
    }
  }
}
