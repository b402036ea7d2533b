package dev.durable.programs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.Locale;

/**
 * Times ways to replace a file against each other: a call of the one, a call of the next, so that
 * all meet the same moods of the disk. Prints a line for each of several blocks: the median of each
 * way in microseconds.
 *
 * <pre>InTurn BYTES BLOCKS SECONDS (WAY=FILE)...</pre>
 */
public final class InTurn {
  private static final int LEAST = 5;

  private InTurn() {}

  public static void main(String[] arguments) throws IOException {
    byte[] bytes = new byte[Integer.parseInt(arguments[0])];
    Arrays.fill(bytes, (byte) 'x');
    int blocks = Integer.parseInt(arguments[1]);
    long nanos = (long) (Double.parseDouble(arguments[2]) * 1e9);
    Ways[] ways = new Ways[arguments.length - 3];
    Path[] files = new Path[ways.length];
    for (int i = 0; i < ways.length; i++) {
      String[] way = arguments[3 + i].split("=");
      ways[i] = Ways.valueOf(way[0]);
      files[i] = Paths.get(way[1]);
    }
    block(ways, files, bytes, nanos / 2); // Until it is compiled.
    for (int block = 0; block < blocks; block++) {
      StringBuilder line = new StringBuilder();
      for (double median : block(ways, files, bytes, nanos)) {
        line.append(String.format(Locale.ROOT, "%.1f ", median));
      }
      System.out.println(line.toString().trim());
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }

  private static double[] block(Ways[] ways, Path[] files, byte[] bytes, long nanos)
      throws IOException {
    long[][] took = new long[ways.length][100_000];
    int rounds = 0;
    long end = System.nanoTime() + nanos;
    while (rounds < LEAST || rounds < took[0].length && System.nanoTime() < end) {
      for (int i = 0; i < ways.length; i++) {
        int way = (i + rounds) % ways.length;
        long start = System.nanoTime();
        ways[way].write(files[way], bytes);
        took[way][rounds] = System.nanoTime() - start;
      }
      rounds++;
    }
    double[] medians = new double[ways.length];
    for (int i = 0; i < ways.length; i++) {
      Arrays.sort(took[i], 0, rounds);
      medians[i] = took[i][rounds / 2] / 1000.0;
    }
    return medians;
  }
}
