package dev.durable.demo.publisher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;

/** What each edition of each episode cost, the newest entry on top. */
final class Ledger {
  private static final String COLUMNS = "edition,episode,words,minutes,cents";

  private final Path file;
  private final LinkedList<String> entries = new LinkedList<String>();

  private Ledger(Path file) {
    this.file = file;
  }

  /** Takes up the ledger where the last run left it; a new one has no entries. */
  static Ledger load(Path file) throws IOException {
    Ledger ledger = new Ledger(file);
    if (Files.exists(file)) {
      List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
      for (int i = 2; i < lines.size() - 1; i++) { // between the two headings and the trailer
        ledger.entries.add(lines.get(i));
      }
    }
    return ledger;
  }

  int size() {
    return entries.size();
  }

  void add(EpisodeNotes notes, int edition) {
    entries.addFirst(
        edition
            + ","
            + notes.transcript().name()
            + ","
            + notes.words()
            + ","
            + notes.minutes()
            + ","
            + notes.cost());
  }

  void save() throws IOException {
    List<String> lines = new ArrayList<String>(entries.size() + 2);
    lines.add("# " + entries.size() + " entries");
    lines.add(COLUMNS);
    lines.addAll(entries);
    // The ledger only ever grows, so there is nothing to truncate.
    Files.write(
        file,
        Trailer.sealWithComment(lines),
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.WRITE);
  }
}
