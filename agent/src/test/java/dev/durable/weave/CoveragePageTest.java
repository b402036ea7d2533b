package dev.durable.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was found in the JDKs' class files is what the project says of them elsewhere. */
class CoveragePageTest {
  private static final Path PAGE = Path.of("../docs/coverage.md");
  private static final Path CALLS = Path.of("src/main/resources/dev/durable/cli/scan/calls.txt");

  @Test
  void thePageIsUpToDate() throws IOException {
    assertUpToDate(PAGE, new CoveragePage(supported()).text());
  }

  @Test
  void theCallsThatScanLooksForAreTheSame() throws IOException {
    assertUpToDate(CALLS, new CallList(supported()).text());
  }

  private static List<Jdk> supported() {
    Jdk.needsAll();
    return Jdk.all().stream().filter(jdk -> Jdk.SUPPORTED.contains(jdk.feature())).toList();
  }

  private static void assertUpToDate(Path file, String text) throws IOException {
    if (System.getProperty("coverage.write") != null) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    }
    assertEquals(
        Files.readString(file),
        text,
        file + " isn't up to date; the head of docs/coverage.md says how to write it");
  }
}
