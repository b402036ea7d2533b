package dev.durable.tests.operating;

import static dev.durable.tests.Child.line;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.OnEveryJdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The flight recorder's events. */
class RecordingTest {
  @TempDir Path directory;

  private Path data;
  private Path recording;

  @BeforeEach
  void aDirectory() throws IOException {
    data = Files.createDirectory(directory.resolve("data"));
    recording = directory.resolve("recording.jfr");
  }

  private Child recording(Jdk jdk, String... configuration) throws IOException {
    Child child =
        Child.on(jdk)
            .protecting(directory.resolve("durable.conf"), configuration)
            .with("-XX:StartFlightRecording=filename=" + recording);
    return jdk.feature() > 8 ? child.with("-Xlog:jfr*=off") : child;
  }

  private List<RecordedEvent> events(String name) throws IOException {
    return RecordingFile.readAllEvents(recording).stream()
        .filter(event -> event.getEventType().getName().equals("dev.durable." + name))
        .toList();
  }

  @OnEveryJdk
  void eachThingThatIsDoneIsAnEvent(Jdk jdk) throws Exception {
    var result =
        recording(jdk, data + "/**").run("", "dev.durable.programs.Busy", data.toString(), "3");
    assertEquals(0, result.exit(), result.err());
    var replacements = events("Replace");
    assertEquals(10, replacements.size());
    assertEquals(3, replacements.stream().filter(e -> e.getBoolean("staged")).count());
    var first =
        replacements.stream()
            .filter(e -> e.getString("path").equals(data.resolve("orders0.json").toString()))
            .findFirst()
            .orElseThrow();
    assertEquals(1000, first.getLong("bytes"));
    assertEquals(data + "/**", first.getString("rule"));
    for (String stage : List.of("force", "rename", "directoryForce")) {
      assertFalse(first.getDuration(stage).isZero(), stage);
      assertTrue(first.getDuration(stage).compareTo(first.getDuration("total")) < 0, stage);
    }
    assertTrue(first.getDuration("total").compareTo(Duration.ofMinutes(1)) < 0);
    assertTrue(
        first.getStackTrace().getFrames().stream()
            .anyMatch(f -> f.getMethod().getType().getName().equals("dev.durable.programs.Busy")));
    assertEquals(3, events("Append").size());
    assertEquals(3, events("Move").size());
    var inPlace = events("InPlace");
    assertEquals(3, inPlace.size());
    assertEquals("HARD_LINKS", inPlace.get(0).getString("obstacle"));
    assertTrue(inPlace.get(0).getBoolean("safetyCopy"));
    assertFalse(events("NameChange").isEmpty());
  }

  @OnEveryJdk
  void anAuditsUnsafeWritesAreEvents(Jdk jdk) throws Exception {
    Path file = Files.writeString(data.resolve("file"), "old");
    var result = recording(jdk, data + "/**", "mode = audit").call(line("write", file, "new"));
    assertEquals(0, result.exit(), result.err());
    var unsafe = events("UnsafeWrite");
    assertEquals(1, unsafe.size());
    assertEquals(file.toString(), unsafe.get(0).getString("path"));
    assertEquals("overwritten", unsafe.get(0).getString("kind"));
  }
}
