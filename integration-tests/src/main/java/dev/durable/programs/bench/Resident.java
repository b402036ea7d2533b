package dev.durable.programs.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;

/** Does nothing for a while, then prints the JVM's resident memory in KiB. */
public final class Resident {
  private Resident() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Thread.sleep(1000);
    System.gc();
    byte[] status = Files.readAllBytes(Paths.get("/proc/self/status"));
    for (String line : new String(status, StandardCharsets.US_ASCII).split("\n")) {
      if (line.startsWith("VmRSS:")) {
        System.out.println(line.replaceAll("\\D", ""));
      }
    }
  }
}
