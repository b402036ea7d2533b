package dev.durable.programs;

import java.awt.image.BufferedImage;
import java.io.File;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;

/**
 * Calls that the agent answers with calls of its own, which need more than the application may
 * have. Arguments: a directory.
 */
public final class Confined {
  private Confined() {}

  public static void main(String[] arguments) {
    File directory = new File(arguments[0]);
    print("temporary file", () -> File.createTempFile("file", null).exists());
    print("its directory", () -> new File(directory, "new").mkdir());
    print(
        "a child's output",
        () ->
            new ProcessBuilder("/bin/echo", "said")
                .redirectOutput(new File(directory, "output"))
                .start()
                .waitFor());
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
    print("image", () -> ImageIO.write(image, "png", new File(directory, "image.png")));
    System.exit(0); // ImageIO may have started threads.
  }

  private static void print(String what, Callable<?> call) {
    try {
      System.out.println(what + ": " + call.call());
    } catch (Exception | LinkageError e) {
      System.out.println(what + ": " + e);
    }
  }
}
