package dev.durable.programs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;

/**
 * Writes version after version of a few files for each of its threads, until it is killed or the
 * disk fails, and says which version of which file was acknowledged: a line {@code NAME VERSION}
 * each. A version's first line tells its number, length and checksum, so that whoever finds the
 * file can tell whether it is whole.
 *
 * <pre>java dev.durable.programs.Versions DIRECTORY write|lines|move|rename THREADS</pre>
 */
public final class Versions {
  private static final int FILES = 3;
  private static final int LARGEST = 300_000;

  private Versions() {}

  public static void main(String[] arguments) {
    final Path directory = Paths.get(arguments[0]);
    final String way = arguments[1];
    int threads = Integer.parseInt(arguments[2]);
    for (int t = 0; t < threads; t++) {
      final int thread = t;
      new Thread(
              () -> {
                try {
                  write(directory, way, thread);
                } catch (IOException e) {
                  // The disk is gone: nothing more will be acknowledged.
                }
              })
          .start();
    }
  }

  private static void write(Path directory, String way, int thread) throws IOException {
    Random random = new Random(thread);
    for (int version = 1; ; version++) {
      for (int i = 0; i < FILES; i++) {
        String name = way + "-" + thread + "-" + i;
        byte[] content = content(version, random.nextInt(3) == 0 ? random.nextInt(LARGEST) : 500);
        put(directory.resolve(name), way, content);
        System.out.println(name + " " + version);
      }
    }
  }

  private static void put(Path file, String way, byte[] content) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".draft");
    switch (way) {
      case "write":
        Files.write(file, content);
        break;
      case "lines":
        String text = new String(content, StandardCharsets.US_ASCII);
        Files.write(file, Arrays.asList(text.split("\n")), StandardCharsets.US_ASCII);
        break;
      case "move":
        Files.write(draft, content);
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
        break;
      case "rename":
        Files.write(draft, content);
        if (!draft.toFile().renameTo(file.toFile())) {
          throw new IOException("not renamed");
        }
        break;
      default:
        throw new IllegalArgumentException(way);
    }
  }

  /** The content of a version, of that many bytes and its head. */
  static byte[] content(int version, int length) {
    byte[] body = new byte[length + 1];
    for (int i = 0; i < length; i++) {
      body[i] = (byte) ('a' + (i + version) % 26);
    }
    body[length] = '\n';
    CRC32 crc = new CRC32();
    crc.update(body, 0, body.length);
    byte[] head =
        (version + " " + body.length + " " + crc.getValue() + "\n")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] content = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, content, head.length, body.length);
    return content;
  }

  /** The version that {@code content} is, or -1 if it is not a whole one. */
  public static int version(byte[] content) {
    String text = new String(content, StandardCharsets.US_ASCII);
    int end = text.indexOf('\n') + 1;
    String[] head = text.substring(0, Math.max(0, end - 1)).split(" ");
    if (head.length != 3) {
      return -1;
    }
    try {
      CRC32 crc = new CRC32();
      crc.update(content, end, content.length - end);
      boolean whole =
          content.length - end == Integer.parseInt(head[1])
              && crc.getValue() == Long.parseLong(head[2]);
      return whole ? Integer.parseInt(head[0]) : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
