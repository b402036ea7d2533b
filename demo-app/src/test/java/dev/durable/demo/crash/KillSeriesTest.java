package dev.durable.demo.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillSeriesTest {
  private static final int FILES_OF_ONE_EPISODE = 8;

  @TempDir Path directory;
  private Path transcripts;
  private Path work;

  @BeforeEach
  void prepare() throws IOException {
    transcripts = Files.createDirectory(directory.resolve("transcripts"));
    work = Files.createDirectory(directory.resolve("work"));
    Files.writeString(transcripts.resolve("whaling.txt"), "Call me Ishmael.\n");
  }

  @Test
  void everyPublishedFileIsLookedAtAfterEachKill() throws Exception {
    var series = new KillSeries(List.of(), transcripts, work);

    var tally = series.run(2, silent());

    assertEquals(2, tally.kills());
    assertTrue(
        tally.filesChecked() >= 2 * FILES_OF_ONE_EPISODE - 1, "checked " + tally.filesChecked());
    assertEquals(List.of(), List.copyOf(series.messages()));
    assertTrue(Files.exists(work.resolve("output/index.md")));
  }

  @Test
  void aPublisherThatDoesNotRunIsAFailureThatShowsWhatItSaid() throws IOException {
    Files.delete(transcripts.resolve("whaling.txt"));
    var series = new KillSeries(List.of(), transcripts, work);

    var failure = assertThrows(IOException.class, () -> series.run(1, silent()));

    assertTrue(failure.getMessage().contains("ended with status 1"), failure.getMessage());
    assertTrue(failure.getMessage().contains("has no .txt files"), failure.getMessage());
  }

  private static Progress silent() {
    return new Progress(new PrintStream(PrintStream.nullOutputStream()), false, "test", 2);
  }
}
