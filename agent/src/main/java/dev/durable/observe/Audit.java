package dev.durable.observe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the application has written, by file and by the place in the code, and whether a crash could
 * have undone or torn it. Bounded: a place that writes very many files is told by directories, and
 * what goes beyond that is counted only. Safe for use by any number of threads.
 */
public final class Audit {
  /** How many files of one place are told apart. */
  static final int MOST_FILES = 100;

  /** How many entries there are at most. */
  static final int MOST_ENTRIES = 10_000;

  /** What an application does to a file. */
  public enum Kind {
    TRUNCATED("overwritten", "written beside it, forced, renamed over it"),
    CREATED("created", "written beside it, forced, renamed to its name"),
    APPENDED("appended", "forced at the close"),
    UPDATED("updated in place", "forced at the close"),
    MOVED("moved", "forced, renamed in one step, its directories forced"),
    REMOVED_AND_MOVED("moved over another", "forced, renamed in one step, its directories forced"),
    COPIED("copied", "copied beside it, forced, renamed to its name"),
    NAMED("name made", "its directory forced"),
    DELETED("deleted", "its directory forced");

    /** For a report. */
    public final String label;

    /** What the agent would do. */
    public final String remedy;

    Kind(String label, String remedy) {
      this.label = label;
      this.remedy = remedy;
    }

    /** Whether it changes a name, so that only a force of the directory makes it last. */
    public boolean changesName() {
      return this == MOVED || this == NAMED || this == DELETED;
    }
  }

  /** What one place in the code has done to one file, or to those of a directory. */
  public static final class Entry {
    public final Kind kind;
    public final String file;
    public final String site;
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong forced = new AtomicLong();
    private final AtomicLong safe = new AtomicLong();

    Entry(Kind kind, String file, String site) {
      this.kind = kind;
      this.file = file;
      this.site = site;
    }

    /** How often. */
    public long count() {
      return count.get();
    }

    /** How often the application has forced it itself. */
    public long forced() {
      return forced.get();
    }

    /** How often a crash could have undone or torn it. */
    public long unsafe() {
      return count.get() - safe.get();
    }
  }

  private final CallSites sites = CallSites.best();
  private final Map<String, Entry> entries = new HashMap<>();
  private final Map<String, Integer> filesOfSite = new HashMap<>();

  /** Changes of names that last once their directory is forced. */
  private final Map<Path, List<Entry>> pending = new HashMap<>();

  private int pendingCount;
  private long dropped;
  private volatile Recorder recorder = Recorder.NONE;

  /** From now on {@code next} is told, too, of what is unsafe. */
  public void record(Recorder next) {
    recorder = next;
  }

  /** The place in the application's code that is at work on this thread. */
  public String site() {
    return sites.here();
  }

  /**
   * Notes what was written to a file.
   *
   * @param forced whether the application has forced it
   */
  public void written(Kind kind, Path file, String site, boolean forced) {
    // What was cut short first can be found empty or torn, however it is forced afterwards.
    boolean safe = forced && kind != Kind.TRUNCATED;
    note(kind, file, site, forced, safe);
    if (!safe) {
      recorder.unsafe(file, kind, forced);
    }
  }

  /**
   * Notes a change of a name, which lasts once the directory has been forced.
   *
   * @param content whether the file's content lasts, whatever becomes of its name
   */
  public synchronized void named(Kind kind, Path file, String site, boolean content) {
    Entry entry = note(kind, file, site, false, false);
    if (entry != null && content && kind.changesName() && pendingCount < MOST_ENTRIES) {
      List<Entry> ofDirectory = pending.get(file.getParent());
      if (ofDirectory == null) {
        ofDirectory = new ArrayList<>();
        pending.put(file.getParent(), ofDirectory);
      }
      ofDirectory.add(entry);
      pendingCount++;
    }
    recorder.unsafe(file, kind, false);
  }

  /** The application has forced a directory. */
  public synchronized void directoryForced(Path directory) {
    List<Entry> made = pending.remove(directory);
    if (made != null) {
      pendingCount -= made.size();
      for (Entry entry : made) {
        entry.forced.incrementAndGet();
        entry.safe.incrementAndGet();
      }
    }
  }

  private synchronized Entry note(Kind kind, Path file, String site, boolean forced, boolean safe) {
    Entry entry = entry(kind, file, site);
    if (entry == null) {
      dropped++;
      return null;
    }
    entry.count.incrementAndGet();
    if (forced) {
      entry.forced.incrementAndGet();
    }
    if (safe) {
      entry.safe.incrementAndGet();
    }
    return entry;
  }

  private Entry entry(Kind kind, Path file, String site) {
    String ofSite = kind + "\n" + site + "\n";
    Entry known = entries.get(ofSite + file);
    if (known != null) {
      return known;
    }
    Integer files = filesOfSite.get(ofSite);
    int count = files == null ? 0 : files;
    String name = file.toString();
    if (count >= MOST_FILES && file.getParent() != null) {
      name = file.getParent().resolve("*").toString();
      known = entries.get(ofSite + name);
      if (known != null) {
        return known;
      }
    }
    if (entries.size() >= MOST_ENTRIES) {
      return null;
    }
    filesOfSite.put(ofSite, count + 1);
    Entry fresh = new Entry(kind, name, site);
    entries.put(ofSite + name, fresh);
    return fresh;
  }

  /** How many writes were not noted, for want of room. */
  public synchronized long dropped() {
    return dropped;
  }

  /** All entries, the most often unsafe first. */
  public synchronized List<Entry> entries() {
    List<Entry> all = new ArrayList<>(entries.values());
    Collections.sort(
        all,
        (one, other) -> {
          int byUnsafe = Long.compare(other.unsafe(), one.unsafe());
          return byUnsafe != 0
              ? byUnsafe
              : (one.file + one.site).compareTo(other.file + other.site);
        });
    return all;
  }
}
