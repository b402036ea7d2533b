package dev.durable.demo.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Tally tally = new Tally();

  @Test
  void aTerminalSeesOneLineThatChanges() {
    run(new Progress(new PrintStream(printed, true, UTF_8), true, "without", 2), 2);

    assertEquals(
        """
        \rwithout: 1 of 2 kills, 1 files damaged\
        \rwithout: 2 of 2 kills, 1 files damaged\
        \rwithout: 2 of 2 kills, 1 files damaged
        """,
        text());
  }

  @Test
  void aLogGetsALineAtEachQuarter() {
    run(new Progress(new PrintStream(printed, true, UTF_8), false, "with", 8), 8);

    assertEquals(
        """
        with: 2 of 8 kills, 1 files damaged
        with: 4 of 8 kills, 1 files damaged
        with: 6 of 8 kills, 1 files damaged
        with: 8 of 8 kills, 1 files damaged
        """,
        text());
  }

  @Test
  void aSeriesThatTheTimeLimitCutShortSaysSo() {
    run(new Progress(new PrintStream(printed, true, UTF_8), false, "with", 8), 3);

    assertEquals(
        """
        with: 2 of 8 kills, 1 files damaged
        with: 3 of 8 kills, 1 files damaged, time is up
        """,
        text());
  }

  private void run(Progress progress, int kills) {
    for (int kill = 1; kill <= kills; kill++) {
      tally.addKill(Map.of(Path.of("index.md"), Condition.EMPTY));
      progress.show(tally);
    }
    progress.end(tally);
  }

  private String text() {
    return printed.toString(UTF_8).replace(System.lineSeparator(), "\n");
  }
}
