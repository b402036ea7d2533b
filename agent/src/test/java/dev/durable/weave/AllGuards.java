package dev.durable.weave;

import dev.durable.hooks.Hooks;
import java.util.List;

/** The guards that the agent installs, with those that barriers need. */
final class AllGuards {
  private AllGuards() {}

  static List<Guard> list() {
    return list(true);
  }

  /** Those of an agent whose configuration has no barriers. */
  static List<Guard> withoutBarriers() {
    return list(false);
  }

  private static List<Guard> list(boolean barriers) {
    try {
      var loom = new Loom(null);
      var seats =
          new Hooks.Seats() {
            @Override
            public void guard(String type, String hooks) {
              loom.guard(type, hooks);
            }

            @Override
            public void guard(String type, String names, String form, String hooks, String hook) {
              loom.guard(type, names, form, hooks, hook);
            }
          };
      Hooks.seat(seats);
      if (barriers) {
        Hooks.seatForBarriers(seats);
      }
      return loom.guards();
    } catch (WeavingException e) {
      throw new IllegalStateException(e);
    }
  }
}
