package dev.durable.tests.life;

import static dev.durable.tests.Child.line;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.Machine;
import dev.durable.tests.OnOldestAndNewestJdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Temp files of the dead go, those of the living stay. */
class LeftoversTest {
  @TempDir Path directory;

  private Path data;
  private Path below;

  @BeforeEach
  void aProtectedTree() throws IOException {
    Machine.needsLinux();
    data = Files.createDirectory(directory.resolve("data"));
    below = Files.createDirectory(data.resolve("below"));
  }

  @OnOldestAndNewestJdk
  void aStartRemovesWhatAKilledProcessLeftInTheDirectoryThatARuleNames(Jdk jdk) throws Exception {
    Leftovers.killAWriterOf(data.resolve("file"), agent(jdk));
    agent(jdk).run("", "dev.durable.programs.Hello").quietly();
    assertEquals(List.of(), Leftovers.in(data));
  }

  @OnOldestAndNewestJdk
  void elsewhereTheFirstWriteInTheDirectoryDoes(Jdk jdk) throws Exception {
    Leftovers.killAWriterOf(below.resolve("file"), agent(jdk));
    agent(jdk).run("", "dev.durable.programs.Hello").quietly();
    assertEquals(1, Leftovers.in(below).size(), "nobody has written there");
    agent(jdk).call(line("write", below.resolve("another"), "new")).quietly();
    assertEquals(List.of(), Leftovers.in(below));
    assertEquals("old", Files.readString(below.resolve("file")));
  }

  @OnOldestAndNewestJdk
  void soDoesTheFirstMove(Jdk jdk) throws Exception {
    Leftovers.killAWriterOf(below.resolve("file"), agent(jdk));
    Path source = Files.writeString(directory.resolve("source"), "new");
    agent(jdk).call(line("rename", source, below.resolve("another"))).quietly();
    assertEquals(List.of(), Leftovers.in(below));
  }

  @OnOldestAndNewestJdk
  void whatALivingProcessWritesStays(Jdk jdk) throws Exception {
    Path file = below.resolve("file");
    try (var writer = Running.calls(agent(jdk))) {
      Leftovers.beginToWrite(writer, file);
      writeNear(file, agent(jdk));
      finishWriting(writer, file);
    }
    assertEquals(List.of(), Leftovers.in(below));
  }

  @OnOldestAndNewestJdk
  void whatAStoppedProcessWritesStays(Jdk jdk) throws Exception {
    Path file = below.resolve("file");
    try (var writer = Running.calls(agent(jdk))) {
      Leftovers.beginToWrite(writer, file);
      writer.stop();
      writeNear(file, agent(jdk));
      writer.goOn();
      finishWriting(writer, file);
    }
    assertEquals(List.of(), Leftovers.in(below));
  }

  @OnOldestAndNewestJdk
  void containersThatShareADirectoryLeaveEachOthersTempFilesAlone(Jdk jdk) throws Exception {
    Container.needed();
    Path one = data.resolve("one");
    Path two = data.resolve("two");
    try (var first = Running.calls(agent(jdk).under(Container.COMMAND));
        var second = Running.calls(agent(jdk).under(Container.COMMAND))) {
      Leftovers.beginToWrite(first, one);
      Leftovers.beginToWrite(second, two);
      var temps = Leftovers.in(data);
      assertTrue(
          temps.stream().allMatch(name -> name.matches("\\.durable-\\w+-\\w+-1-\\w+-\\w+~")),
          () -> "both are process 1: " + temps);
      writeNear(one, agent(jdk).under(Container.COMMAND));
      writeNear(one, agent(jdk));
      finishWriting(first, one);
      finishWriting(second, two);
    }
    assertEquals(List.of(), Leftovers.in(data));
  }

  /** Another process has the agent, starts, and writes beside {@code file}, which sweeps. */
  private static void writeNear(Path file, Child child) throws Exception {
    child.call(line("write", file.resolveSibling("another"), "another")).quietly();
  }

  private static void finishWriting(Running writer, Path file) throws Exception {
    writer.tell("the last line");
    writer.tell(".");
    assertEquals("ok " + file, writer.answer());
    writer.end().quietly();
    assertEquals("the first line\nthe last line\n", Files.readString(file));
  }

  @Test
  void filesOfOtherMakersAreNotTouched() throws Exception {
    Path left = Leftovers.killAWriterOf(data.resolve("file"), agent(Jdk.newest()));
    String temp = left.getFileName().toString();
    String stem = temp.substring(0, temp.length() - 1);
    Path precious = Files.writeString(directory.resolve("precious"), "precious");
    Files.createSymbolicLink(data.resolve("link~"), precious);
    Files.createDirectories(data.resolve(stem + "d~/inside"));
    for (String name :
        List.of(
            "a.tmp",
            "b~",
            ".durable",
            ".durable~",
            ".durable-~",
            ".durable-notes~",
            stem,
            stem + "~.bak",
            stem + "-1~",
            stem.substring(0, stem.lastIndexOf('-')) + "~",
            stem.substring(0, stem.lastIndexOf('-')) + "-~",
            stem.toUpperCase(Locale.ROOT) + "~",
            stem + ".ready~",
            temp.substring(1),
            "x" + temp)) {
      Files.writeString(data.resolve(name), name);
    }
    var before = Leftovers.tree(data);

    agent(Jdk.newest()).call(line("write", data.resolve("file"), "new")).quietly();

    var expected = new TreeMap<>(before);
    expected.put("file", "new");
    expected.remove(temp);
    assertEquals(expected, Leftovers.tree(data));
  }

  private Child agent(Jdk jdk) throws IOException {
    return Child.on(jdk).protecting(directory.resolve("durable.conf"), data + "/**");
  }
}
