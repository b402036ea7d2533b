package dev.durable.tests.powercut;

/**
 * A promise that was not kept.
 *
 * @param mode of the workload
 * @param name of the file
 * @param kind missing, empty, old, torn or back, as a word to count by
 * @param what was found, and what should have been
 */
record Loss(String mode, String name, String kind, String what) {
  @Override
  public String toString() {
    return name + " is " + kind + ": " + what;
  }
}
