package dev.durable.tests.streams;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.programs.streams.StreamCallers;
import dev.durable.tests.Jdk;
import dev.durable.tests.OnEveryJdk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** A stream is staged whoever opens it, and however. */
class StreamCallersTest extends StreamsTest {
  private static final String CALLERS = "dev.durable.programs.streams.StreamCallers";
  private static final String VIRTUAL = "virtual";

  /** A file for each way. */
  private TreeMap<String, Object> files(Path directory) throws Exception {
    var inodes = new TreeMap<String, Object>();
    for (String way : ways(Jdk.newest())) {
      Path file = old(Files.createDirectory(directory.resolve(way)), "1");
      inodes.put(way, inode(file));
    }
    return inodes;
  }

  private static List<String> ways(Jdk jdk) {
    var ways = new TreeSet<>(StreamCallers.ways());
    if (jdk.feature() >= 21) {
      ways.add(VIRTUAL);
    } else {
      ways.remove(VIRTUAL);
    }
    return List.copyOf(ways);
  }

  @OnEveryJdk
  void everyWayToOpenAStreamIsGuarded(Jdk jdk) throws Exception {
    TreeMap<String, Object> inodes = files(guarded);
    var result = child(jdk).run("", CALLERS, guarded.toString()).quietly();
    assertEquals(ways(jdk), result.lines());
    assertAll(
        result.lines().stream()
            .map(
                way ->
                    () -> {
                      Path file = guarded.resolve(way).resolve("1");
                      assertNotEquals(inodes.get(way), inode(file), way);
                      assertNotEquals(
                          OLD, Files.readString(file, StandardCharsets.ISO_8859_1), way);
                      assertEquals(List.of("1"), names(file.getParent()), way);
                    }));
  }

  @OnEveryJdk
  void noneIsWhereNothingIsProtected(Jdk jdk) throws Exception {
    TreeMap<String, Object> inodes = files(free);
    var result = child(jdk).run("", CALLERS, free.toString()).quietly();
    assertEquals(ways(jdk), result.lines());
    for (String way : result.lines()) {
      assertEquals(inodes.get(way), inode(free.resolve(way).resolve("1")), way);
    }
  }

  @OnEveryJdk
  void streamsOfClassInitialisersAndShutdownHooksAreCommitted(Jdk jdk) throws Exception {
    var inodes = new TreeMap<String, Object>();
    for (String name : List.of("early", "early-open", "late", "late-open")) {
      inodes.put(name, inode(old(guarded, name)));
    }
    child(jdk)
        .with("-Ddirectory=" + guarded)
        .run("", "dev.durable.programs.streams.StreamMoments")
        .quietly();
    for (String name : inodes.keySet()) {
      assertEquals(NEW, seen(guarded.resolve(name)), name);
      assertNotEquals(inodes.get(name), inode(guarded.resolve(name)), name);
    }
    assertEquals(List.copyOf(inodes.keySet()), names(guarded));
  }

  @OnEveryJdk
  void preferencesAreStored(Jdk jdk) throws Exception {
    String program = "dev.durable.programs.streams.StoredPreferences";
    Files.createDirectories(guarded.resolve(".java/.userPrefs"));
    for (String value : List.of("one", "two")) {
      child(jdk).with("-Djava.util.prefs.userRoot=" + guarded).run("", program, value).quietly();
      try (var files = Files.walk(guarded)) {
        List<Path> all = files.filter(Files::isRegularFile).toList();
        assertTrue(all.stream().noneMatch(file -> file.toString().contains(".durable-")));
        assertTrue(all.stream().anyMatch(file -> contains(file, "value=\"" + value + "\"")), value);
      }
    }
  }

  private static boolean contains(Path file, String text) {
    try {
      return Files.readString(file).contains(text);
    } catch (IOException e) {
      return false;
    }
  }
}
