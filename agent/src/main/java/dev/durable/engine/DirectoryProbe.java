package dev.durable.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Tries in a directory what a replacement does there, with files of the engine's own names, which
 * are removed again. (If this process dies meanwhile, they are leftovers like any others.)
 */
public final class DirectoryProbe {
  private static final int RENAMES = 200;
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final int LENGTH = 4096;

  private final Path directory;
  private final List<Path> files = new ArrayList<>();
  private String failure;
  private boolean directoryForced = true;
  private boolean links = true;
  private int renames;

  private DirectoryProbe(Path directory) {
    this.directory = directory;
  }

  /** Tries all in {@code directory}, which must exist. */
  public static DirectoryProbe of(Path directory) {
    DirectoryProbe probe = new DirectoryProbe(directory);
    try (AtWork work = AtWork.begin()) {
      probe.run();
    }
    return probe;
  }

  /** The first thing that can't be done here, and why; null if a replacement works. */
  public String failure() {
    return failure;
  }

  /** Whether the file system can force a directory. */
  public boolean directoryForced() {
    return directoryForced;
  }

  /**
   * Whether files can have more than one name: a new file is then created exclusively and whole.
   */
  public boolean links() {
    return links;
  }

  /** How many renames were watched, each of which showed the old or the new file whole. */
  public int renames() {
    return renames;
  }

  private void run() {
    String step = "a file can't be created";
    try {
      Path target = create((byte) 0, true);
      step = "the directory can't be opened, so not be forced";
      try (Directory opened = Directory.open(directory, Policy.Level.DURABLE)) {
        step = "a rename over a file fails";
        renameOver(target);
        step = "a force of the directory fails";
        opened.force(
            new Listener() {
              @Override
              public void directoryNotForced(Path path, IOException error) {
                directoryForced = false;
              }
            });
      }
      links = link(target);
    } catch (IOException e) {
      failure = step + " (" + Errors.reason(e) + ")";
    } finally {
      for (Path file : files) {
        Disk.discard(file);
      }
    }
  }

  /** A file with nothing but {@code version} in it. */
  private Path create(byte version, boolean force) throws IOException {
    Temp.Own temp = Disk.createTemp(directory, Disk.PRIVATE);
    files.add(temp.path);
    try {
      byte[] bytes = new byte[LENGTH];
      Arrays.fill(bytes, version);
      ByteBuffer content = ByteBuffer.wrap(bytes);
      while (content.hasRemaining()) {
        temp.channel().write(content);
      }
      if (force) {
        Disk.force(temp.channel());
      }
      return temp.path;
    } finally {
      temp.close();
    }
  }

  /** Replaces {@code target} again and again while another thread looks at it. */
  private void renameOver(Path target) throws IOException {
    Watcher watcher = new Watcher(target);
    watcher.start();
    try {
      long end = System.nanoTime() + MOST_NANOS;
      do {
        Path next = create((byte) (renames + 1), false);
        Disk.rename(next, target);
        files.remove(next);
        renames++;
      } while (renames < RENAMES && System.nanoTime() - end < 0);
    } finally {
      watcher.end();
    }
    if (watcher.seen != null) {
      throw new IOException("it isn't atomic: " + watcher.seen);
    }
  }

  private boolean link(Path target) {
    Path name = directory.resolve(TempName.next());
    try {
      Disk.link(name, target);
      files.add(name);
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** Reads a file over and over, and says what of it is not whole. */
  private static final class Watcher extends Thread {
    private final Path file;
    private volatile boolean ended;
    volatile String seen;

    Watcher(Path file) {
      super("durable-probe");
      this.file = file;
      setDaemon(true);
    }

    void end() {
      ended = true;
      try {
        join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void run() {
      ByteBuffer buffer = ByteBuffer.allocate(LENGTH);
      try (AtWork work = AtWork.begin()) {
        while (!ended && seen == null) {
          look(buffer);
        }
      }
    }

    private void look(ByteBuffer buffer) {
      buffer.clear();
      try (FileChannel channel = Disk.open(file, StandardOpenOption.READ)) {
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
          // Until it is full or at the end.
        }
        if (buffer.hasRemaining()) {
          seen = "a reader met a file that was not complete";
        } else if (buffer.get(0) != buffer.get(LENGTH - 1)) {
          seen = "a reader met a mixture of two files";
        }
      } catch (NoSuchFileException e) {
        seen = "a reader met no file";
      } catch (IOException e) {
        seen = "a reader met " + e;
      }
    }
  }

  /**
   * What keeps the file behind {@code path} from being replaced, as far as its own attributes and
   * its directory's tell; null if nothing does, or if there is no such file.
   */
  public static Obstacle obstacle(Path path) {
    Obstacle obstacle = null;
    try {
      Target target = Target.resolve(path, true);
      if (target == null || !target.exists()) {
        return null;
      }
      obstacle = target.obstacle();
      if (obstacle == null && !Disk.isWritableDirectory(target.directory())) {
        return Obstacle.DIRECTORY_NOT_WRITABLE;
      }
      return obstacle == null && target.isKeptBySticky() ? Obstacle.RENAME_REFUSED : obstacle;
    } catch (IOException e) {
      return obstacle;
    }
  }

  /**
   * Whether {@code path} is nothing that is protected: no regular file, or one of /proc or /sys.
   */
  public static boolean isPlain(Path path) {
    try {
      return Target.resolve(path, true) == null;
    } catch (IOException e) {
      return false;
    }
  }
}
