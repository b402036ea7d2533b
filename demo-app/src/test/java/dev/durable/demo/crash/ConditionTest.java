package dev.durable.demo.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.durable.demo.publisher.Trailer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConditionTest {
  private static final String OLD = version("the first edition", "is not long");
  private static final String NEW =
      version("the second edition", "is", "somewhat longer than that");

  @TempDir Path directory;

  @Test
  void aCompleteVersionIsWhole() {
    assertEquals(Condition.WHOLE, condition(OLD));
    assertEquals(Condition.WHOLE, condition(NEW));
  }

  @Test
  void aFileOfNoBytesIsEmpty() {
    assertEquals(Condition.EMPTY, condition(""));
  }

  @Test
  void aVersionThatBreaksOffAnywhereIsTorn() {
    for (int length = 1; length < NEW.length(); length++) {
      assertEquals(Condition.TORN, condition(NEW.substring(0, length)), "after " + length);
    }
  }

  @Test
  void aNewHeadOnAnOldTailIsMixed() {
    int written = 12;

    assertEquals(Condition.MIXED, condition(NEW.substring(0, written) + OLD.substring(written)));
  }

  @Test
  void aShorterVersionWrittenOverALongerOneIsMixed() {
    assertEquals(Condition.MIXED, condition(OLD + NEW.substring(OLD.length())));
  }

  @Test
  void aVersionWithMoreAfterItIsMixed() {
    assertEquals(Condition.MIXED, condition(OLD + "more"));
  }

  @Test
  void twoVersionsOneAfterTheOtherAreMixed() {
    assertEquals(Condition.MIXED, condition(OLD + NEW));
  }

  @Test
  void aFileThatIsNotThereIsMissing() throws IOException {
    var file = directory.resolve("index.md");
    assertEquals(Condition.MISSING, Condition.of(file));

    Files.writeString(file, OLD);
    assertEquals(Condition.WHOLE, Condition.of(file));
  }

  private static Condition condition(String content) {
    return Condition.of(content.getBytes(UTF_8));
  }

  private static String version(String... lines) {
    return String.join(System.lineSeparator(), Trailer.seal(List.of(lines)))
        + System.lineSeparator();
  }
}
