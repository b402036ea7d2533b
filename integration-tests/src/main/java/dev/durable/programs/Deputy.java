package dev.durable.programs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Collections;

/**
 * Prints what came of lines that look at a system property, used by this program itself and by
 * {@code Files.write}: which of them may look at it? Arguments: the file to write, the property.
 */
public final class Deputy {
  private Deputy() {}

  public static void main(String[] arguments) {
    Path file = Paths.get(arguments[0]);
    String name = arguments[1];
    Iterable<String> own = () -> Collections.singletonList(System.getProperty(name)).iterator();
    Iterable<String> trusted = new Trusted(name);
    print("own, used here", () -> own.iterator().next());
    print("own, written", () -> Files.write(file, own));
    print("a library's, used here", () -> trusted.iterator().next());
    print("a library's, written", () -> Files.write(file, trusted));
  }

  private interface Use {
    Object of() throws IOException;
  }

  private static void print(String what, Use lines) {
    try {
      System.out.println(what + ": " + lines.of());
    } catch (IOException | RuntimeException e) {
      System.out.println(what + ": " + e.getMessage());
    }
  }
}
