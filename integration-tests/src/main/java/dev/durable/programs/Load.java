package dev.durable.programs;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Many threads write version after version of many files, each of its own, while others interrupt
 * them, close what they have open, and collect garbage. Says "ready" when each way was tried once,
 * and begins when it is sent a line; says "quiet" when all threads have ended, then for each file
 * {@code NAME ACKNOWLEDGED TRIED}, its versions, and an empty line; ends with its standard input.
 *
 * <pre>java dev.durable.programs.Load DIRECTORY THREADS FILES SECONDS platform|virtual WAY,...
 * </pre>
 *
 * <p>What is closed by others is in files whose names begin with "closed": closed before anything
 * was written, they are empty.
 */
public final class Load {
  private static final int LARGEST = 40_000;
  private static final int SETTLE_MILLIS = 100;
  private static final int COLLECTIONS = 10;
  private static final int MOST_IDLE_MILLIS = 15_000;

  private final List<Path> directories = new ArrayList<>();
  private final String[] ways;
  private final int files;
  private final AtomicReferenceArray<Closeable> open;
  private final Worker[] workers;
  private volatile boolean done;

  private Load(Path directory, int threads, int files, String[] ways) throws IOException {
    try (java.nio.file.DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
      all.forEach(directories::add);
    }
    this.ways = ways;
    this.files = files;
    this.open = new AtomicReferenceArray<>(threads);
    this.workers = new Worker[threads];
    for (int i = 0; i < threads; i++) {
      workers[i] = new Worker(i);
    }
  }

  public static void main(String[] arguments) throws Exception {
    Load load =
        new Load(
            Paths.get(arguments[0]),
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]),
            arguments[5].split(","));
    load.tryEachWay();
    long threads = say("ready", Long.MAX_VALUE);
    System.in.read();
    load.run(Integer.parseInt(arguments[3]), arguments[4].equals("virtual"));
    say("quiet", threads);
    for (Worker worker : load.workers) {
      worker.report();
    }
    System.out.println();
    while (System.in.read() >= 0) {}
  }

  /**
   * Tells the heap in use after a collection, and the threads that there are.
   *
   * @param threads how many are waited for: some of the agent's end when they were idle for a while
   */
  private static long say(String what, long threads) throws InterruptedException {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      Thread.sleep(SETTLE_MILLIS);
    }
    for (int i = 0; i < MOST_IDLE_MILLIS / SETTLE_MILLIS && threads() > threads; i++) {
      Thread.sleep(SETTLE_MILLIS);
    }
    Runtime runtime = Runtime.getRuntime();
    long now = threads();
    System.out.println(what + " " + (runtime.totalMemory() - runtime.freeMemory()) + " " + now);
    return now;
  }

  private static long threads() {
    return Arrays.stream(
            ManagementFactory.getThreadMXBean()
                .getThreadInfo(ManagementFactory.getThreadMXBean().getAllThreadIds()))
        .filter(thread -> thread != null && !thread.getThreadName().contains("ForkJoinPool"))
        .count();
  }

  private void tryEachWay() throws IOException {
    for (Path directory : directories) {
      for (String way : ways) {
        workers[0].put(way, directory.resolve("first"), Versions.content(1, 1));
      }
    }
  }

  private void run(int seconds, boolean virtual) throws Exception {
    Thread[] threads = new Thread[workers.length];
    for (int i = 0; i < threads.length; i++) {
      threads[i] = virtual ? virtual(workers[i]) : new Thread(workers[i]);
      if (!virtual) {
        threads[i].start();
      }
    }
    Random random = new Random();
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    for (int turn = 0; System.nanoTime() < end; turn++) {
      Thread.sleep(1);
      threads[random.nextInt(threads.length)].interrupt();
      Closeable victim = open.get(random.nextInt(threads.length));
      if (victim != null) {
        try {
          victim.close();
        } catch (IOException e) {
          // Its writer was at work, or has failed: it is not acknowledged.
        }
      }
      if (turn % 200 == 0) {
        System.gc();
      }
    }
    done = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static Thread virtual(Runnable work) throws Exception {
    Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
    return (Thread) start.invoke(null, work);
  }

  private final class Worker implements Runnable {
    private final int number;
    private final Random random;
    private final int[] acknowledged;
    private final int[] tried;

    Worker(int number) {
      this.number = number;
      this.random = new Random(number);
      this.acknowledged = new int[files];
      this.tried = new int[files];
    }

    private Path file(int i) {
      String name = (isClosedByOthers(i) ? "closed-" : "file-") + number + "-" + i;
      return directories.get((number + i) % directories.size()).resolve(name);
    }

    private boolean isClosedByOthers(int i) {
      return i % 8 == 7;
    }

    @Override
    public void run() {
      while (!done) {
        int i = random.nextInt(files);
        int version = ++tried[i];
        byte[] content = Versions.content(version, random.nextInt(LARGEST));
        try {
          if (isClosedByOthers(i)) {
            putIntoOpen(file(i), content);
            continue; // Closed by whom, nobody knows.
          }
          if (put(ways[random.nextInt(ways.length)], file(i), content)) {
            acknowledged[i] = version;
          }
        } catch (IOException | RuntimeException e) {
          // Interrupted, or no more descriptors: the version may be there or not.
        }
      }
    }

    private void putIntoOpen(Path file, byte[] content) throws IOException {
      try (OutputStream out = new FileOutputStream(file.toFile())) {
        open.set(number, out);
        out.write(content);
      } finally {
        open.set(number, null);
      }
    }

    /** Returns whether it is acknowledged. */
    boolean put(String way, Path file, byte[] content) throws IOException {
      switch (way) {
        case "write":
          Files.write(file, content);
          return true;
        case "stream":
          try (OutputStream out = new FileOutputStream(file.toFile())) {
            int half = content.length / 2;
            out.write(content, 0, half);
            out.write(content, half, content.length - half);
          }
          return true;
        case "channel":
          try (FileChannel out =
              FileChannel.open(
                  file,
                  StandardOpenOption.WRITE,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
              out.write(buffer);
            }
          }
          return true;
        case "copy":
          Files.copy(new ByteArrayInputStream(content), file, StandardCopyOption.REPLACE_EXISTING);
          return true;
        case "move":
          Path draft = file.resolveSibling("draft-" + number);
          Files.write(draft, content);
          Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
          return true;
        case "dropped":
          new FileOutputStream(file.toFile()).write(content);
          return false;
        default:
          throw new IllegalArgumentException(way);
      }
    }

    void report() {
      for (int i = 0; i < files; i++) {
        System.out.println(
            file(i).getParent().getFileName()
                + "/"
                + file(i).getFileName()
                + " "
                + acknowledged[i]
                + " "
                + tried[i]);
      }
    }
  }
}
