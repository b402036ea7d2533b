package dev.durable.programs.libraries;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.List;

/**
 * Writes a version of a file in each of these ways, or in those named, each in a directory of the
 * way's name, and reads it back with the same library. Says what became of each: {@code WAY:
 * OUTCOME}.
 *
 * <pre>java dev.durable.programs.libraries.Replacing DIRECTORY VERSION go|look|fail|halt [WAY...]
 * </pre>
 */
public final class Replacing {
  /** The exit status of one that was to halt. */
  public static final int HALTED = 77;

  private Replacing() {}

  public static void main(String[] arguments) throws Exception {
    Path directory = Paths.get(arguments[0]);
    int version = Integer.parseInt(arguments[1]);
    Middle middle = Middle.valueOf(arguments[2].toUpperCase());
    List<String> named = Arrays.asList(arguments).subList(3, arguments.length);
    for (String name : named.isEmpty() ? Ways.all().keySet() : named) {
      Way way = Ways.all().get(name);
      Path file = directory.resolve(name).resolve(way.file);
      Files.createDirectories(file.getParent());
      System.out.println("begin " + name);
      System.out.println("end " + write(way, file.toFile(), new Lines(version, middle)));
    }
  }

  private static String write(Way way, File file, Lines lines) throws Exception {
    try {
      way.write.write(file, lines);
    } catch (Exception e) {
      // Some wrap the application's exception in their own.
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      return e.getClass().getName() + " of " + cause;
    }
    if (way.kind == Way.Kind.DELETES) {
      return file.exists() ? "still there" : "gone";
    }
    return way.read.read(file).equals(lines.again()) ? "as written" : "something else";
  }
}
