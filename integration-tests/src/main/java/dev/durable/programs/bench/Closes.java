package dev.durable.programs.bench;

import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Closes files that no rule protects, many at a time. Prints a line for each way to open one: its
 * name and the nanoseconds of a close, the median of all rounds.
 *
 * <pre>Closes DIRECTORY FILES ROUNDS</pre>
 */
public final class Closes {
  private Closes() {}

  private interface Opener {
    Closeable open(Path file) throws IOException;
  }

  public static void main(String[] arguments) throws IOException {
    Path file = Paths.get(arguments[0]).resolve("closed");
    int files = Integer.parseInt(arguments[1]);
    int rounds = Integer.parseInt(arguments[2]);
    print("fileOutputStream", each -> new FileOutputStream(each.toFile()), file, files, rounds);
    print(
        "randomAccessFile", each -> new RandomAccessFile(each.toFile(), "rw"), file, files, rounds);
    print(
        "fileChannel",
        each -> FileChannel.open(each, StandardOpenOption.CREATE, StandardOpenOption.WRITE),
        file,
        files,
        rounds);
  }

  private static void print(String name, Opener opener, Path file, int files, int rounds)
      throws IOException {
    Closeable[] open = new Closeable[files];
    double[] nanos = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < files; i++) {
        open[i] = opener.open(file);
      }
      long start = System.nanoTime();
      for (Closeable each : open) {
        each.close();
      }
      nanos[round] = (double) (System.nanoTime() - start) / files;
    }
    Arrays.sort(nanos);
    System.out.println(name + " " + nanos[rounds / 2]);
  }
}
