package dev.durable.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a directory can do is really tried, and leaves nothing behind. */
class DirectoryProbeTest {
  @TempDir Path directory;

  @Test
  void whereAReplacementWorksAllIsTriedAndNothingStays() throws IOException {
    DirectoryProbe probe = DirectoryProbe.of(directory);
    assertNull(probe.failure());
    assertTrue(probe.renames() > 0);
    assertTrue(probe.directoryForced());
    assertTrue(probe.links());
    try (var files = Files.list(directory)) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void whereNoFileCanBeCreatedItIsToldWhy() {
    DirectoryProbe probe = DirectoryProbe.of(Path.of("/proc/self"));
    assertTrue(probe.failure().startsWith("a file can't be created ("), probe.failure());
  }

  @Test
  void hardLinksAreAnObstacleAndANewFileHasNone() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    assertNull(DirectoryProbe.obstacle(file));
    assertNull(DirectoryProbe.obstacle(directory.resolve("none")));
    Files.createLink(directory.resolve("link"), file);
    assertEquals(Obstacle.HARD_LINKS, DirectoryProbe.obstacle(file));
  }

  @Test
  void whatIsNoRegularFileIsPlain() throws IOException {
    assertTrue(DirectoryProbe.isPlain(Path.of("/dev/null")));
    assertTrue(DirectoryProbe.isPlain(Path.of("/proc/self/status")));
    assertTrue(!DirectoryProbe.isPlain(directory.resolve("none")));
  }
}
