package dev.durable.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of an open file when two threads meet at a certain moment. */
class OpenFileMomentsTest {
  private static final String[] OPENED = {
    "java.io", "java.nio.channels.spi", "sun.nio.ch", "sun.nio.fs"
  };
  private static final long PATIENCE_SECONDS = 60;

  @TempDir Path home;

  /** Who looks at a temp file holds it; that it is let go must not depend on what else is open. */
  @Test
  void aLookAtACollectedFileEndsWhileItIsCommitted() throws Exception {
    assertEquals("new", run("lookedAtWhileItIsSettledAfterItsCollection", "old"));
  }

  /** A file that goes on in place isn't replaced, from the moment it has its name. */
  @Test
  void whatIsWrittenAfterAPublicationGoesToTheFileOfThatName() throws Exception {
    assertEquals("...er", run("writtenByOthersBetweenItsRenameAndItsLifeInPlace", "old"));
  }

  /** Not even by a thread that had looked for such files before. */
  @Test
  void whatIsPublishedWhileAnotherVersionIsOnItsWayIsNotReplacedByThat() throws Exception {
    assertEquals("1.2.er", run("publishedWhileAnotherVersionIsRenamed", "old"));
  }

  /** It is there then: whoever deletes it must not take it for one that only this process knows. */
  @Test
  void whatIsCommittedWhileItIsDeletedIsDeletedAfterwards() throws Exception {
    assertEquals("not deleted", run("committedWhileItIsDeleted", null));
  }

  /** The content of the file in the end. */
  private String run(String moment, String before) throws Exception {
    assumeTrue("Linux".equals(System.getProperty("os.name")));
    Path file = home.resolve("file");
    if (before != null) {
      Files.writeString(file, before);
    }
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String name : OPENED) {
      command.addAll(List.of("--add-opens", "java.base/" + name + "=ALL-UNNAMED"));
    }
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            OpenFileMoments.class.getName(),
            moment,
            file.toString()));
    Path out = home.resolve("out");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    try {
      assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "it hangs");
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(out);
  }
}
