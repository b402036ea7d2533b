package dev.durable.weave;

import dev.durable.hooks.Hooks;
import java.util.List;

/** The guards that the agent installs. */
final class AllGuards {
  private AllGuards() {}

  static List<Guard> list() {
    var loom = new Loom(null);
    Hooks.seat(loom::guard);
    return loom.guards();
  }
}
