package dev.durable.tests.life;

import dev.durable.tests.Machine;

/** A pid namespace of its own, with a /proc of its own, as in a container: its JVM is process 1. */
final class Container {
  static final String[] COMMAND = {"unshare", "--pid", "--fork", "--mount-proc"};

  private Container() {}

  static void needed() {
    Machine.needsRoot();
    Machine.needs("unshare");
  }
}
