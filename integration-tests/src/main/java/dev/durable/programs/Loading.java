package dev.durable.programs;

/** The agent loads some of its classes after the start. */
final class Loading {
  private static final int PATIENCE_MILLIS = 60_000;

  private Loading() {}

  /** Waits until it has. */
  static void await() throws InterruptedException {
    for (int waited = 0; isUnderWay() && waited < PATIENCE_MILLIS; waited += 10) {
      Thread.sleep(10);
    }
  }

  private static boolean isUnderWay() {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("durable-services")) {
        return true;
      }
    }
    return false;
  }
}
