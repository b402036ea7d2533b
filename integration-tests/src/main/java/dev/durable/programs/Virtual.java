package dev.durable.programs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Virtual threads (Java 21 and later) that each write a file of their own, named by their number,
 * and one that is everybody's, "shared": three lines of their number each, the latter with a nap
 * between the lines. Arguments: the directory, the number of threads.
 */
public final class Virtual {
  private static final int LINES = 3;

  private Virtual() {}

  public static void main(String[] arguments) throws Exception {
    Path directory = Paths.get(arguments[0]);
    Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
      String number = Integer.toString(i);
      Runnable work = () -> write(directory, number);
      threads.add((Thread) start.invoke(null, work));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void write(Path directory, String number) {
    try {
      Files.write(directory.resolve(number), lines(number)::iterator);
      Files.write(directory.resolve("shared"), lines(number).peek(line -> nap())::iterator);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<CharSequence> lines(String number) {
    return Stream.<CharSequence>generate(() -> number).limit(LINES);
  }

  private static void nap() {
    try {
      Thread.sleep(1);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
