package dev.durable.tests.edges;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.Machine;
import dev.durable.tests.OnEveryJdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Writers of one file: threads, processes, and those that somebody interrupts. */
class ConcurrencyTest extends EdgeTest {
  private static final int MIB = 1 << 20;
  private static final String CROWD = "dev.durable.programs.Crowd";

  @OnOldestAndNewestJdk
  void oneCompleteVersionWinsAndEveryReaderSeesOne(Jdk jdk) throws Exception {
    Path home = newDirectory();
    Path file = Files.write(home.resolve("file"), new byte[MIB]);
    Child child = child(jdk, User.SELF).protecting(home.resolve("durable.conf"), home + "/*");

    var crowds =
        List.of(
            crowd(child, file, "0", 16), crowd(child, file, "40", 4), crowd(child, file, "80", 4));
    int reads = 0;
    while (!crowds.stream().allMatch(CompletableFuture::isDone)) {
      assertComplete(file);
      reads++;
    }
    assertTrue(reads > 0);

    assertEquals(List.of("64 ok"), crowds.get(0).join().quietly().lines());
    assertEquals(List.of("16 ok"), crowds.get(1).join().quietly().lines());
    assertEquals(List.of("16 ok"), crowds.get(2).join().quietly().lines());
    assertComplete(file);
    assertEquals(List.of(home.resolve("durable.conf"), file), list(home), "nothing left over");
  }

  private static CompletableFuture<Child.Result> crowd(
      Child child, Path file, String firstByte, int threads) {
    return inBackground(child, file, firstByte, threads, 4, MIB);
  }

  private static CompletableFuture<Child.Result> inBackground(
      Child child,
      Object files,
      String firstByte,
      int threads,
      int times,
      int length,
      String... options) {
    var arguments =
        new ArrayList<>(
            List.of(files.toString(), firstByte, "" + threads, "" + times, "" + length));
    arguments.addAll(List.of(options));
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return child.run("", CROWD, arguments.toArray(new String[0]));
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static void assertComplete(Path file) throws IOException {
    assertComplete(file, MIB);
  }

  private static void assertComplete(Path file, int length) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    assertEquals(length, bytes.length);
    for (byte b : bytes) {
      if (b != bytes[0]) {
        assertEquals(bytes[0], b, "a mixture of two versions");
      }
    }
  }

  @OnOldestAndNewestJdk
  void ofThoseThatCreateAFileOneWins(Jdk jdk) throws Exception {
    Path home = newDirectory();
    Path file = home.resolve("file");
    Child child = child(jdk, User.SELF).protecting(home.resolve("durable.conf"), home + "/*");

    var crowds =
        List.of(
            inBackground(child, file, "0", 32, 1, MIB, "CREATE_NEW"),
            inBackground(child, file, "40", 8, 1, MIB, "CREATE_NEW", "WRITE"));
    var outcomes = new ArrayList<String>();
    for (var crowd : crowds) {
      outcomes.addAll(crowd.join().quietly().lines());
    }

    assertEquals(1, outcomes.stream().filter("1 ok"::equals).count(), outcomes::toString);
    int refused = 0;
    for (String outcome : outcomes) {
      if (!outcome.equals("1 ok")) {
        assertTrue(outcome.endsWith(" java.nio.file.FileAlreadyExistsException: " + file), outcome);
        refused += Integer.parseInt(outcome.split(" ")[0]);
      }
    }
    assertEquals(39, refused);
    assertComplete(file);
    assertEquals(List.of(home.resolve("durable.conf"), file), list(home), "nothing left over");
  }

  @OnOldestAndNewestJdk
  void aFileThatIsWrittenInPlaceUnderSeveralNamesIsNotTornInTheEnd(Jdk jdk) throws Exception {
    Path home = newDirectory();
    if (Machine.isRoot()) {
      // In memory, where a force takes no time, writers meet more often.
      mount(home, "-t", "tmpfs", "-o", "size=400m", "memory");
    }
    Path file = Files.write(home.resolve("file"), new byte[8 * MIB]);
    Path link = Files.createLink(home.resolve("link"), file);
    Files.createSymbolicLink(home.resolve("directory"), home);
    Child child = child(jdk, User.SELF).protecting(home.resolve("durable.conf"), home + "/**");
    String names = file + ":" + link + ":" + home + "/directory/file";

    for (int round = 0; round < 3; round++) {
      Child.Result result = inBackground(child, names, "0", 12, 3, 8 * MIB).join();

      assertEquals(List.of("36 ok"), result.lines(), result::err);
      assertComplete(file, 8 * MIB);
    }
  }

  @OnOldestAndNewestJdk
  void whatIsAppendedDoesNotMix(Jdk jdk) throws Exception {
    Path home = newDirectory();
    Path file = home.resolve("file");
    Child child = child(jdk, User.SELF).protecting(home.resolve("durable.conf"), home + "/*");

    var crowds =
        List.of(
            inBackground(child, file, "0", 8, 8, 10_000, "CREATE", "APPEND"),
            inBackground(child, file, "40", 8, 8, 10_000, "CREATE", "APPEND"));
    for (var crowd : crowds) {
      assertEquals(List.of("64 ok"), crowd.join().quietly().lines());
    }

    byte[] bytes = Files.readAllBytes(file);
    assertEquals(128 * 10_000, bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      assertEquals(bytes[i - i % 10_000], bytes[i], "at " + i);
    }
  }

  @OnEveryJdk
  void anInterruptBeforeTheCallMakesNoDifference(Jdk jdk) throws Exception {
    Twins twins =
        twins(
            jdk,
            d -> {
              file(d, "file", "0123456789");
              Files.createLink(d.resolve("name"), file(d, "linked", "old"));
              file(d, "source", "source");
              file(d, "other", "other");
            });
    Object[][] calls = {
      {"write", "@/file", "ab", "WRITE"},
      {"write", "@/file", "new"},
      {"lines", "@/file", "a\nb"},
      {"string", "@/file", "new"},
      {"write", "@/file", "er", "APPEND"},
      {"write", "@/new", "new", "CREATE_NEW"},
      {"write", "@/linked", "new"},
      {"move", "@/source", "@/new", "REPLACE_EXISTING"},
      {"move", "@/new", "@/newer"},
      {"rename", "@/newer", "@/newest"},
      {"write", "@/no/file", "new"}
    };
    for (Object[] call : calls) {
      // Not interrupted there: the channels of Java 8's own Files.write hear interrupts.
      Twins.Outcome plain = twins.withoutAgent(call);
      twins.withAgent("interrupt");
      assertEquals(plain, twins.withAgent(call));
      assertEquals("ok true", twins.withAgent("interrupted").answer(), "still set");
      assertEquals("ok false", twins.withAgent("interrupted").answer(), "and cleared now");
    }
    assertEquals("newer", twins.content("file"));
  }

  @OnEveryJdk
  void interruptsDuringTheCallMakeNoDifference(Jdk jdk) throws Exception {
    Path home = newDirectory();
    Path guarded = directory(home, "guarded", "755");
    Path file = file(guarded, "file", "old");
    Path linked = file(guarded, "linked", "old");
    Files.createLink(guarded.resolve("name"), linked);
    Session session = protectingSession(jdk, User.SELF);

    for (Path path : new Path[] {file, linked}) {
      String answer = session.call("harass", path, 3 * MIB, 5);
      assertTrue(answer.matches("ok [1-5]"), answer);
      assertEquals(3 * MIB, Files.size(path));
      assertEquals("ok false", session.call("interrupted"));
    }
    assertEquals(3, list(guarded).size(), "nothing left over");
  }

  private static List<Path> list(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }
}
