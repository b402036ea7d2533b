package dev.durable.programs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes while interrupts rain. Each thread writes in a directory of its own: "file" as bytes,
 * "lines" as lines, "linked" as bytes, "moved" by a move. An interrupt is sent when the thread has
 * noticed the one before, so that none may be lost; prints for each thread how many it noticed, of
 * how many. Arguments: the directories, one for each thread.
 */
public final class Rain {
  private static final int ROUNDS = 25;
  private static final int LENGTH = 300_000;
  private static final int LONGEST_PAUSE_NANOS = 3_000_000;

  private Rain() {}

  public static void main(String[] arguments) throws Exception {
    Writer[] writers =
        Arrays.stream(arguments).map(name -> new Writer(Paths.get(name))).toArray(Writer[]::new);
    for (Writer writer : writers) {
      writer.start();
      writer.cloud.start();
    }
    for (Writer writer : writers) {
      writer.join();
      System.out.println(writer.outcome);
    }
  }

  private static final class Writer extends Thread {
    final Thread cloud = new Thread(this::rain);
    private final Path directory;
    private volatile int sent;
    private volatile int noticed;
    private volatile boolean dry;
    private String outcome;

    Writer(Path directory) {
      this.directory = directory;
    }

    @Override
    public void run() {
      try {
        for (int round = 0; round < ROUNDS; round++) {
          write(round);
        }
        outcome = "";
      } catch (IOException | RuntimeException e) {
        outcome = e + "; ";
      }
      dry = true;
      while (cloud.isAlive()) {
        Thread.yield();
      }
      notice();
      outcome += "noticed " + noticed + " of " + sent;
    }

    private void write(int round) throws IOException {
      byte[] bytes = Calls.pattern(LENGTH + round);
      Files.write(directory.resolve("file"), bytes);
      notice();
      Files.write(directory.resolve("lines"), Arrays.asList("one", "two", "round " + round));
      notice();
      Files.write(directory.resolve("linked"), bytes);
      notice();
      Files.write(directory.resolve("draft"), bytes);
      notice();
      Files.move(
          directory.resolve("draft"),
          directory.resolve("moved"),
          StandardCopyOption.REPLACE_EXISTING);
      notice();
    }

    private void notice() {
      if (Thread.interrupted()) {
        noticed++;
      }
    }

    private void rain() {
      Random random = new Random();
      while (!dry) {
        if (noticed == sent) {
          LockSupport.parkNanos(random.nextInt(LONGEST_PAUSE_NANOS));
          sent++;
          interrupt();
        } else {
          Thread.yield();
        }
      }
    }
  }
}
