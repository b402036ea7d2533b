package dev.durable.tests.powercut;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.durable.programs.crash.Workload;
import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Where a {@link Workload} works: directories on a file system, and the agent's rules for them. */
final class Site {
  static final String WORKLOAD = Workload.class.getName();

  /**
   * Those that force what they write themselves, or that are nearly always in the midst of a write
   * in place: they need not lose anything without the agent.
   */
  private static final List<String> SAFE = List.of("synced-", "published", "level-atomic");

  private final Path outside;
  private final Path configuration;

  /** Protected. */
  final Path data;

  private final Path drafts;

  /**
   * Makes the directories.
   *
   * @param mount of the file system
   * @param outside a directory on another one
   */
  Site(Path mount, Path outside, String name) throws IOException {
    this.data = Files.createDirectories(mount.resolve(name).resolve("data"));
    this.drafts = Files.createDirectories(mount.resolve(name).resolve("drafts"));
    this.outside = Files.createDirectories(outside.resolve(name));
    this.configuration = this.outside.resolve("durable.conf");
    Files.writeString(
        configuration,
        String.join(
            "\n",
            data + "/**",
            data + "/level-atomic-*  level=atomic",
            data + "/published-*     stage-limit=20ms",
            data + "/in-place-*      streams=in-place",
            data + "/force-write-*   force=write",
            ""));
  }

  /** All modes of the workload that promise something on such a file system. */
  static List<String> modes(Format format) {
    return Workload.modes().stream()
        .filter(mode -> !format.reusesBlocksEarly() || !mode.equals("level-atomic"))
        .toList();
  }

  /** Those in which an application alone must lose something. */
  static List<String> unsafeModes() {
    return Workload.modes().stream()
        .filter(mode -> SAFE.stream().noneMatch(mode::startsWith))
        .toList();
  }

  Child child(Jdk jdk, boolean agent) {
    Child child = Child.on(jdk).with("-Xmx1g", "-Xss512k");
    return agent ? child.withAgent(configuration.toString()) : child;
  }

  String[] arguments(int rounds, int threads, int pause, int largest, Collection<String> modes)
      throws IOException {
    Path elsewhere = Files.createDirectories(outside.resolve("elsewhere"));
    return new String[] {
      data.toString(),
      drafts.toString(),
      elsewhere.toString(),
      Integer.toString(rounds),
      Integer.toString(threads),
      Integer.toString(pause),
      Integer.toString(largest),
      String.join(",", modes)
    };
  }

  /** The names of the agent's own files. */
  List<String> leftovers() throws IOException {
    return leftovers(data);
  }

  static List<String> leftovers(Path data) throws IOException {
    var leftovers = new ArrayList<String>();
    try (var files = Files.walk(data)) {
      for (Path file : files.toList()) {
        if (file.getFileName().toString().startsWith(".durable-")) {
          leftovers.add(data.relativize(file).toString());
        }
      }
    }
    return leftovers;
  }

  /**
   * Starts the agent again, in an application that writes a file in each directory: it mends and
   * sweeps.
   */
  void restartAgent(Jdk jdk) throws Exception {
    var writes = new ArrayList<String>();
    try (var files = Files.walk(data)) {
      files
          .filter(Files::isDirectory)
          .filter(directory -> !directory.getFileName().toString().startsWith(".durable-"))
          .forEach(
              directory ->
                  writes.add(Child.line("write", directory.resolve("started-again"), "yes")));
    }
    Child.Result result = child(jdk, true).call(writes.toArray(String[]::new));
    assertEquals(0, result.exit(), result::err);
  }
}
