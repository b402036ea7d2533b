package dev.durable.engine;

import java.util.HashSet;
import java.util.Set;

/** One writer at a time for each file that is written in place; files don't wait for each other. */
final class FileLocks {
  private final Set<String> held = new HashSet<>();

  /** Waits until nobody holds {@code file}; an interrupt is kept for later. */
  void lock(final String file) {
    synchronized (held) {
      Monitors.await(
          held,
          new Monitors.Condition() {
            @Override
            public boolean holds() {
              return held.add(file);
            }
          });
    }
  }

  void unlock(String file) {
    synchronized (held) {
      held.remove(file);
      held.notifyAll();
    }
  }
}
