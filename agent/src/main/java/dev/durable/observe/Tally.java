package dev.durable.observe;

import dev.durable.engine.Obstacle;
import dev.durable.observe.Counters.Event;
import java.util.concurrent.atomic.LongAdder;

/** How often what happened to the files of one rule. Safe for use by any number of threads. */
public final class Tally {
  private final LongAdder[] events = adders(Event.values().length);
  private final LongAdder[] obstacles = adders(Obstacle.values().length);
  private final LongAdder bytes = new LongAdder();

  Tally() {}

  private static LongAdder[] adders(int count) {
    LongAdder[] adders = new LongAdder[count];
    for (int i = 0; i < count; i++) {
      adders[i] = new LongAdder();
    }
    return adders;
  }

  void add(Event event) {
    events[event.ordinal()].increment();
  }

  void add(Event event, long written) {
    add(event);
    bytes.add(written);
  }

  void add(Obstacle obstacle) {
    obstacles[obstacle.ordinal()].increment();
  }

  public long count(Event event) {
    return events[event.ordinal()].sum();
  }

  public long count(Obstacle obstacle) {
    return obstacles[obstacle.ordinal()].sum();
  }

  /** The bytes of all new versions and appends. */
  public long bytes() {
    return bytes.sum();
  }
}
