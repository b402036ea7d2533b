package dev.durable.tests.edges;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Somebody else, here this very JVM, looks at a directory in which the agent works. */
class WatchersTest extends EdgeTest {

  @OnOldestAndNewestJdk
  void aWatcherSeesThatAFileWasModified(Jdk jdk) throws Exception {
    for (String call : new String[] {"write", "lines", "string"}) {
      Path guarded = directory(newDirectory(), "guarded", "755");
      Path file = file(guarded, "file.xml", "old");

      List<String> events = eventsOf(jdk, guarded, call, file, "new");

      assertTrue(events.contains("ENTRY_MODIFY file.xml"), events::toString);
      assertFalse(events.contains("ENTRY_DELETE file.xml"), events::toString);
    }
  }

  @OnOldestAndNewestJdk
  void aWatcherSeesThatAFileWasModifiedInPlace(Jdk jdk) throws Exception {
    Path guarded = directory(newDirectory(), "guarded", "755");
    Path file = file(guarded, "file", "old");
    Files.createLink(guarded.resolve("link"), file);

    List<String> events = eventsOf(jdk, guarded, "write", file, "new");

    assertEquals(List.of("ENTRY_MODIFY file"), events.stream().distinct().toList());
  }

  @OnOldestAndNewestJdk
  void aWatcherSeesThatAFileIsNew(Jdk jdk) throws Exception {
    for (String option : new String[] {"CREATE", "CREATE_NEW"}) {
      Path guarded = directory(newDirectory(), "guarded", "755");
      Path file = guarded.resolve("file");

      List<String> events = eventsOf(jdk, guarded, "write", file, "new", option);

      assertTrue(events.contains("ENTRY_CREATE file"), events::toString);
      assertFalse(events.contains("ENTRY_DELETE file"), events::toString);
    }
  }

  @OnOldestAndNewestJdk
  void aTempFileIsHiddenAndNoFileOfAnyKind(Jdk jdk) throws Exception {
    Path guarded = directory(newDirectory(), "guarded", "755");
    Path file = file(guarded, "file.xml", "old");
    Session session = protectingSession(jdk, User.SELF);

    session.send("feed", file);
    session.send("a line");
    Path temp = EdgeTest.awaitTemp(guarded);
    assertTrue(Files.isHidden(temp));
    assertEquals("rw-------", permissions(temp), "nobody else reads what isn't there yet");
    for (String glob : new String[] {"*.xml", "*.{xml,tmp}", "file*", "[a-z]*", "*.*[a-z]"}) {
      try (var matching = Files.newDirectoryStream(guarded, glob)) {
        for (Path match : matching) {
          assertEquals(file, match, glob);
        }
      }
    }
    session.send(".");
    assertEquals("ok " + file, session.answer());
    assertFalse(Files.exists(temp));
  }

  private static String permissions(Path file) throws IOException {
    return java.nio.file.attribute.PosixFilePermissions.toString(
        Files.getPosixFilePermissions(file));
  }

  /** What a watcher is told of a call, up to an event of a file that is made last. */
  private static List<String> eventsOf(Jdk jdk, Path directory, Object... call) throws Exception {
    Session session = protectingSession(jdk, User.SELF);
    try (WatchService watcher = directory.getFileSystem().newWatchService()) {
      directory.register(watcher, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);
      assertTrue(session.call(call).startsWith("ok "));
      Files.createFile(directory.resolve("last"));

      var events = new ArrayList<String>();
      while (true) {
        WatchKey key = watcher.poll(60, TimeUnit.SECONDS);
        assertNotNull(key, events::toString);
        for (WatchEvent<?> event : key.pollEvents()) {
          if (event.context().toString().equals("last")) {
            return events;
          }
          events.add(event.kind() + " " + event.context());
        }
        key.reset();
      }
    }
  }
}
