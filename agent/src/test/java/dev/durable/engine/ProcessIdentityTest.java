package dev.durable.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.durable.engine.ProcessIdentity.Life;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProcessIdentityTest {
  private String[] self;

  @BeforeEach
  void onLinux() {
    assumeTrue(Files.exists(Path.of("/proc/self/stat")), "no /proc");
    self = ProcessIdentity.SELF.toString().split("-");
  }

  @Test
  void thisProcessLives() {
    assertEquals(Life.ALIVE, with(0, self[0]).life());
  }

  @Test
  void anotherProcessOfThisMachineLivesWhileItRunsAndIsDeadAfterwards() throws Exception {
    Process other = new ProcessBuilder("sleep", "60").start();
    String stat = Files.readString(Path.of("/proc/" + other.pid() + "/stat"));
    long start = Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19]);
    ProcessIdentity identity =
        ProcessIdentity.parse(
            self[0]
                + "-"
                + self[1]
                + "-"
                + Long.toString(other.pid(), 36)
                + "-"
                + Long.toString(start, 36));
    assertEquals(Life.ALIVE, identity.life());
    other.destroyForcibly().waitFor();
    assertEquals(Life.DEAD, identity.life());
  }

  @Test
  void aPidThatWasGivenToAnotherProcessIsADeadOne() {
    assertEquals(Life.DEAD, with(3, "1").life());
  }

  @Test
  void anotherBootMayBeAnEarlierOneOrAnotherHost() {
    assertEquals(Life.UNKNOWN, with(0, "1").life());
  }

  @Test
  void nobodyCanTellWhetherAProcessOfAnotherContainerLives() {
    assertEquals(Life.UNKNOWN, with(1, "1").life());
  }

  /** This process's identity, with one of its parts another one. */
  private ProcessIdentity with(int part, String value) {
    String[] parts = self.clone();
    parts[part] = value;
    return ProcessIdentity.parse(String.join("-", parts));
  }
}
