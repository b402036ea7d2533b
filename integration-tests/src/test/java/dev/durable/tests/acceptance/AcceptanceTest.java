package dev.durable.tests.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.evidence.Chapter;
import dev.durable.tests.evidence.Evidence;
import dev.durable.tests.evidence.Instrument;
import dev.durable.tests.evidence.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was asked for at first, each item with the tests that show it. */
@Instrument
class AcceptanceTest {
  private static final String PACKAGE = "dev.durable.tests.";
  private static final Path DOCS = Path.of(System.getProperty("docs")).normalize();

  /** Test methods are named as Java does, pages by their file. */
  private static final String ITEMS =
      """
      The file is forced after it was written | syscalls.OrderTest#eachCallIsExactlyItsSystemCallsAndAllAreMadeBeforeItReturns syscalls.RankedMistakesTest#whatGetsANewNameWasForcedAndNotChangedSince streams.CommitTest#theFileIsForcedThenRenamedThenTheDirectoryIsForcedBeforeCloseReturns
      Buffers are flushed before | streams.CommitTest#whatWritersHoldInTheirBuffersIsWrittenAtTheCloseBeforeTheForce syscalls.KillTest#aKillAtAnySystemCallLeavesOldOrNewAndTheNextStartRemovesTheLeftovers
      The directory's force is attempted, and its absence tolerated | syscalls.RankedMistakesTest#everyChangeOfADirectoryIsForcedBeforeTheReturn syscalls.RankedMistakesTest#aDirectoryThatCantBeForcedIsToldOnceAndABrokenOneEachTime
      Temp files are removed on errors | syscalls.EveryFaultTest#anyErrorAtAnySystemCallCostsNothingAndIsTold edges.FullDiskTest#theOldContentStands
      Guarantees are documented | guarantees.md
      The order is verified by tracing real system calls, not mocks | syscalls.OrderTest#eachCallIsExactlyItsSystemCallsAndAllAreMadeBeforeItReturns syscalls.RankedMistakesTest#withoutTheAgentTheFirstThreeAreMade
      It is verified on a file system | powercut.PowerCutTest#withTheAgentNothingIsLostAndWithoutItNearlyEveryWayLosesSomething
      The cost is measured (20 ms a file were allowed) | acceptance.AcceptanceTest#theCostIsMeasured
      Linux is measured, macOS and Windows by design | guarantees.md
      All tests are green | acceptance.AcceptanceTest#eachItemHasItsTests
      """;

  private static final Table COST = new Table("bytes", "microseconds for a Files.write");

  @TempDir Path directory;

  @Test
  void eachItemHasItsTests() throws Exception {
    for (String line : ITEMS.lines().toList()) {
      for (String test : line.split(" \\| ")[1].split(" ")) {
        assertTrue(exists(test), test + " shows that: " + line);
      }
    }
  }

  @Test
  void theCostIsMeasured() throws Exception {
    if (!Evidence.isWanted()) {
      return;
    }
    var result =
        Child.on(Jdk.newest())
            .protecting(directory.resolve("durable.conf"), directory + "/**")
            .run("", "dev.durable.programs.Cost", directory.toString())
            .quietly();
    for (String line : result.lines().stream().skip(1).toList()) {
      String[] words = line.strip().split(" +");
      COST.row(Integer.parseInt(words[0]), Integer.parseInt(words[1]));
    }
    assertEquals(4, result.lines().size() - 1, result::out);
    Evidence.write(
        Chapter.ACCEPTANCE,
        """
        %s
        That these tests exist is a test itself (`AcceptanceTest`); this page is written only when \
        the instruments that ran have succeeded. The cost, as the median of many replacements of a file in \
        this machine's temp directory, with the agent, on %s:

        %s"""
            .formatted(items(), Jdk.newest(), COST));
  }

  private static Table items() {
    var table = new Table("what was asked for", "where it is shown");
    for (String line : ITEMS.lines().toList()) {
      String[] columns = line.split(" \\| ");
      table.row(
          columns[0],
          Arrays.stream(columns[1].split(" "))
              .map(AcceptanceTest::link)
              .collect(Collectors.toCollection(ArrayList::new)));
    }
    return table;
  }

  private static boolean exists(String test) throws Exception {
    if (test.endsWith(".md")) {
      return Files.exists(DOCS.resolve(test));
    }
    String[] names = test.split("#");
    return Files.exists(DOCS.resolve(source(names[0])))
        && Arrays.stream(Class.forName(PACKAGE + names[0]).getDeclaredMethods())
            .anyMatch(method -> method.getName().equals(names[1]));
  }

  private static String link(String test) {
    if (test.endsWith(".md")) {
      return "[" + test + "](" + test + ")";
    }
    String[] names = test.split("#");
    String name = names[0].substring(names[0].indexOf('.') + 1);
    return "[" + name + "." + names[1] + "](" + source(names[0]) + ")";
  }

  private static String source(String test) {
    return "../integration-tests/src/test/java/" + (PACKAGE + test).replace('.', '/') + ".java";
  }
}
