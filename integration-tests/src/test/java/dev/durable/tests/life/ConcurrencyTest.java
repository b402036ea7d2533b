package dev.durable.tests.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.programs.Versions;
import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.Machine;
import dev.durable.tests.OnEveryJdk;
import dev.durable.tests.OnOldestAndNewestJdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Many threads, of any kind, at any moment. */
class ConcurrencyTest {
  private static final String CROWD = "dev.durable.programs.Crowd";
  private static final int LENGTH = 1_000_000;

  @TempDir Path directory;

  private Path data;
  private Path file;

  @BeforeEach
  void aDirectory() throws IOException {
    Machine.needsLinux();
    data = Files.createDirectory(directory.resolve("data"));
    file = data.resolve("file");
  }

  @OnOldestAndNewestJdk
  void whoeverReadsWhatThreadsOfSeveralJvmsReplaceFindsOneCompleteVersion(Jdk jdk)
      throws Exception {
    Files.write(file, new byte[LENGTH]);
    int reads = 0;
    try (var one = crowd(jdk, 0, 16, 24);
        var two = crowd(jdk, 16, 16, 24);
        var three = crowd(jdk, 32, 16, 24)) {
      var crowds = List.of(one, two, three);
      for (var crowd : crowds) {
        crowd.endInput();
      }
      while (crowds.stream().anyMatch(Running::isAlive)) {
        assertOneVersion(Files.readAllBytes(file));
        reads++;
      }
      for (var crowd : crowds) {
        assertEquals(List.of("384 ok"), crowd.end().quietly().lines());
      }
    }
    assertTrue(reads > 10, reads + " reads");
    assertOneVersion(Files.readAllBytes(file));
    assertEquals(List.of(), Leftovers.in(data));
  }

  @OnEveryJdk
  void ofThoseWhoCreateOneFileOneSucceedsAndTheOthersAreToldOfIt(Jdk jdk) throws Exception {
    try (var crowd = crowd(jdk, 0, 32, 1, "CREATE_NEW", "WRITE")) {
      var outcomes = crowd.end().quietly().lines();
      assertEquals(
          List.of("1 ok", "31 java.nio.file.FileAlreadyExistsException: " + file),
          outcomes.stream().sorted().toList());
    }
    assertOneVersion(Files.readAllBytes(file));
    assertEquals(List.of(), Leftovers.in(data));
  }

  @OnEveryJdk
  void aFileWithSeveralNamesIsLeftWithOneCompleteVersion(Jdk jdk) throws Exception {
    Files.write(file, new byte[LENGTH]);
    Path other = Files.createLink(directory.resolve("other-name"), file);
    try (var crowd = crowd(jdk, 0, 8, 3)) {
      var result = crowd.end();
      assertEquals(List.of("24 ok"), result.lines(), result::err);
      assertEquals(1, result.warnings().lines().filter(s -> s.contains("hard links")).count());
    }
    assertOneVersion(Files.readAllBytes(other));
    assertTrue(Files.isSameFile(file, other));
    assertEquals(List.of(), Leftovers.in(data));
  }

  /** Threads that write the file, each its own byte, all over it. */
  private Running crowd(Jdk jdk, int first, int threads, int times, String... options)
      throws IOException {
    var arguments = new ArrayList<>(List.of(file.toString()));
    Stream.of(first, threads, times, LENGTH).map(String::valueOf).forEach(arguments::add);
    arguments.addAll(List.of(options));
    return new Running(agent(jdk), CROWD, arguments.toArray(String[]::new));
  }

