package dev.durable.programs.bench;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a replacement of 4 KiB costs as things grow: prints its median in microseconds with few
 * files beside it, with many, after many replacements, and with many open files that no rule
 * protects.
 *
 * <pre>Growth PROTECTED UNPROTECTED MANY TIMES</pre>
 */
public final class Growth {
  private static final byte[] BYTES = new byte[4096];

  private Growth() {}

  public static void main(String[] arguments) throws IOException {
    Path top = Paths.get(arguments[0]);
    Path unprotected = Paths.get(arguments[1]);
    int many = Integer.parseInt(arguments[2]);
    int times = Integer.parseInt(arguments[3]);
    Path few = Files.createDirectories(top.resolve("few")).resolve("file");
    Path crowded = Files.createDirectories(unprotected.resolve("many"));
    for (int i = 0; i < many; i++) {
      Files.createFile(crowded.resolve("beside" + i));
    }
    Path full = Files.move(crowded, top.resolve("many")).resolve("file");
    median(few, times);
    System.out.println("few " + median(few, times));
    System.out.println("many " + median(full, times));
    median(few, 5 * times);
    System.out.println("past " + median(few, times));
    List<OutputStream> open = new ArrayList<>();
    int streams = Math.min(many, 10_000);
    for (int i = 0; i < streams; i++) {
      open.add(new FileOutputStream(unprotected.resolve("open" + i % 100).toFile(), true));
    }
    System.out.println("open " + median(few, times));
    long start = System.nanoTime();
    for (OutputStream out : open) {
      out.close();
    }
    System.out.println("close " + (System.nanoTime() - start) / 1000.0 / streams);
  }

  private static double median(Path file, int times) throws IOException {
    long[] took = new long[times];
    for (int i = 0; i < times; i++) {
      long start = System.nanoTime();
      Files.write(file, BYTES);
      took[i] = System.nanoTime() - start;
    }
    Arrays.sort(took);
    return took[times / 2] / 1000.0;
  }
}
