package dev.durable.engine;

import java.io.FileDescriptor;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The protected files that the application has open for writing, by their descriptors. They are
 * held by nothing here: what the application has dropped unclosed is settled when it is collected.
 */
final class OpenFiles {
  /** How many there are in this JVM. All hooks on files that are open ask this first. */
  private static volatile int count;

  private final Map<Key, Entry> entries = new ConcurrentHashMap<>();
  private final ReferenceQueue<FileDescriptor> collected = new ReferenceQueue<>();
  private final OneView view = new OneView();
  private final Keeper keeper = new Keeper(this);
  private volatile boolean exiting;

  /** Whether the application has no protected file open for writing. */
  static boolean none() {
    return count == 0;
  }

  /** A descriptor to look for, by its identity. */
  private static final class Key extends WeakReference<FileDescriptor> {
    private final int hash;

    Key(FileDescriptor descriptor) {
      super(descriptor);
      this.hash = System.identityHashCode(descriptor);
    }

    @Override
    public boolean equals(Object other) {
      if (this == other) {
        return true;
      }
      FileDescriptor descriptor = get();
      return descriptor != null && other instanceof Key && ((Key) other).get() == descriptor;
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  /** A descriptor to look for, without the cost of a reference. */
  private static final class Sought {
    private final FileDescriptor descriptor;

    Sought(FileDescriptor descriptor) {
      this.descriptor = descriptor;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key && ((Key) other).get() == descriptor;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(descriptor);
    }
  }

  /** A file that is open. Enqueued when all finalizers have had their say, unlike the key. */
  private static final class Entry extends PhantomReference<FileDescriptor> {
    final Key key;
    final OpenFile file;

    Entry(FileDescriptor descriptor, OpenFile file, ReferenceQueue<FileDescriptor> queue) {
      super(descriptor, queue);
      this.key = new Key(descriptor);
      this.file = file;
    }
  }

  OneView view() {
    return view;
  }

  synchronized void add(FileDescriptor descriptor, OpenFile file) {
    Entry entry = new Entry(descriptor, file, collected);
    file.isAt(entry.key);
    if (entries.put(entry.key, entry) == null) {
      count++;
    }
    keeper.mind(file.nanosLeft());
  }

  /** What is known of {@code descriptor}, or null. */
  OpenFile find(FileDescriptor descriptor) {
    Entry entry = descriptor == null ? null : entries.get(new Sought(descriptor));
    return entry == null ? null : entry.file;
  }

  void remove(FileDescriptor descriptor) {
    remove(new Key(descriptor));
  }

  private synchronized boolean remove(Key key) {
    boolean removed = entries.remove(key) != null;
    if (removed) {
      count--;
    }
    return removed;
  }

  /** Whether the JVM is about to exit: what is opened now would not be settled any more. */
  boolean isExiting() {
    return exiting;
  }

  /** Settles all that is open. */
  void exit() {
    exiting = true;
    for (Entry entry : entries.values()) {
      entry.file.end(entry.key.get(), false);
    }
  }

  /**
   * Settles what was collected, and publishes what has reached its limit; waits for either.
   *
   * @return false if there is nothing open
   */
  boolean keep(long mostMillis) throws InterruptedException {
    long millis = Math.max(1, Math.min(mostMillis, publishWhatIsDue()));
    Reference<? extends FileDescriptor> first = collected.remove(millis);
    for (Reference<? extends FileDescriptor> one = first; one != null; one = collected.poll()) {
      Entry entry = (Entry) one;
      if (entry.file != null) {
        end(entry);
      }
    }
    return !entries.isEmpty();
  }

  /** It counts until it is settled: who looks at its temp file meanwhile has to say when it has. */
  private void end(Entry collected) {
    try {
      collected.file.end(null, false);
    } finally {
      remove(collected.key);
    }
  }

  /** Wakes up who waits in {@link #keep}. */
  void wake() {
    new Entry(new FileDescriptor(), null, collected).enqueue();
  }

  /** How long until there is more to publish, in milliseconds. */
  private long publishWhatIsDue() {
    long soonest = Long.MAX_VALUE;
    for (Entry entry : entries.values()) {
      if (entry.file.nanosLeft() <= 0) {
        FileDescriptor descriptor = entry.key.get();
        if (descriptor != null) {
          ((Stage) entry.file).publishAtLimit(descriptor);
        }
      }
      long left = entry.file.nanosLeft();
      soonest = left > 0 ? Math.min(soonest, left) : soonest;
    }
    return soonest == Long.MAX_VALUE ? soonest : TimeUnit.NANOSECONDS.toMillis(soonest) + 1;
  }

  /** All that are open. */
  List<OpenFile> all() {
    List<OpenFile> all = new ArrayList<>();
    for (Entry entry : entries.values()) {
      all.add(entry.file);
    }
    return all;
  }

  /** The stages of paths below a directory. */
  List<Stage> below(Path realDirectory) {
    List<Stage> below = new ArrayList<>();
    for (Entry entry : entries.values()) {
      if (entry.file instanceof Stage && ((Stage) entry.file).isBelow(realDirectory)) {
        below.add((Stage) entry.file);
      }
    }
    return below;
  }

  /** The descriptor of an open file, or null if it was collected. */
  FileDescriptor descriptorOf(OpenFile file) {
    for (Entry entry : entries.values()) {
      if (entry.file == file) {
        return entry.key.get();
      }
    }
    return null;
  }
}
