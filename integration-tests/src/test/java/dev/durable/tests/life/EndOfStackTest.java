package dev.durable.tests.life;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.Machine;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thread that has come to the end of its stack, and goes on after that. (Not on Java 8, where the
 * JDK's reflection itself doesn't outlive that.)
 */
class EndOfStackTest {
  @TempDir Path directory;

  @Test
  void aCallThereIsNeverMadeWithoutTheAgentNorIsALaterOneOfThatThread() throws Exception {
    Machine.needsLinux();
    Path file =
        Files.writeString(Files.createDirectory(directory.resolve("data")).resolve("f"), "");
    String ends =
        Child.on(Jdk.newest())
            // Compiled code needs less stack than interpreted: a call may come through where the
            // end of what it has begun doesn't.
            .with("-XX:TieredStopAtLevel=4")
            .protecting(directory.resolve("durable.conf"), file.getParent() + "/**")
            .run("", "dev.durable.programs.EndOfStack", file.toString())
            .out();
    assertTrue(ends.matches("\\{out of stack=\\d+, replaced=\\d+}\n"), ends);
  }
}
