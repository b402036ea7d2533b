package dev.durable.engine;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** One writer at a time for each file that is written in place; files don't wait for each other. */
final class PathLocks {
  private final Set<Path> held = new HashSet<>();

  /** Waits until nobody holds {@code path}; an interrupt is kept for later. */
  void lock(Path path) {
    boolean interrupted = false;
    synchronized (held) {
      while (!held.add(path)) {
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

  void unlock(Path path) {
    synchronized (held) {
      held.remove(path);
      held.notifyAll();
    }
  }
}
