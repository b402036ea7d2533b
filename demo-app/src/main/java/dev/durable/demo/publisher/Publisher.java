package dev.durable.demo.publisher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Publishes notes to the episodes of a podcast: reads their transcripts, derives a summary, the
 * quotes and the key concepts from them, and writes a directory that a web server can show.
 *
 * <pre>
 * OUTPUT/index.md                        all episodes
 * OUTPUT/published/EPISODE.md            the page of one
 * OUTPUT/episodes/EPISODE/summary.md     its parts
 * OUTPUT/episodes/EPISODE/quotes.md
 * OUTPUT/episodes/EPISODE/key-concepts.md
 * OUTPUT/episodes/EPISODE/.metadata.yaml
 * OUTPUT/ledger.csv                      what it cost
 * OUTPUT/inbox/EPISODE.txt               the transcript while it is worked on
 * OUTPUT/archive/EPISODE.txt             the transcript afterwards
 * </pre>
 */
public final class Publisher {
  private static final String USAGE =
      "usage: java -jar demo-app.jar TRANSCRIPTS OUTPUT [--rounds N]\n"
          + "  TRANSCRIPTS  a directory with .txt files\n"
          + "  OUTPUT       the directory to publish to, made if it isn't there\n"
          + "  --rounds N   publish N editions of every episode (default: 1)";

  private final List<EpisodeNotes> episodes = new ArrayList<EpisodeNotes>();
  private final Path output;
  private final Path inbox;
  private final Path published;
  private final Path archive;
  private final Ledger ledger;

  Publisher(Path transcripts, Path output) throws IOException {
    for (Transcript transcript : Transcript.readAll(transcripts)) {
      episodes.add(new EpisodeNotes(transcript));
    }
    if (episodes.isEmpty()) {
      throw new IOException(transcripts + " has no .txt files");
    }
    this.output = output;
    inbox = Files.createDirectories(output.resolve("inbox"));
    published = Files.createDirectories(output.resolve("published"));
    archive = Files.createDirectories(output.resolve("archive"));
    ledger = Ledger.load(output.resolve("ledger.csv"));
  }

  /** Publishes so many editions, numbered on from those in the ledger. */
  void publish(int rounds) throws IOException {
    int first = ledger.size() / episodes.size() + 1;
    for (int edition = first; edition < first + rounds; edition++) {
      for (EpisodeNotes notes : episodes) {
        publish(notes, edition);
      }
    }
  }

  private void publish(EpisodeNotes notes, int edition) throws IOException {
    String name = notes.transcript().name();
    Path received = inbox.resolve(name + ".txt");
    write(received, notes.transcript().stamped(edition));

    Path folder = Files.createDirectories(output.resolve("episodes").resolve(name));
    write(folder.resolve("summary.md"), notes.summary(edition));
    write(folder.resolve("quotes.md"), notes.quotes(edition));
    write(folder.resolve("key-concepts.md"), notes.keyConcepts(edition));
    Files.write(
        folder.resolve(".metadata.yaml"),
        Trailer.sealWithComment(notes.metadata(edition)),
        StandardCharsets.UTF_8);
    replace(published.resolve(name + ".md"), notes.page(edition));

    ledger.add(notes, edition);
    ledger.save();
    replace(output.resolve("index.md"), index(notes, edition));

    Path archived = archive.resolve(name + ".txt");
    if (!received.toFile().renameTo(archived.toFile())) {
      throw new IOException("cannot move " + received + " to " + archived);
    }
  }

  private static void write(Path file, List<String> lines) throws IOException {
    Files.write(file, Trailer.seal(lines), StandardCharsets.UTF_8);
  }

  /** Readers shall never see a half-written page, so it gets its name when it is finished. */
  private static void replace(Path target, List<String> lines) throws IOException {
    Path temporary = target.resolveSibling(target.getFileName() + ".tmp");
    write(temporary, lines);
    Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
  }

  /** All that is published so far: up to {@code newest} in this edition, the rest in the last. */
  private List<String> index(EpisodeNotes newest, int edition) {
    List<String> lines = new ArrayList<String>();
    lines.addAll(Arrays.asList("# Episodes", ""));
    lines.add("| episode | edition | words | minutes | about |");
    lines.add("|---|---|---|---|---|");
    int current = edition;
    for (EpisodeNotes notes : episodes) {
      if (current > 0) {
        lines.add(
            String.format(
                "| [%s](published/%s.md) | %d | %d | %d | %s |",
                notes.transcript().title(),
                notes.transcript().name(),
                current,
                notes.words(),
                notes.minutes(),
                String.join(", ", notes.topTerms())));
      }
      if (notes == newest) {
        current--;
      }
    }
    lines.add("");
    return lines;
  }

  public static void main(String[] args) {
    int rounds = 1;
    if (args.length == 4 && args[2].equals("--rounds") && args[3].matches("[1-9][0-9]{0,5}")) {
      rounds = Integer.parseInt(args[3]);
    } else if (args.length != 2) {
      System.err.println(USAGE);
      System.exit(2);
    }
    if (!Files.isDirectory(Paths.get(args[0]))) {
      System.err.println("demo-app: " + args[0] + " is not a directory\n" + USAGE);
      System.exit(2);
    }
    try {
      Publisher publisher = new Publisher(Paths.get(args[0]), Paths.get(args[1]));
      System.out.println("Publishing " + publisher.episodes.size() + " episodes to " + args[1]);
      publisher.publish(rounds);
      System.out.println("Published " + rounds + (rounds == 1 ? " edition" : " editions"));
    } catch (IOException e) {
      System.err.println("demo-app: " + e);
      System.exit(1);
    }
  }
}
