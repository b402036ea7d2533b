package dev.durable.tests.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What the instruments saw, for docs/evidence.md. */
public final class Evidence {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH);

  private Evidence() {}

  /** Whether instruments run in their long form and write their chapters. */
  public static boolean isWanted() {
    return Boolean.getBoolean("evidence");
  }

  /**
   * Leaves a chapter for {@link Document}; in the quick form, does nothing.
   *
   * @param text Markdown without the chapter's title: what was done, in a sentence or two, and what
   *     was seen, as figures of this run
   */
  public static void write(Chapter chapter, String text) throws IOException {
    if (!isWanted()) {
      return;
    }
    Path directory = Files.createDirectories(Path.of(System.getProperty("evidence.directory")));
    String now = ZonedDateTime.now(ZoneOffset.UTC).format(MINUTE);
    Files.writeString(
        directory.resolve(chapter.file()),
        chapter.head() + text.strip() + "\n\nSeen on " + now + ".\n");
  }
}
