package dev.durable.tests.startup;

import static dev.durable.tests.Child.line;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.OnEveryJdk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** Large files pass through bounded buffers. */
class MemoryTest {
  private static final int LARGE = 64 << 20;

  @TempDir Path directory;

  @OnEveryJdk
  void aLargeArrayIsWrittenWithLittleMemoryBesides(Jdk jdk) throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "old");
    var result = small(jdk, file, "2m").call(line("fill", file, LARGE)).quietly();
    assertEquals(List.of("ok " + file), result.lines());
    assertEquals(LARGE, Files.size(file));
  }

  @OnEveryJdk
  void aLargeArrayIsAppendedWithLittleMemoryBesides(Jdk jdk) throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "old");
    var result = small(jdk, file, "10m").call(line("fill", file, LARGE, "APPEND")).quietly();
    assertEquals(List.of("ok " + file), result.lines());
    assertEquals(LARGE + 3, Files.size(file));
  }

  private Child small(Jdk jdk, Path file, String direct) throws Exception {
    return Child.on(jdk)
        .protecting(directory.resolve("durable.conf"), file.toString())
        .with("-Xmx100m", "-XX:MaxDirectMemorySize=" + direct);
  }
}
