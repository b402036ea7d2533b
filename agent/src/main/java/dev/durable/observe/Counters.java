package dev.durable.observe;

import dev.durable.engine.Obstacle;
import java.util.concurrent.atomic.LongAdder;

/** How often what happened, since the start. Safe for use by any number of threads. */
public final class Counters {

  /** What is counted. */
  public enum Event {
    REPLACED,
    CREATED,
    APPENDED,
    /** Written in place by a stream, file or channel, and forced at its close. */
    FORCED,
    /** A stage that reached its limit. */
    PUBLISHED,
    /** A name that was made or removed. */
    NAMED,
    MOVED,
    WRITTEN_IN_PLACE,
    FAILED,
    DIRECTORY_NOT_FORCED,
    SOURCE_NOT_FORCED,
    LEFTOVER_REMOVED,
    SAFETY_COPY_FINISHED,
    /** A defect of the agent itself, met and worked round. */
    UNEXPECTED
  }

  private final LongAdder[] events = adders(Event.values().length);
  private final LongAdder[] obstacles = adders(Obstacle.values().length);
  private final LongAdder bytes = new LongAdder();

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

  void add(Obstacle obstacle) {
    obstacles[obstacle.ordinal()].increment();
  }

  void addBytes(long count) {
    bytes.add(count);
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
