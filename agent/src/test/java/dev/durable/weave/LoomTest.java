package dev.durable.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JDK that hooks don't fit. The gate can be defined once in a JVM, so this is one test. */
class LoomTest {
  @TempDir Path directory;

  /** Hooks of which one has no method to stand before. */
  public static final class Hooks {
    private Hooks() {}

    public static Path write(Path path, byte[] bytes, java.nio.file.OpenOption... options) {
      throw new AssertionError("woven");
    }

    public static Path writeAll(Path path) {
      throw new AssertionError("woven");
    }
  }

  @Test
  void aHookThatFindsNoMethodIsNamedAndNothingStaysWoven() throws IOException {
    Loom loom = new Loom(ByteBuddyAgent.install(), GateBuilder.of(List.of(Hooks.class)));
    loom.guard(Files.class.getName(), "LoomTest$Hooks");
    var e = assertThrows(WeavingException.class, () -> loom.install((type, why) -> {}));
    assertTrue(
        e.getMessage().startsWith("this JDK has no java.nio.file.Files.writeAll "), e.getMessage());
    Path file = Files.write(directory.resolve("file"), "plain".getBytes());
    assertEquals("plain", Files.readString(file));
  }
}
