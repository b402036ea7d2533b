package dev.durable.demo.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
  private final Tally without = new Tally();
  private final Tally with = new Tally();
  private final Report report = new Report(without, with);

  @Test
  void theTableHasARowForEachKindOfDamage() {
    without.addKill(Map.of(Path.of("index.md"), Condition.MISSING));
    without.addKill(Map.of(Path.of("index.md"), Condition.WHOLE));
    with.addKill(Map.of(Path.of("index.md"), Condition.WHOLE));

    assertEquals(
        """
                                           without   with durable.jar
          -----------------------------    -------   ----------------
          kills (SIGKILL while writing)          2                  1
          files checked                          2                  1
          empty files                            0                  0
          torn files                             0                  0
          mixed files                            0                  0
          missing files                          1                  0
          temp files left by the agent           0                  0
        """,
        report.table().replace(System.lineSeparator(), "\n"));
  }

  @Test
  void damageOnlyWithoutTheAgentIsConvincing() {
    without.addKill(Map.of(Path.of("index.md"), Condition.TORN));
    with.addKill(Map.of(Path.of("index.md"), Condition.WHOLE));

    assertTrue(report.isConvincing());
    assertEquals(
        "Without durable.jar 1 kills damaged 1 files; with it, 1 kills damaged none.",
        report.verdict());
  }

  @Test
  void anyDamageWithTheAgentIsAFailure() {
    without.addKill(Map.of(Path.of("index.md"), Condition.TORN));
    with.addKill(Map.of(Path.of("index.md"), Condition.MIXED));

    assertFalse(report.isConvincing());
    assertEquals("FAILED: the column of durable.jar should be all zeros.", report.verdict());
  }

  @Test
  void aTempFileThatTheAgentLeftIsAFailure() {
    without.addKill(Map.of(Path.of("index.md"), Condition.TORN));
    with.addLeftover(Path.of(".durable-1~"));

    assertFalse(report.isConvincing());
  }

  @Test
  void noDamageWithoutTheAgentIsAFailureToo() {
    without.addKill(Map.of(Path.of("index.md"), Condition.WHOLE));
    with.addKill(Map.of(Path.of("index.md"), Condition.WHOLE));

    assertFalse(report.isConvincing());
    assertTrue(report.verdict().startsWith("FAILED: nothing was damaged"), report.verdict());
  }
}
