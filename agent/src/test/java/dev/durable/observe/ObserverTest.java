package dev.durable.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.engine.Obstacle;
import dev.durable.engine.Policy;
import dev.durable.observe.Counters.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObserverTest {
  private static final Path FILE = Path.of("/data/file");

  private static final Policy POLICY = policy("/data/**");

  private static Policy policy(String rule) {
    Policy usual = Policy.DEFAULT;
    return new Policy(
        usual.level,
        usual.streams,
        usual.stageLimitMillis,
        usual.force,
        usual.onObstacle,
        usual.safetyRoots,
        rule);
  }

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Counters counters = new Counters();
  private final Observer observer = new Observer(new Log(err), counters);

  @Test
  void whatGoesAsItShouldIsCountedAndNotSaid() {
    observer.replaced(FILE, POLICY, 10);
    observer.replaced(FILE, POLICY, 5);
    observer.appended(FILE, POLICY, 1);
    observer.created(FILE, POLICY, 2);
    observer.moved(FILE, FILE, POLICY);
    assertEquals(2, counters.count(Event.REPLACED));
    assertEquals(1, counters.count(Event.APPENDED));
    assertEquals(1, counters.count(Event.CREATED));
    assertEquals(1, counters.count(Event.MOVED));
    assertEquals(18, counters.bytes());
    assertEquals("", err.toString());
  }

  @Test
  void eachRuleHasCountsOfItsOwn() {
    observer.replaced(FILE, POLICY, 10);
    observer.committed(FILE, policy("/data/*.log"), 5);
    assertEquals(List.of("/data/**", "/data/*.log"), List.copyOf(counters.byRule().keySet()));
    assertEquals(1, counters.byRule().get("/data/**").count(Event.REPLACED));
    assertEquals(0, counters.byRule().get("/data/*.log").count(Event.REPLACED));
    assertEquals(1, counters.byRule().get("/data/*.log").count(Event.COMMITTED));
    assertEquals(5, counters.byRule().get("/data/*.log").bytes());
    assertEquals(15, counters.bytes());
  }

  @Test
  void aRecorderIsToldFromThenOn() {
    var heard = new ArrayList<Path>();
    observer.replaced(FILE, POLICY, 1);
    observer.record(
        new Recorder() {
          @Override
          public void replaced(Path target, Policy policy, long bytes) {
            heard.add(target);
          }
        });
    observer.replaced(FILE, POLICY, 1);
    assertEquals(List.of(FILE), heard);
  }

  @Test
  void anObstacleIsSaidOncePerReasonAndAlwaysCounted() {
    observer.writtenInPlace(FILE, POLICY, Obstacle.HARD_LINKS, true);
    observer.writtenInPlace(FILE.resolveSibling("other"), POLICY, Obstacle.HARD_LINKS, true);
    observer.writtenInPlace(FILE, POLICY, Obstacle.MOUNT_POINT, true);
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
    observer.writtenInPlace(FILE, POLICY, Obstacle.OWNER, true);
    observer.writtenInPlace(FILE, POLICY, Obstacle.OWNER, false);
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
