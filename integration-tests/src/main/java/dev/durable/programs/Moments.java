package dev.durable.programs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.Collections;

/**
 * Writes at special moments, in the directory that the system property of that name tells: "early"
 * while its class is initialised, "late" and "lines" while the JVM shuts down.
 */
public final class Moments {
  static {
    write("early");
  }

  private Moments() {}

  public static void main(String[] arguments) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> write("late")));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> write("lines")));
  }

  private static void write(String name) {
    Iterable<String> line = Collections.singletonList("new");
    try {
      Files.write(Paths.get(System.getProperty("directory"), name), line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
