package dev.durable.cli.scan;

/** What the agent makes of a call on a protected path: see docs/guarantees.md. */
enum Treatment {
  REPLACED("replaced", "temp file, force, rename over the target, force of the directory"),
  STAGED("staged", "the bytes go to a temp file, which replaces the target at close()"),
  IN_PLACE("in place", "written where it is, then forced"),
  MOVED("moved", "the source forced, one atomic rename, both directories forced"),
  NAMED("named", "the call as it is, then the directory is forced"),
  DEPENDS("depends", "as the arguments say"),
  UNTOUCHED("untouched", "the call as it is");

  private final String word;
  final String meaning;

  Treatment(String word, String meaning) {
    this.word = word;
    this.meaning = meaning;
  }

  @Override
  public String toString() {
    return word;
  }
}
