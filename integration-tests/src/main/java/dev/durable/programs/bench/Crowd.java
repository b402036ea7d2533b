package dev.durable.programs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Threads that replace files of 4 KiB, each its own, by one way and then by the other, several
 * times. Prints a line for each time: the replacements per second of both.
 *
 * <pre>Crowd THREADS DIRECTORIES TIMES SECONDS (WAY=DIRECTORY)...</pre>
 */
public final class Crowd {
  private static final byte[] BYTES = new byte[4096];

  private Crowd() {}

  public static void main(String[] arguments) throws Exception {
    int threads = Integer.parseInt(arguments[0]);
    int directories = Integer.parseInt(arguments[1]);
    int times = Integer.parseInt(arguments[2]);
    long millis = (long) (Double.parseDouble(arguments[3]) * 1000);
    for (int time = -1; time < times; time++) {
      StringBuilder line = new StringBuilder();
      for (int i = 4; i < arguments.length; i++) {
        String[] way = arguments[i].split("=");
        Path directory = Paths.get(way[1]);
        line.append(perSecond(Ways.valueOf(way[0]), directory, threads, directories, millis))
            .append(' ');
      }
      if (time >= 0) {
        System.out.println(line.toString().trim());
      }
    }
  }

  private static long perSecond(Ways way, Path top, int threads, int directories, long millis)
      throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    AtomicLong done = new AtomicLong();
    AtomicReference<IOException> failure = new AtomicReference<>();
    Thread[] crowd = new Thread[threads];
    for (int i = 0; i < threads; i++) {
      Path directory = Files.createDirectories(top.resolve("d" + i % directories));
      Path file = directory.resolve("file" + i);
      crowd[i] =
          new Thread(
              () -> {
                try {
                  while (!stop.get()) {
                    way.write(file, BYTES);
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
