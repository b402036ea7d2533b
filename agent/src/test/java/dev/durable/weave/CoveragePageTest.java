package dev.durable.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page docs/coverage.md is what the JDKs' class files say. */
class CoveragePageTest {
  private static final Path PAGE = Path.of("../docs/coverage.md");

  @Test
  void thePageIsUpToDate() throws IOException {
    Jdk.needsAll();
    var supported =
        Jdk.all().stream().filter(jdk -> Jdk.SUPPORTED.contains(jdk.feature())).toList();
    String text = new CoveragePage(supported).text();
    if (System.getProperty("coverage.write") != null) {
      Files.writeString(PAGE, text);
    }
    assertEquals(
        Files.readString(PAGE), text, "the page isn't up to date; its head says how to write it");
  }
}
