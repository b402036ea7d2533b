package dev.durable.programs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;

/**
 * Times {@code Files.write} of an existing file, in microseconds (the median of many calls): beside
 * it, the same durable sequence written by hand. Run it without the agent, and with the agent and
 * the directory protected.
 *
 * <pre>java [-javaagent:...] dev.durable.programs.Cost DIRECTORY</pre>
 */
public final class Cost {
  private static final int[] SIZES = {100, 4 << 10, 1 << 20, 16 << 20};
  private static final long NANOS_EACH = 3_000_000_000L;

  private Cost() {}

  private interface Write {
    void run(Path file, byte[] bytes) throws IOException;
  }

  public static void main(String[] arguments) throws IOException {
    Path file = Paths.get(arguments[0]).resolve("file");
    System.out.println("     bytes   Files.write   by hand   (microseconds, median)");
    for (int size : SIZES) {
      byte[] bytes = Calls.pattern(size);
      double[] medians = inTurn(file, bytes, Files::write, Cost::byHand);
      System.out.println(
          String.format(Locale.ROOT, "%10d %13.0f %9.0f", size, medians[0], medians[1]));
    }
    Files.delete(file);
  }

  private static void byHand(Path file, byte[] bytes) throws IOException {
    Path temp = file.resolveSibling("file.tmp");
    try (FileChannel out =
        FileChannel.open(temp, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        out.write(buffer);
      }
      out.force(true);
    }
    Files.move(temp, file, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel directory = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  /** A call of the one, a call of the other, so that both meet the same moods of the disk. */
  private static double[] inTurn(Path file, byte[] bytes, Write... writes) throws IOException {
    long[][] nanos = new long[writes.length][100_000];
    int rounds = 0;
    long end = System.nanoTime() + NANOS_EACH;
    while (rounds < 20 || rounds < nanos[0].length && System.nanoTime() < end) {
      for (int i = 0; i < writes.length; i++) {
        long start = System.nanoTime();
        writes[i].run(file, bytes);
        nanos[i][rounds] = System.nanoTime() - start;
      }
      rounds++;
    }
    double[] medians = new double[writes.length];
    for (int i = 0; i < writes.length; i++) {
      Arrays.sort(nanos[i], 0, rounds);
      medians[i] = nanos[i][rounds / 2] / 1000.0;
    }
    return medians;
  }
}
