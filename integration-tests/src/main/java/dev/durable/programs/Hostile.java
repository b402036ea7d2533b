package dev.durable.programs;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;

/**
 * A local user who means harm. Watches a directory for the agent's temp files, and tries to remove
 * them, to put links in their places and links to a victim under the names that come next. Says
 * "begun" when the first are there and, told to end by a line of standard input, how many names it
 * has taken. Arguments: the directory, the victim.
 */
public final class Hostile {
  private static final int AHEAD = 400;

  private final Path directory;
  private final Path victim;
  private int taken;
  private long last = -1;

  private Hostile(String directory, String victim) {
    this.directory = Paths.get(directory);
    this.victim = Paths.get(victim);
  }

  public static void main(String[] arguments) throws IOException {
    Hostile hostile = new Hostile(arguments[0], arguments[1]);
    boolean begun = false;
    while (System.in.available() == 0) {
      hostile.look();
      if (!begun && hostile.taken > 0) {
        System.out.println("begun");
        begun = true;
      }
    }
    System.out.println(hostile.taken);
  }

  private void look() {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, ".durable-*~")) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (Files.isSymbolicLink(file)) {
          continue; // One of its own.
        }
        int number = name.lastIndexOf('-') + 1;
        long current = Long.parseLong(name.substring(number, name.length() - 1), 36);
        if (current != last) {
          last = current;
          harm(file, name.substring(0, number), current);
        }
      }
    } catch (IOException | RuntimeException e) {
      // Gone in the meantime.
    }
  }

  private void harm(Path file, String prefix, long number) {
    for (int i = 1; i <= AHEAD; i++) {
      String next = prefix + Long.toString(number + i, 36) + "~";
      taken += linked(directory.resolve(next)) ? 1 : 0;
    }
    Path aside = directory.resolve("aside");
    try {
      linked(aside);
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // A sticky directory.
    }
    try {
      Files.delete(file);
    } catch (IOException e) {
      // The same.
    }
  }

  private boolean linked(Path name) {
    try {
      Files.createSymbolicLink(name, victim);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
