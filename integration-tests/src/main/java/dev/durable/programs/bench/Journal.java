package dev.durable.programs.bench;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Threads that append orders of 100 bytes to one journal, each order on disk before the next one of
 * its thread: by each of these ways in turn, several times. Prints a line for each time: the orders
 * per second of each way.
 *
 * <pre>Journal THREADS TIMES SECONDS EACH_WRITE BARRIER BY_HAND</pre>
 *
 * The last three are the journals' files: one whose rule forces every write, one that {@link
 * #place} writes, which the configuration gives a barrier, and an unprotected one with a {@link
 * GroupCommit}.
 */
public final class Journal {
  private static final byte[] ORDER = new byte[100];

  /** Takes one order. */
  private interface Way {
    void take() throws IOException;
  }

  private Journal() {}

  public static void main(String[] arguments) throws Exception {
    int threads = Integer.parseInt(arguments[0]);
    int times = Integer.parseInt(arguments[1]);
    long millis = (long) (Double.parseDouble(arguments[2]) * 1000);
    Path byHand = Paths.get(arguments[5]);
    try (FileOutputStream each = new FileOutputStream(arguments[3], true);
        FileOutputStream barrier = new FileOutputStream(arguments[4], true);
        GroupCommit commit = new GroupCommit(byHand)) {
      Way[] ways = {() -> each.write(ORDER), () -> place(barrier), () -> commit.append(ORDER)};
      for (int time = -1; time < times; time++) {
        StringBuilder line = new StringBuilder();
        for (Way way : ways) {
          line.append(perSecond(way, threads, millis)).append(' ');
        }
        if (time >= 0) {
          System.out.println(line.toString().trim());
        }
      }
    }
  }

  static void place(FileOutputStream journal) throws IOException {
    journal.write(ORDER);
  }

  private static long perSecond(Way way, int threads, long millis) throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    AtomicLong done = new AtomicLong();
    AtomicReference<IOException> failure = new AtomicReference<>();
    Thread[] crowd = new Thread[threads];
    for (int i = 0; i < threads; i++) {
      crowd[i] =
          new Thread(
              () -> {
                try {
                  while (!stop.get()) {
                    way.take();
                    done.incrementAndGet();
                  }
                } catch (IOException e) {
                  failure.set(e);
                }
              });
    }
    long start = System.nanoTime();
    for (Thread thread : crowd) {
      thread.start();
    }
    Thread.sleep(millis);
    stop.set(true);
    for (Thread thread : crowd) {
      thread.join();
    }
    if (failure.get() != null) {
      throw failure.get();
    }
    return Math.round(done.get() / ((System.nanoTime() - start) / 1e9));
  }
}
