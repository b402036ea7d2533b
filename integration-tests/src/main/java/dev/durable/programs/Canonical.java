package dev.durable.programs;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;

/** Asks for the canonical path of a link before and after another link takes its place. */
public final class Canonical {
  private Canonical() {}

  public static void main(String[] arguments) throws IOException {
    Path directory = Paths.get(arguments[0]);
    Files.createDirectory(directory.resolve("one"));
    Files.createDirectory(directory.resolve("two"));
    File link = directory.resolve("link").toFile();
    File other = directory.resolve("other").toFile();
    Files.createSymbolicLink(link.toPath(), Paths.get("one"));
    Files.createSymbolicLink(other.toPath(), Paths.get("two"));
    System.out.println(new File(link.getCanonicalPath()).getName());
    System.out.println(other.renameTo(link));
    System.out.println(new File(link.getCanonicalPath()).getName());
  }
}
