package dev.durable.tests;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A JDK that child JVMs run on. */
public record Jdk(int feature, Path home) {

  private static final List<Integer> SUPPORTED = List.of(8, 11, 17, 21, 25);

  private static final Pattern VERSION =
      Pattern.compile("(?:JAVA_VERSION=| version )\"(?:1\\.)?(\\d+)");

  private static final Collection<Jdk> ALL = find();

  /** One of each supported version that this machine has. */
  public static Collection<Jdk> all() {
    return ALL;
  }

  public static Jdk newest() {
    return List.copyOf(ALL).get(ALL.size() - 1);
  }

  /** The two that differ most, for tests that would take too long on all. */
  public static Collection<Jdk> oldestAndNewest() {
    return new LinkedHashSet<>(List.of(ALL.iterator().next(), newest()));
  }

  public Path java() {
    return home.resolve("bin/java");
  }

  @Override
  public String toString() {
    return "Java " + feature;
  }

  private static Collection<Jdk> find() {
    var found = new TreeMap<Integer, Jdk>();
    for (Path home : candidates()) {
      Jdk jdk = at(home);
      if (jdk != null && SUPPORTED.contains(jdk.feature)) {
        found.putIfAbsent(jdk.feature, jdk);
      }
    }
    assertTrue(!found.isEmpty(), "no JDK of " + SUPPORTED + " found; name some by -Djdks=HOME,...");
    if (found.size() < SUPPORTED.size()) {
      String missing =
          "Java " + SUPPORTED.stream().filter(v -> !found.containsKey(v)).toList() + " not found";
      Machine.missing(missing + ", so nothing is tested on it (-Djdks=HOME,... names more)");
    }
    return found.values();
  }

  /** Named ones, then the running one, then where packages and tools put them. */
  private static List<Path> candidates() {
    var homes = new ArrayList<Path>();
    for (String named : System.getProperty("jdks", "").split(",")) {
      if (!named.isBlank()) {
        homes.add(Path.of(named.strip()));
      }
    }
    homes.add(Path.of(System.getProperty("java.home")));
    for (Map.Entry<String, String> variable : System.getenv().entrySet()) {
      if (variable.getKey().startsWith("JAVA_HOME")) {
        homes.add(Path.of(variable.getValue()));
      }
    }
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

  private static Jdk at(Path home) {
    try {
      Matcher version = VERSION.matcher(versionOf(home));
      return version.find() ? new Jdk(Integer.parseInt(version.group(1)), home.toRealPath()) : null;
    } catch (IOException e) {
      return null;
    }
  }

  /** The release file's text or, where a package leaves that out, what the JVM itself says. */
  private static String versionOf(Path home) throws IOException {
    Path release = home.resolve("release");
    if (Files.isReadable(release)) {
      return Files.readString(release);
    }
    Process java =
        new ProcessBuilder(home.resolve("bin/java").toString(), "-version")
            .redirectErrorStream(true)
            .start();
    return new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
