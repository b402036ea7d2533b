package dev.durable.programs;

import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Does something of each kind to the files of a directory, many times. */
public final class Busy {
  private Busy() {}

  public static void main(String[] arguments) throws Exception {
    Path data = Paths.get(arguments[0]);
    int times = Integer.parseInt(arguments[1]);
    byte[] text = new byte[1000];
    Files.createLink(data.resolve("linked"), Files.write(data.resolve("link"), text));
    for (int i = 0; i < times; i++) {
      Files.write(data.resolve("orders" + i % 10 + ".json"), text);
      Files.write(
          data.resolve("journal.log"), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      try (OutputStream out = new FileOutputStream(data.resolve("staged.csv").toFile())) {
        out.write(text);
      }
      Files.write(data.resolve("next"), text);
      Files.move(
          data.resolve("next"), data.resolve("current"), StandardCopyOption.REPLACE_EXISTING);
      Files.write(data.resolve("linked"), text);
    }
    Files.createDirectory(data.resolve("directory"));
    try {
      Files.move(data.resolve("missing"), data.resolve("current"));
    } catch (java.io.IOException expected) {
      System.out.println("done");
    }
  }
}
