package dev.durable.weave;

import dev.durable.hooks.Hooks;
import java.util.List;

/** The guards that the agent installs. */
final class AllGuards {
  private AllGuards() {}

  static List<Guard> list() {
    try {
      var loom = new Loom(null);
      Hooks.seat(
          new Hooks.Seats() {
            @Override
            public void guard(String type, String hooks) {
              loom.guard(type, hooks);
            }

            @Override
            public void guard(String type, String names, String form, String hooks, String hook) {
              loom.guard(type, names, form, hooks, hook);
            }
          });
      return loom.guards();
    } catch (WeavingException e) {
      throw new IllegalStateException(e);
    }
  }
}
