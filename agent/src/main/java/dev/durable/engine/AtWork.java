package dev.durable.engine;

/**
 * Marks a thread that is at the engine's own work: what it does to files then is for no hook. It is
 * asked only about paths that are protected, so that others pay nothing.
 */
public final class AtWork implements AutoCloseable {
  /**
   * A thread's place for what it is at. It stays, so that an end is one store: a call that removed
   * it could fail at the end of the stack, and no hook would protect that thread's writes any more.
   */
  private static final class Place {
    AtWork current;
  }

  private static final ThreadLocal<Place> PLACES = new ThreadLocal<>();

  private final Place place;
  private final AtWork before;
  private final Durations durations = new Durations();

  private AtWork(Place place) {
    this.place = place;
    this.before = place.current;
  }

  /** Whether the calling thread is at work. */
  public static boolean here() {
    return current() != null;
  }

  /** The calling thread is at work until what is returned is closed. */
  public static AtWork begin() {
    AtWork next = new AtWork(place());
    next.place.current = next;
    return next;
  }

  /** As {@link #begin}, if nothing was begun; the application's code runs in the midst of work. */
  public static AtWork pause() {
    AtWork pause = new AtWork(place());
    pause.place.current = null;
    return pause;
  }

  /** What the calling thread's work has taken so far; of nobody's, if it isn't at work. */
  static Durations durations() {
    AtWork current = current();
    return current == null ? new Durations() : current.durations;
  }

  private static AtWork current() {
    Place place = PLACES.get();
    return place == null ? null : place.current;
  }

  private static Place place() {
    Place place = PLACES.get();
    if (place == null) {
      place = new Place();
      PLACES.set(place);
    }
    return place;
  }

  @Override
  public void close() {
    place.current = before;
  }
}
