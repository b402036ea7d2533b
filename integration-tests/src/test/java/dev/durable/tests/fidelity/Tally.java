package dev.durable.tests.fidelity;

import dev.durable.tests.evidence.Table;
import java.util.EnumMap;
import java.util.Map;

/** Counts what was compared. */
final class Tally {
  private final Map<Deviation, Integer> deviations = new EnumMap<>(Deviation.class);
  private int programs;
  private int steps;
  private int succeeded;
  private int loose;

  void program() {
    programs++;
  }

  void step(String step, String outcome, boolean isLoose) {
    steps++;
    succeeded += outcome.startsWith("ok ") && !outcome.equals("ok nothing open") ? 1 : 0;
    loose += isLoose ? 1 : 0;
  }

  void deviation(Deviation deviation) {
    deviations.merge(deviation, 1, Integer::sum);
  }

  /** A row of {@link #table}. */
  void addTo(Table table, String who, int differences) {
    table.row(who, programs, steps, succeeded, loose, differences);
  }

  static Table table() {
    return new Table(
        "JDK",
        "programs",
        "steps compared",
        "of them successful calls",
        "compared loosely",
        "unexplained differences");
  }

  @Override
  public String toString() {
    return "%d programs, %d steps compared, %d of them successful calls, %d compared loosely; met: %s"
        .formatted(programs, steps, succeeded, loose, deviations);
  }
}
