package dev.durable.programs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.zip.CRC32;

/** Reads a file, first thing, and prints its length and checksum. */
public final class Fingerprint {
  private Fingerprint() {}

  public static void main(String[] arguments) throws IOException {
    System.out.println(of(Paths.get(arguments[0])));
  }

  public static String of(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, bytes.length);
    return bytes.length + " " + Long.toHexString(crc.getValue());
  }
}
