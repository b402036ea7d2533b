package dev.durable.tests.life;

import static dev.durable.tests.Child.line;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.Machine;
import dev.durable.tests.OnEveryJdk;
import dev.durable.tests.OnOldestAndNewestJdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What an application without the agent hears of a directory where one with the agent writes. */
class WatchersTest {
  private static final String MODIFIED = "ENTRY_MODIFY file";
  private static final String CREATED = "ENTRY_CREATE file";
  private static final String DELETED = "ENTRY_DELETE file";

  @TempDir Path directory;

  private Path data;
  private Path file;

  @BeforeEach
  void aFile() throws IOException {
    Machine.needsLinux();
    data = Files.createDirectory(directory.resolve("data"));
    file = Files.writeString(data.resolve("file"), "old");
  }

  @OnEveryJdk
  void aWriteOfAnExistingFileIsAModificationAndNeverADeletion(Jdk jdk) throws Exception {
    var events = eventsOf(jdk, true, line("write", file, "new"));
    assertTrue(events.contains(MODIFIED), events::toString);
    assertFalse(events.contains(DELETED), events::toString);
  }

  @OnOldestAndNewestJdk
  void soIsAWriteOfLines(Jdk jdk) throws Exception {
    var events = eventsOf(jdk, true, line("lines", file, "new"));
    assertTrue(events.contains(MODIFIED), events::toString);
    assertFalse(events.contains(DELETED), events::toString);
  }

  @OnOldestAndNewestJdk
  void aNewFileAppears(Jdk jdk) throws Exception {
    Files.delete(file);
    var events = eventsOf(jdk, true, line("write", file, "new"));
    assertTrue(events.contains(CREATED), events::toString);
    assertFalse(events.contains(DELETED), events::toString);
  }

  /** By itself, {@code Files.move} removes what is there first. */
  @OnEveryJdk
  void aMoveOverAFileIsSeenByItsNameAndWithoutADeletion(Jdk jdk) throws Exception {
    Path source = Files.writeString(directory.resolve("source"), "new");
    String move = line("move", source, file, "REPLACE_EXISTING");

    var events = eventsOf(jdk, true, move);
    assertTrue(events.contains(CREATED), events::toString);
    assertFalse(events.contains(DELETED), events::toString);

    Files.writeString(source, "newer");
    var without = eventsOf(jdk, false, move);
    assertTrue(without.contains(DELETED), without::toString);
  }

  @OnOldestAndNewestJdk
  void soIsARenaming(Jdk jdk) throws Exception {
    Path source = Files.writeString(directory.resolve("source"), "new");
    var events = eventsOf(jdk, true, line("rename", source, file));
    assertTrue(events.contains(CREATED), events::toString);
    assertFalse(events.contains(DELETED), events::toString);
  }

  /** The events of a call that one JVM makes while another watches. */
  private List<String> eventsOf(Jdk jdk, boolean agent, String call) throws Exception {
    Files.deleteIfExists(data.resolve("end"));
    try (var watcher =
        new Running(Child.on(jdk), "dev.durable.programs.Watcher", data.toString())) {
      assertEquals("watching", watcher.answer());
      var writer = Child.on(jdk);
      if (agent) {
        writer.protecting(directory.resolve("durable.conf"), data + "/**");
      }
      writer.call(call).quietly();
      Files.createFile(data.resolve("end"));
      var result = watcher.end();
      assertEquals(0, result.exit(), result.err());
      return result.lines();
    }
  }
}
