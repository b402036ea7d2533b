package dev.durable.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.engine.Obstacle;
import dev.durable.observe.Counters.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ObserverTest {
  private static final Path FILE = Path.of("/data/file");

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Counters counters = new Counters();
  private final Observer observer = new Observer(new Log(err), counters);

  @Test
  void whatGoesAsItShouldIsCountedAndNotSaid() {
    observer.replaced(FILE, 10);
    observer.replaced(FILE, 5);
    observer.appended(FILE, 1);
    observer.created(FILE, 2);
    observer.moved(FILE, FILE);
    assertEquals(2, counters.count(Event.REPLACED));
    assertEquals(1, counters.count(Event.APPENDED));
    assertEquals(1, counters.count(Event.CREATED));
    assertEquals(1, counters.count(Event.MOVED));
    assertEquals(18, counters.bytes());
    assertEquals("", err.toString());
  }

  @Test
  void anObstacleIsSaidOncePerReasonAndAlwaysCounted() {
    observer.writtenInPlace(FILE, Obstacle.HARD_LINKS, true);
    observer.writtenInPlace(FILE.resolveSibling("other"), Obstacle.HARD_LINKS, true);
    observer.writtenInPlace(FILE, Obstacle.MOUNT_POINT, true);
    assertEquals(2, counters.count(Obstacle.HARD_LINKS));
    assertEquals(3, counters.count(Event.WRITTEN_IN_PLACE));
    assertEquals(2, err.toString().lines().count());
    assertTrue(
        err.toString()
            .startsWith(
                "durable: /data/file can't be replaced, since the file has several hard links"));
  }

  @Test
  void aWriteWithoutSafetyCopyIsAWarningOfItsOwn() {
    observer.writtenInPlace(FILE, Obstacle.OWNER, true);
    observer.writtenInPlace(FILE, Obstacle.OWNER, false);
    assertEquals(2, err.toString().lines().count());
    assertTrue(err.toString().contains("a crash during the write can tear it"));
  }

  @Test
  void aDirectoryThatCantBeForcedIsSaidOncePerDirectory() {
    observer.directoryNotForced(FILE.getParent(), new IOException("Invalid argument"));
    observer.directoryNotForced(FILE.getParent(), new IOException("Invalid argument"));
    assertEquals(2, counters.count(Event.DIRECTORY_NOT_FORCED));
    assertEquals(1, err.toString().lines().count());
  }

  @Test
  void aDefectIsNotedWithItsPlaceInTheCode() {
    new Defects(new Log(err), counters)
        .met(FILE, new IllegalStateException("odd"), "was written as without the agent");
    assertEquals(1, counters.count(Event.UNEXPECTED));
    assertTrue(err.toString().contains("IllegalStateException: odd at dev.durable.observe"));
    assertTrue(err.toString().contains("/data/file was written as without the agent"));
  }
}
