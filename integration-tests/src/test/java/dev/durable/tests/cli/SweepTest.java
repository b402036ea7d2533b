package dev.durable.tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.OnOldestAndNewestJdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sweep} removes what a killed process left, and nothing else. */
class SweepTest {
  @TempDir Path directory;

  private Path data;

  @BeforeEach
  void aDirectory() throws IOException {
    data = Files.createDirectories(directory.toRealPath().resolve("data/below"));
  }

  @OnOldestAndNewestJdk
  void whatAKilledProcessLeftIsListedAndRemovedWhenAsked(Jdk jdk) throws Exception {
    Path leftover = leftoverOfAKilledProcess(jdk);

    var listed = Child.on(jdk).command("sweep", data.toString());
    assertEquals(1, listed.exit(), listed.err());
    assertLine(leftover, "abandoned", listed);
    assertTrue(Files.exists(leftover));

    var removed = Child.on(jdk).command("sweep", "--remove", "-r", data.getParent().toString());
    assertEquals(0, removed.exit(), removed.err());
    assertLine(leftover, "removed", removed);
    assertFalse(Files.exists(leftover));
  }

  @Test
  void whatALivingProcessUsesStays() throws Exception {
    Process writer = writer(Jdk.newest());
    try {
      Path used = onlyFile();
      var swept = Child.on(Jdk.newest()).command("sweep", "--remove", data.toString());
      assertEquals(0, swept.exit(), swept.err());
      assertLine(used, "in use by a process that lives", swept);
      assertTrue(Files.exists(used));
    } finally {
      writer.destroyForcibly().waitFor();
    }
  }

  @Test
  void aDirectoryThatIsNotThereIsAMistake() throws Exception {
    var swept = Child.on(Jdk.newest()).command("sweep", directory + "/none");
    assertEquals(2, swept.exit());
    assertEquals("durable: " + directory + "/none: there is no such file\n", swept.err());
  }

  private Path leftoverOfAKilledProcess(Jdk jdk) throws Exception {
    writer(jdk).destroyForcibly().waitFor();
    return onlyFile();
  }

  /** A process in the midst of writing a file: its temp file is there. */
  private Process writer(Jdk jdk) throws Exception {
    Process process =
        Child.on(jdk)
            .protecting(directory.resolve("durable.conf"), data + "/**")
            .start("dev.durable.programs.Calls");
    var input = process.getOutputStream();
    input.write(("feed\t" + data.resolve("file") + "\nthe first line\n").getBytes());
    input.flush();
    while (isEmpty(data)) {
      assertTrue(process.isAlive());
      Thread.sleep(5);
    }
    return process;
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.findAny().isEmpty();
    }
  }

  private static void assertLine(Path file, String state, Child.Result result) {
    assertEquals(1, result.lines().size(), result.out());
    assertTrue(
        result.out().matches("\\Q" + file + "\\E  \\d+ bytes, " + state + "\n"), result.out());
  }

  private Path onlyFile() throws IOException {
    try (var files = Files.list(data)) {
      List<Path> all = files.toList();
      assertEquals(1, all.size(), all.toString());
      return all.get(0);
    }
  }
}
