package dev.durable.tests.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.syscalls.Watched;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.TreeMap;

/**
 * The same calls in two directories that are alike: in a protected one, by a JVM with the agent,
 * and in another, by one without. Both JVMs work in their directory; "@" stands for its name in
 * calls and answers.
 */
final class Both {
  /** Prepares a directory. */
  @FunctionalInterface
  interface SetUp {
    void in(Path directory) throws Exception;
  }

  final Path guarded;
  final Path free;
  final Watched agent;
  final Watched plain;

  Both(StreamsTest test, Jdk jdk, SetUp setUp) throws Exception {
    this(test, test.child(jdk), Child.on(jdk), setUp);
  }

  Both(StreamsTest test, Child agent, Child plain, SetUp setUp) throws Exception {
    this.guarded = test.guarded;
    this.free = test.free;
    setUp.in(guarded);
    setUp.in(free);
    this.agent = test.start(agent.in(guarded));
    this.plain = test.start(plain.in(free));
  }

  /** A directory, perhaps with the file, and with what leads to it. */
  static SetUp aFile(boolean exists) {
    return directory -> {
      if (exists) {
        StreamsTest.old(directory, "file");
      }
      Files.createDirectory(directory.resolve("below"));
      Files.createSymbolicLink(directory.resolve("way"), directory);
      Files.createSymbolicLink(directory.resolve("link"), Path.of("file"));
    };
  }

  /** Has a file be there with the old content, or not be there, in both. */
  void prepare(String name, boolean exists) throws IOException {
    for (Path directory : new Path[] {guarded, free}) {
      Files.deleteIfExists(directory.resolve(name));
      if (exists) {
        StreamsTest.old(directory, name);
      }
    }
  }

  /** Prepares both once more. */
  void setUpAgain(SetUp setUp) throws Exception {
    setUp.in(guarded);
    setUp.in(free);
  }

  /** Removes all that is in both. */
  void clear() throws IOException {
    clear(guarded);
    clear(free);
  }

  /** Removes all that is in a directory. */
  static void clear(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(directory)) {
          Files.delete(file);
        }
      }
    }
  }

  /** Opens a file and writes to it, in both; with the agent, it is staged then. */
  void stage(String name, String text) throws IOException {
    calls("open s stream-file " + name, "put s " + text);
    try (var files = Files.walk(guarded)) {
      assertEquals(1, files.filter(file -> file.toString().matches(".*/\\.durable-.*~")).count());
    }
  }

  /** Makes a call in both, and returns the answer, which must be the same. */
  String call(Object... fields) throws IOException {
    String expected = answer(plain, free, fields);
    assertEquals(expected, answer(agent, guarded, fields), () -> "of " + Arrays.toString(fields));
    return expected;
  }

  private static String answer(Watched jvm, Path directory, Object... fields) throws IOException {
    Object[] texts =
        Arrays.stream(fields)
            .map(field -> field.toString().replace("@", directory.toString()))
            .toArray();
    String answer = jvm.call(texts);
    assertNotNull(answer, () -> "it has ended at " + Arrays.toString(texts));
    // The numbers of File.createTempFile are random.
    return answer.replace(directory.toString(), "@").replaceAll("begin\\d+", "begin#");
  }

  /** Makes calls in both, as single texts: fields separated by blanks. */
  void calls(String... lines) throws IOException {
    for (String line : lines) {
      call((Object[]) line.split(" "));
    }
  }

  /** Fails unless others see the same files in both. */
  void assertSameFiles(String message) throws IOException {
    assertEquals(files(free), files(guarded), message);
  }

  /** Lets both come to their end. */
  void end() throws Exception {
    plain.end();
    StreamsTest.endQuietly(agent);
  }

  /** The same; but the agent may have said this. */
  void endSaying(String text) throws Exception {
    plain.end();
    StreamsTest.endSaying(agent, text);
  }

  /** What others can see of a directory's files: all but times and inode numbers. */
  private static String files(Path directory) throws IOException {
    var files = new TreeMap<String, String>();
    try (var paths = Files.walk(directory)) {
      for (Path path : paths.toList()) {
        var facts =
            Files.readAttributes(path, "unix:mode,uid,gid,nlink", LinkOption.NOFOLLOW_LINKS);
        String content = "";
        if (Files.isSymbolicLink(path)) {
          content = " -> " + Files.readSymbolicLink(path);
        } else if (Files.isRegularFile(path)) {
          content =
              " names="
                  + facts.get("nlink")
                  + " '"
                  + new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1)
                  + "'";
        }
        String what =
            "mode=%o owner=%s:%s".formatted(facts.get("mode"), facts.get("uid"), facts.get("gid"));
        files.put(
            directory.relativize(path).toString(),
            (what + content).replace(directory.toString(), "@"));
      }
    }
    return files.toString().replace("}, ", "}\n");
  }
}
