package dev.durable.demo.publisher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublisherTest {
  private static final Set<String> OUTPUTS =
      Set.of(
          "archive/tea-party.txt",
          "archive/whaling.txt",
          "episodes/tea-party/.metadata.yaml",
          "episodes/tea-party/key-concepts.md",
          "episodes/tea-party/quotes.md",
          "episodes/tea-party/summary.md",
          "episodes/whaling/.metadata.yaml",
          "episodes/whaling/key-concepts.md",
          "episodes/whaling/quotes.md",
          "episodes/whaling/summary.md",
          "index.md",
          "ledger.csv",
          "published/tea-party.md",
          "published/whaling.md");

  @TempDir Path directory;

  @Test
  void publishesEveryPartOfEveryEpisodeAndEndsEachFileWithARightTrailer() throws IOException {
    publish("output", 1);

    var files = read("output");
    assertEquals(OUTPUTS, files.keySet());
    files.forEach(
        (name, text) -> assertTrue(Trailer.isRightAtEndOf(text.getBytes(UTF_8)), name + text));
  }

  @Test
  void derivesTheNotesFromTheTranscript() throws IOException {
    publish("output", 1);

    var files = read("output");
    assertContains(
        files.get("episodes/tea-party/summary.md"),
        "# Tea party: summary",
        "Edition 1\n",
        "14 words in 3 sentences and 2 paragraphs, 1 minutes.",
        "- wine, 2\n",
        "> Alice looked, but there was no wine.");
    assertContains(
        files.get("episodes/tea-party/quotes.md"), "Speech, in order: 1\n", "> Have some wine,\n");
    assertContains(
        files.get("episodes/tea-party/key-concepts.md"),
        "## wine\n",
        "- Sentence 1: \"Have some wine,\" said the Hare. Alice looked, but there was no wine.\n",
        "- Sentence 2: \"Have some wine,\" said the Hare. Alice looked, but there was no wine. Tea!");
    assertContains(
        files.get("episodes/tea-party/.metadata.yaml"),
        "episode: \"tea-party\"\n",
        "words: 14\n",
        "quotes: 1\n",
        "  - \"wine\"\n");
    assertContains(files.get("published/tea-party.md"), ": summary\n", ": quotes\n");
    assertContains(files.get("archive/whaling.txt"), "Call me Ishmael.\n");
    assertContains(
        files.get("index.md"),
        "| [Tea party](published/tea-party.md) | 1 | 14 | 1 | wine, ",
        "| [Whaling](published/whaling.md) | 1 | 3 | 1 | call, ishmael |");
  }

  @Test
  void theLedgerKeepsTheEntriesOfEarlierRunsAndHasTheNewestOnTop() throws IOException {
    publish("output", 2);
    publish("output", 1);

    assertContains(
        read("output").get("ledger.csv"),
        """
        # 6 entries
        edition,episode,words,minutes,cents
        3,whaling,3,1,125
        3,tea-party,14,1,125
        2,whaling,3,1,125
        2,tea-party,14,1,125
        1,whaling,3,1,125
        1,tea-party,14,1,125
        """);
  }

  @Test
  void twoEditionsOfAFileDiffer() throws IOException {
    publish("output", 1);
    var first = read("output");
    publish("output", 1);
    var second = read("output");

    assertEquals(first.keySet(), second.keySet());
    for (var name : OUTPUTS) {
      assertNotEquals(first.get(name), second.get(name), name);
    }
  }

  @Test
  void theSameTranscriptsAndRoundsGiveTheSameFiles() throws IOException {
    publish("one", 3);
    publish("other", 3);

    assertEquals(read("one"), read("other"));
  }

  @Test
  void aDirectoryWithoutTranscriptsIsRefusedByName() throws IOException {
    var empty = Files.createDirectory(directory.resolve("empty"));

    var refusal =
        assertThrows(IOException.class, () -> new Publisher(empty, directory.resolve("output")));

    assertEquals(empty + " has no .txt files", refusal.getMessage());
  }

  private void publish(String output, int rounds) throws IOException {
    var transcripts = Files.createDirectories(directory.resolve("transcripts"));
    Files.writeString(
        transcripts.resolve("tea-party.txt"),
        "\"Have some wine,\" said the Hare.\nAlice looked, but there was no wine.\n\nTea!\n");
    Files.writeString(transcripts.resolve("whaling.txt"), "Call me Ishmael.\n");
    Files.writeString(transcripts.resolve("SOURCES.md"), "not a transcript");
    new Publisher(transcripts, directory.resolve(output)).publish(rounds);
  }

  /** The files in that directory and below, by their paths from there. */
  private Map<String, String> read(String output) throws IOException {
    var root = directory.resolve(output);
    var files = new TreeMap<String, String>();
    try (var paths = Files.walk(root)) {
      paths
          .filter(Files::isRegularFile)
          .forEach(file -> files.put(root.relativize(file).toString(), text(file)));
    }
    return files;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertContains(String text, String... parts) {
    for (var part : parts) {
      assertTrue(text.contains(part), () -> "\"" + part + "\" should be in:\n" + text);
    }
  }
}
