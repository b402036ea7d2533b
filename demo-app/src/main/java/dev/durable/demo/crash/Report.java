package dev.durable.demo.crash;

import java.util.Locale;

/** The two tallies side by side, and what follows from them. */
final class Report {
  private final Tally without;
  private final Tally with;

  Report(Tally without, Tally with) {
    this.without = without;
    this.with = with;
  }

  /**
   * Whether the agent's column is all zeros and the other isn't: a demonstration in which nothing
   * breaks without the agent shows nothing.
   */
  boolean isConvincing() {
    return without.filesDamaged() > 0 && with.filesDamaged() == 0 && with.leftovers() == 0;
  }

  String table() {
    StringBuilder table = new StringBuilder();
    table.append(row("", "without", "with durable.jar"));
    table.append(row("-----------------------------", "-------", "----------------"));
    table.append(row("kills (SIGKILL while writing)", without.kills(), with.kills()));
    table.append(row("files checked", without.filesChecked(), with.filesChecked()));
    for (Condition damage :
        new Condition[] {Condition.EMPTY, Condition.TORN, Condition.MIXED, Condition.MISSING}) {
      table.append(
          row(
              damage.name().toLowerCase(Locale.ROOT) + " files",
              without.count(damage),
              with.count(damage)));
    }
    table.append(row("temp files left by the agent", without.leftovers(), with.leftovers()));
    return table.toString();
  }

  String verdict() {
    if (isConvincing()) {
      return "Without durable.jar "
          + without.kills()
          + " kills damaged "
          + without.filesDamaged()
          + " files; with it, "
          + with.kills()
          + " kills damaged none.";
    }
    if (with.filesDamaged() > 0 || with.leftovers() > 0) {
      return "FAILED: the column of durable.jar should be all zeros.";
    }
    return "FAILED: nothing was damaged without durable.jar either, so this shows nothing."
        + " Try more kills.";
  }

  private static String row(String name, Object without, Object with) {
    return String.format(Locale.ROOT, "  %-31s%9s%19s%n", name, without, with);
  }
}
