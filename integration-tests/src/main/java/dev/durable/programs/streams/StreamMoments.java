package dev.durable.programs.streams;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;

/**
 * Opens streams at special moments, in the directory that the system property of that name tells:
 * "early" while its class is initialised, "late" while the JVM shuts down, and leaves one open each
 * time: "early-open", "late-open".
 */
public final class StreamMoments {
  static {
    write("early");
  }

  private StreamMoments() {}

  public static void main(String[] arguments) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> write("late")));
  }

  private static void write(String name) {
    try {
      Path directory = Paths.get(System.getProperty("directory"));
      try (OutputStream out = new FileOutputStream(directory.resolve(name).toFile())) {
        out.write("new".getBytes("UTF-8"));
      }
      Files.newOutputStream(directory.resolve(name + "-open")).write("new".getBytes("UTF-8"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
