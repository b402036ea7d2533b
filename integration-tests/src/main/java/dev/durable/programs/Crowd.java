package dev.durable.programs;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;

/**
 * Threads that all write the same file, each its own byte over and over. Begins when its standard
 * input ends, and prints how often what came of it. Arguments: the file (or its several names,
 * separated as in a class path), the byte of the first thread, the number of threads, how often
 * each writes, the length, and options.
 */
public final class Crowd {
  private Crowd() {}

  public static void main(String[] arguments) throws Exception {
    String[] names = arguments[0].split(File.pathSeparator);
    int first = Integer.parseInt(arguments[1]);
    int threads = Integer.parseInt(arguments[2]);
    int times = Integer.parseInt(arguments[3]);
    int length = Integer.parseInt(arguments[4]);
    OpenOption[] options =
        Arrays.stream(arguments)
            .skip(5)
            .map(StandardOpenOption::valueOf)
            .toArray(OpenOption[]::new);
    while (System.in.read() >= 0) {}
    CyclicBarrier start = new CyclicBarrier(threads);
    Map<String, Integer> outcomes = new TreeMap<>();
    Thread[] crowd = new Thread[threads];
    for (int i = 0; i < threads; i++) {
      Path file = Paths.get(names[i % names.length]);
      byte[] bytes = new byte[length];
      Arrays.fill(bytes, (byte) (first + i));
      crowd[i] =
          new Thread(
              () -> {
                await(start);
                for (int time = 0; time < times; time++) {
                  String outcome = write(file, bytes, options);
                  synchronized (outcomes) {
                    outcomes.merge(outcome, 1, Integer::sum);
                  }
                }
              });
      crowd[i].start();
    }
    for (Thread thread : crowd) {
      thread.join();
    }
    outcomes.forEach((outcome, count) -> System.out.println(count + " " + outcome));
  }

  private static void await(CyclicBarrier start) {
    try {
      start.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static String write(Path file, byte[] bytes, OpenOption[] options) {
    try {
      Files.write(file, bytes, options);
      return "ok";
    } catch (IOException | RuntimeException e) {
      return e.toString();
    }
  }
}
