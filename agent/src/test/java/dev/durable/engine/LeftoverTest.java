package dev.durable.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is listed as a leftover is what a sweep would remove, and what it would leave. */
class LeftoverTest {
  private static final String SELF = ProcessIdentity.SELF.toString();

  /** A name of this pid namespace, whose process is no more: pid 1 began at another time. */
  private static final String DEAD =
      ".durable-" + SELF.replaceFirst("-[0-9a-z]+-[0-9a-z]+$", "-1-1") + "-1~";

  /** A name of this boot, in a pid namespace that this process can't see into. */
  private static final String ELSEWHERE = ".durable-" + SELF.split("-")[0] + "-1-1-1-1~";

  @TempDir Path directory;

  @Test
  void eachIsListedWithWhatItIs() throws IOException {
    Files.writeString(directory.resolve(DEAD), "12345");
    Files.createFile(directory.resolve(ELSEWHERE));
    Files.createFile(directory.resolve(TempName.next()));
    Files.createFile(directory.resolve("other~"));
    Path copies = Files.createDirectory(directory.resolve(TempName.SAFETY_DIRECTORY));
    Files.createFile(copies.resolve(TempName.ready(DEAD)));

    assertEquals(
        List.of(
            Leftover.State.ABANDONED,
            Leftover.State.IN_USE,
            Leftover.State.SAFETY_COPY,
            Leftover.State.TOO_YOUNG),
        Leftover.in(directory).stream()
            .map(leftover -> leftover.state)
            .sorted((one, other) -> one.name().compareTo(other.name()))
            .toList());
  }

  @Test
  void theAbandonedCanBeRemoved() throws IOException {
    Path dead = Files.writeString(directory.resolve(DEAD), "12345");
    Leftover leftover = Leftover.in(directory).get(0);
    assertEquals(5, leftover.bytes);
    leftover.remove();
    assertFalse(Files.exists(dead));
    leftover.remove();
  }

  @Test
  void ofALinkTheLinkIsRemovedAndWhatItLeadsToStays() throws IOException {
    Path precious = Files.writeString(directory.resolve("precious"), "precious");
    Files.createSymbolicLink(directory.resolve(DEAD), precious);
    Leftover.in(directory).get(0).remove();
    assertEquals("precious", Files.readString(precious));
    assertFalse(Files.isSymbolicLink(directory.resolve(DEAD)));
  }

  @Test
  void whatIsInUseCannotBeRemoved() throws IOException {
    Path own = Files.createFile(directory.resolve(TempName.next()));
    Leftover leftover = Leftover.in(directory).get(0);
    assertThrows(IllegalStateException.class, leftover::remove);
    assertTrue(Files.exists(own));
  }

  @Test
  void aDirectoryThatIsNotThereIsAnError() {
    assertThrows(NoSuchFileException.class, () -> Leftover.in(directory.resolve("none")));
  }
}
