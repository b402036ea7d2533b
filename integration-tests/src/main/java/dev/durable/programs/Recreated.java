package dev.durable.programs;

import java.io.File;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;

/**
 * Deletes a file, again and again, and writes it anew from another thread as soon as it is gone.
 * Prints how often it was not there afterwards. Arguments: the file, how often.
 */
public final class Recreated {
  private Recreated() {}

  public static void main(String[] arguments) throws Exception {
    File file = new File(arguments[0]);
    int lost = 0;
    for (int round = 0; round < Integer.parseInt(arguments[1]); round++) {
      Files.write(file.toPath(), new byte[1]);
      boolean byPath = round % 2 == 0;
      Thread deleting = new Thread(() -> delete(file, byPath));
      deleting.start();
      while (file.exists()) {
        Thread.yield();
      }
      try (OutputStream out = new FileOutputStream(file)) {
        deleting.join();
        out.write(1);
      }
      lost += file.exists() ? 0 : 1;
    }
    System.out.println("lost " + lost);
  }

  private static void delete(File file, boolean byPath) {
    try {
      if (byPath) {
        Files.delete(file.toPath());
      } else if (!file.delete()) {
        throw new IllegalStateException("not deleted");
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
