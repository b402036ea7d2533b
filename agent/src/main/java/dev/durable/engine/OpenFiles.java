package dev.durable.engine;

import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The protected files that the application has open for writing, by their descriptors. They are
 * held by nothing here: what the application has dropped unclosed is settled when it is collected.
 */
final class OpenFiles {
  /** How many there are in this JVM. All hooks on files that are open ask this first. */
  private static volatile int count;

  private final Map<Key, OpenFile> files = new ConcurrentHashMap<>();
  private final ReferenceQueue<FileDescriptor> collected = new ReferenceQueue<>();
  private final OneView view = new OneView();

  /** How often each file, by its identity, is open and written in place. */
  private final Map<String, Integer> inPlace = new HashMap<>();

  private final Keeper keeper = new Keeper(this);
  private volatile boolean exiting;

  /** Whether the application has no protected file open for writing. */
  static boolean none() {
    return count == 0;
  }

  /** A descriptor, by its identity. */
  private static final class Key extends WeakReference<FileDescriptor> {
    private final int hash;

    Key(FileDescriptor descriptor, ReferenceQueue<FileDescriptor> queue) {
      super(descriptor, queue);
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

  OneView view() {
    return view;
  }

  synchronized void add(FileDescriptor descriptor, OpenFile file) {
    if (files.put(new Key(descriptor, collected), file) == null) {
      count++;
    }
    keeper.mind(file.nanosLeft());
  }

  /** What is known of {@code descriptor}, or null. */
  OpenFile find(FileDescriptor descriptor) {
    return descriptor == null ? null : files.get(new Key(descriptor, null));
  }

  void remove(FileDescriptor descriptor) {
    remove(new Key(descriptor, null));
  }

  private synchronized OpenFile remove(Key key) {
    OpenFile removed = files.remove(key);
    if (removed != null) {
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
    for (Map.Entry<Key, OpenFile> file : files.entrySet()) {
      file.getValue().end(file.getKey().get(), false);
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
    for (Reference<? extends FileDescriptor> key = first; key != null; key = collected.poll()) {
      OpenFile file = remove((Key) key);
      if (file != null) {
        file.end(null, false);
      }
    }
    return !files.isEmpty();
  }

  /** Wakes up who waits in {@link #keep}. */
  void wake() {
    new Key(new FileDescriptor(), collected).enqueue();
  }

  /** How long until there is more to publish, in milliseconds. */
  private long publishWhatIsDue() {
    long soonest = Long.MAX_VALUE;
    for (Map.Entry<Key, OpenFile> file : files.entrySet()) {
      long left = file.getValue().nanosLeft();
      FileDescriptor descriptor = file.getKey().get();
      if (left <= 0 && descriptor != null) {
        ((Stage) file.getValue()).publishAtLimit(descriptor);
      } else {
        soonest = Math.min(soonest, left);
      }
    }
    return soonest == Long.MAX_VALUE ? soonest : soonest / 1_000_000 + 1;
  }

  /** The stages of paths below a directory. */
  List<Stage> below(Path realDirectory) {
    List<Stage> below = new ArrayList<>();
    for (OpenFile file : files.values()) {
      if (file instanceof Stage && ((Stage) file).isBelow(realDirectory)) {
        below.add((Stage) file);
      }
    }
    return below;
  }

  /** The descriptor of an open file, or null if it was collected. */
  FileDescriptor descriptorOf(OpenFile wanted) {
    for (Map.Entry<Key, OpenFile> file : files.entrySet()) {
      if (file.getValue() == wanted) {
        return file.getKey().get();
      }
    }
    return null;
  }

  /**
   * From now on the file at {@code path} is written in place.
   *
   * @return its identity, for {@link #noMoreInPlace}; null if there is no such file
   */
  String inPlace(Path path) {
    try {
      String identity = Target.identity(path, Target.facts(path));
      synchronized (inPlace) {
        Integer open = inPlace.get(identity);
        inPlace.put(identity, open == null ? 1 : open + 1);
      }
      return identity;
    } catch (IOException e) {
      return null;
    }
  }

  void noMoreInPlace(String identity) {
    synchronized (inPlace) {
      Integer open = inPlace.remove(identity);
      if (open != null && open > 1) {
        inPlace.put(identity, open - 1);
      }
    }
  }

  boolean isInPlace(Target target) {
    if (none() || !target.exists()) {
      return false;
    }
    synchronized (inPlace) {
      return inPlace.containsKey(target.identity());
    }
  }
}
