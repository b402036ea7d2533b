package dev.durable.programs;

import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Paths;

/**
 * Overwrites a jar with zeros, as a careless update does, once all is loaded that is loaded after
 * the start; then writes a file and asks for the MBean server. Arguments: the jar, the file.
 */
public final class Overwriting {
  private Overwriting() {}

  public static void main(String[] arguments) throws Exception {
    Loading.await();
    try (RandomAccessFile jar = new RandomAccessFile(arguments[0], "rw")) {
      jar.write(new byte[(int) jar.length()]);
    }
    Files.write(Paths.get(arguments[1]), "new".getBytes());
    System.out.println("written");
    System.out.println(ManagementFactory.getPlatformMBeanServer() == null ? "none" : "a server");
  }
}
