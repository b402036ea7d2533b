package dev.durable.hooks;

/**
 * Facilities of the JDK that the agent serves, too, but only once somebody else has started them:
 * application servers and others put their own in place first, and who needs none is to pay for
 * none.
 */
public final class Arrivals {
  private static volatile Runnable whenManaged;
  private static volatile Runnable whenRecorded;

  private Arrivals() {}

  /** What is to be run whenever somebody has asked for the platform's MBean server. */
  public static void whenManaged(Runnable action) {
    whenManaged = action;
  }

  /** What is to be run whenever a flight recording has been started. */
  public static void whenRecorded(Runnable action) {
    whenRecorded = action;
  }

  static void managed() {
    run(whenManaged);
  }

  static void recorded() {
    run(whenRecorded);
  }

  private static void run(Runnable action) {
    if (action != null) {
      action.run();
    }
  }
}
