package dev.durable.hooks;

/** Tells of facilities of the JDK that have come into use: see {@link Arrivals}. */
public final class ArrivalHooks {
  private ArrivalHooks() {}

  /** The platform's MBean server is there, and has been given to somebody. */
  public static void managed() {
    Arrivals.managed();
  }

  /** A flight recording has begun. */
  public static void recorded() {
    Arrivals.recorded();
  }
}
