package dev.durable.tests.evidence;

import java.util.Locale;

/** The chapters of docs/evidence.md, in their order there. */
public enum Chapter {
  POWER_CUTS("Power cuts"),
  CRASH_STATES("Every crash state"),
  KILLS("Kills at every system call"),
  FAULTS("Every error at every system call"),
  OBSTACLES("Real obstacles"),
  LOAD("Load"),
  FIDELITY("The same programs with and without the agent"),
  ANOTHER_SUITE("Another project's tests"),
  ACCEPTANCE("The acceptance list");

  final String title;

  Chapter(String title) {
    this.title = title;
  }

  /** The chapter, begun. */
  String head() {
    return "## " + title + "\n\n";
  }

  /** The chapter of an instrument that has left none. */
  String notRun() {
    return head() + "Not run.\n";
  }

  /** The file in which an instrument leaves the chapter. */
  String file() {
    return name().toLowerCase(Locale.ROOT) + ".md";
  }
}
