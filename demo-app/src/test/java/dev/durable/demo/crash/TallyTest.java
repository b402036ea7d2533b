package dev.durable.demo.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TallyTest {
  private static final Path INDEX = Path.of("index.md");
  private static final Path LEDGER = Path.of("ledger.csv");

  private final Tally tally = new Tally();

  @Test
  void eachDamageIsCountedUnderItsKind() {
    tally.addKill(Map.of(INDEX, Condition.MISSING, LEDGER, Condition.MIXED));
    tally.addKill(Map.of(INDEX, Condition.WHOLE, LEDGER, Condition.WHOLE));

    assertEquals(2, tally.kills());
    assertEquals(4, tally.filesChecked());
    assertEquals(2, tally.filesDamaged());
    assertEquals(1, tally.count(Condition.MISSING));
    assertEquals(1, tally.count(Condition.MIXED));
    assertEquals(0, tally.count(Condition.TORN));
  }

  @Test
  void aFileThatIsStillDamagedAfterTheNextKillIsCountedOnce() {
    tally.addKill(Map.of(LEDGER, Condition.EMPTY));
    tally.addKill(Map.of(LEDGER, Condition.EMPTY));

    assertEquals(1, tally.count(Condition.EMPTY));
    assertEquals(List.of("kill 1: ledger.csv is EMPTY"), tally.damages());
  }

  @Test
  void aFileThatWasWholeInBetweenOrIsDamagedOtherwiseIsCountedAgain() {
    tally.addKill(Map.of(LEDGER, Condition.EMPTY));
    tally.addKill(Map.of(LEDGER, Condition.WHOLE));
    tally.addKill(Map.of(LEDGER, Condition.EMPTY));
    tally.addKill(Map.of(LEDGER, Condition.TORN));

    assertEquals(2, tally.count(Condition.EMPTY));
    assertEquals(1, tally.count(Condition.TORN));
  }

  @Test
  void leftoversAreNoDamageButAreNamed() {
    tally.addLeftover(Path.of(".durable-1~"));

    assertEquals(1, tally.leftovers());
    assertEquals(0, tally.filesDamaged());
    assertEquals(List.of("left over after an orderly run: .durable-1~"), tally.damages());
  }
}
