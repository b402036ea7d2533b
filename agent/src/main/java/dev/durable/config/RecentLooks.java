package dev.durable.config;

/**
 * What was found out about paths a short while ago. A table of fixed size, in which a path has one
 * place and displaces what was there. Finds are immutable and read without a lock: a race costs a
 * find, never gives a wrong one.
 */
final class RecentLooks<T> {
  private static final int SIZE = 1024;

  /** Stands for bytes that are no text: different names may then have the same text. */
  private static final char UNDECODABLE = '\uFFFD';

  static final class Find<T> {
    private final String path;
    private final long goodUntil;
    final T value;

    private Find(String path, T value, long goodUntil) {
      this.path = path;
      this.value = value;
      this.goodUntil = goodUntil;
    }
  }

  private final Find<T>[] finds = newTable();

  @SuppressWarnings("unchecked")
  private static <T> Find<T>[] newTable() {
    return (Find<T>[]) new Find<?>[SIZE];
  }

  /** What was found out about the path if it is still good, or null. Allocates nothing. */
  Find<T> find(String path, long nanoTime) {
    Find<T> find = finds[place(path)];
    return find != null && nanoTime - find.goodUntil < 0 && find.path.equals(path) ? find : null;
  }

  void put(String path, T value, long goodUntil) {
    if (path.indexOf(UNDECODABLE) < 0) {
      finds[place(path)] = new Find<T>(path, value, goodUntil);
    }
  }

  private static int place(String path) {
    int hash = path.hashCode();
    return (hash ^ hash >>> 16) & SIZE - 1;
  }
}