  private static void assertOneVersion(byte[] content) {
    assertEquals(LENGTH, content.length);
    for (int i = 0; i < content.length; i++) {
      if (content[i] != content[0]) {
        assertEquals(content[0], content[i], "the byte at " + i);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"move, 350", "rename, 100"})
  void aReaderNeverMissesTheFile(String way, int versions) throws Exception {
    assertTrue(isAlwaysThere(agent(Jdk.newest()), way, versions));
  }

  /** By itself, {@code Files.move} removes what is there first. */
  @Test
  void withoutTheAgentTheSameReaderMissesAFileThatIsMoved() throws Exception {
    assertFalse(isAlwaysThere(Child.on(Jdk.newest()), "move", Integer.MAX_VALUE));
  }

  /**
   * Reads a file until a child has made that many versions of it, or the file is missing; each read
   * must be one complete version.
   */
  private boolean isAlwaysThere(Child child, String way, int versions) throws Exception {
    Path versioned = data.resolve(way + "-0-0");
    try (var writer =
        new Running(child, "dev.durable.programs.Versions", data.toString(), way, "1")) {
      writer.answer();
      int last = 1;
      while (last < versions) {
        assertTrue(writer.isAlive());
        try {
          int version = Versions.version(Files.readAllBytes(versioned));
          assertTrue(version >= last, version + " after " + last);
          last = version;
        } catch (NoSuchFileException e) {
          return false;
        }
      }
      return true;
    }
  }

  @OnEveryJdk
  void interruptsNeitherDisturbAWriteNorGetLostInIt(Jdk jdk) throws Exception {
    var directories = new ArrayList<String>();
    for (int i = 0; i < 3; i++) {
      Path own = Files.createDirectory(data.resolve("thread-" + i));
      Files.createLink(
          directory.resolve("other-name-" + i), Files.createFile(own.resolve("linked")));
      directories.add(own.toString());
    }
    var result =
        agent(jdk).run("", "dev.durable.programs.Rain", directories.toArray(String[]::new));
    assertEquals(0, result.exit(), result.err());
    assertEquals(3, result.lines().size());
    for (String line : result.lines()) {
      assertTrue(line.matches("noticed (\\d+) of \\1"), line);
      assertNotEquals("noticed 0 of 0", line);
    }
    for (String own : directories) {
      assertEquals(List.of("one", "two", "round 24"), Files.readAllLines(Path.of(own, "lines")));
      for (String name : List.of("file", "linked", "moved")) {
        assertEquals(300_024, Files.size(Path.of(own, name)), name);
      }
      assertEquals(4, Leftovers.tree(Path.of(own)).size() - 1, "files");
    }
  }

  static Stream<Jdk> jdksWithVirtualThreads() {
    return Jdk.all().stream().filter(jdk -> jdk.feature() >= 21);
  }

  /** On one carrier thread, which nothing may hold on to while it waits. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("jdksWithVirtualThreads")
  void virtualThreadsWrite(Jdk jdk) throws Exception {
    int threads = 40;
    for (int i = 0; i < threads; i++) {
      Files.writeString(data.resolve(Integer.toString(i)), "old");
    }
    Path shared = Files.writeString(data.resolve("shared"), "old");
    Path other = Files.createLink(directory.resolve("other-name"), shared);
    var before = inodes();

    var result =
        agent(jdk)
            .with(
                "-Djdk.virtualThreadScheduler.parallelism=1",
                "-Djdk.virtualThreadScheduler.maxPoolSize=1")
            .run("", "dev.durable.programs.Virtual", data.toString(), Integer.toString(threads));

    assertEquals(0, result.exit(), result.err());
    for (int i = 0; i < threads; i++) {
      String number = Integer.toString(i);
      assertEquals(Collections.nCopies(3, number), Files.readAllLines(data.resolve(number)));
      assertNotEquals(before.get(number), inodes().get(number), "replaced");
    }
    var lines = Files.readAllLines(other);
    assertEquals(Collections.nCopies(3, lines.get(0)), lines);
    assertEquals(List.of(), Leftovers.in(data));
  }

  @OnEveryJdk
  void aClassThatIsInitialisedWritesAndSoDoesAJvmThatShutsDown(Jdk jdk) throws Exception {
    var names = List.of("early", "late", "lines");
    for (String name : names) {
      Files.writeString(data.resolve(name), "old");
    }
    var before = inodes();
    agent(jdk).with("-Ddirectory=" + data).run("", "dev.durable.programs.Moments").quietly();
    for (String name : names) {
      assertEquals("new\n", Files.readString(data.resolve(name)), name);
      assertNotEquals(before.get(name), inodes().get(name), name + " was replaced");
    }
    assertEquals(List.of(), Leftovers.in(data));
  }

  private Map<String, Object> inodes() throws IOException {
    var inodes = new HashMap<String, Object>();
    try (var files = Files.newDirectoryStream(data)) {
      for (Path each : files) {
        inodes.put(each.getFileName().toString(), Files.getAttribute(each, "unix:ino"));
      }
    }
    return inodes;
  }

  private Child agent(Jdk jdk) throws IOException {
    return Child.on(jdk).protecting(directory.resolve("durable.conf"), data + "/**");
  }

  /** What was deleted goes nowhere; what is opened after that is a new file. */
  @OnOldestAndNewestJdk
  void aFileThatIsWrittenAsSoonAsItIsDeletedIsThere(Jdk jdk) throws Exception {
    var result =
        Child.on(jdk)
            .protecting(directory.resolve("durable.conf"), data + "/*")
            .run("", "dev.durable.programs.Recreated", file.toString(), "100");

    assertEquals(List.of("lost 0"), result.quietly().lines());
  }

  /** Who interrupts a thread waits for it to close its channel, and it must not wait for that. */
  @OnEveryJdk
  void aThreadIsInterruptedAgainWhileItClosesItsChannelForAnInterrupt(Jdk jdk) throws Exception {
    for (String kind : jdk.feature() >= 21 ? List.of("platform", "virtual") : List.of("platform")) {
      Path files = Files.createDirectory(data.resolve(kind));
      var result =
          Child.on(jdk)
              .protecting(directory.resolve("durable.conf"), data + "/**")
              .run("", "dev.durable.programs.InterruptedTwice", files.toString(), "100", kind);

      assertEquals(List.of("ended 100"), result.quietly().lines());
    }
  }
}
