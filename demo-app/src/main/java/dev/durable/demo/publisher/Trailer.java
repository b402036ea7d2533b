package dev.durable.demo.publisher;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The line that ends every file the publisher writes: {@code -- length=12345 crc32=89abcdef}, where
 * the length (in bytes) and the CRC-32 are those of everything before that line. Subscribers check
 * their downloads by it.
 */
public final class Trailer {
  private static final Pattern LINE =
      Pattern.compile(
          "^(?:# )?-- length=([0-9]{1,10}) crc32=([0-9a-f]{8})\r?\n", Pattern.MULTILINE);

  private Trailer() {}

  /** The lines and their trailer, for a file in UTF-8 with the line separator of the platform. */
  public static List<String> seal(List<String> lines) {
    return seal("", lines);
  }

  /** The same for a format in which {@code #} begins a comment. */
  public static List<String> sealWithComment(List<String> lines) {
    return seal("# ", lines);
  }

  private static List<String> seal(String prefix, List<String> lines) {
    byte[] separator = System.lineSeparator().getBytes(StandardCharsets.UTF_8);
    CRC32 crc = new CRC32();
    long length = 0;
    for (String line : lines) {
      byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
      crc.update(bytes, 0, bytes.length);
      crc.update(separator, 0, separator.length);
      length += bytes.length + separator.length;
    }
    List<String> sealed = new ArrayList<String>(lines);
    sealed.add(
        String.format(Locale.ROOT, "%s-- length=%d crc32=%08x", prefix, length, crc.getValue()));
    return sealed;
  }

  /** Whether the file ends with a trailer, and that is right about everything before it. */
  public static boolean isRightAtEndOf(byte[] file) {
    Matcher line = matcher(file);
    while (line.find()) {
      if (line.end() == file.length) {
        CRC32 crc = new CRC32();
        crc.update(file, 0, line.start());
        return Long.parseLong(line.group(1)) == line.start()
            && Long.parseLong(line.group(2), 16) == crc.getValue();
      }
    }
    return false;
  }

  /** Whether a trailer, right or wrong, stands anywhere in the file. */
  public static boolean isIn(byte[] file) {
    return matcher(file).find();
  }

  /** Each byte is one character, so that the matcher's positions are positions in the file. */
  private static Matcher matcher(byte[] file) {
    return LINE.matcher(new String(file, StandardCharsets.ISO_8859_1));
  }
}
