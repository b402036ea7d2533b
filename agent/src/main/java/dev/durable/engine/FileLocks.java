package dev.durable.engine;

import java.util.HashSet;
import java.util.Set;

/** One writer at a time for each file that is written in place; files don't wait for each other. */
final class FileLocks {
  private final Set<String> held = new HashSet<>();

  /** Waits until nobody holds {@code file}; an interrupt is kept for later. */
  void lock(String file) {
    boolean interrupted = false;
    synchronized (held) {
      while (!held.add(file)) {
        try {
          held.wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  void unlock(String file) {
    synchronized (held) {
      held.remove(file);
      held.notifyAll();
    }
  }
}
