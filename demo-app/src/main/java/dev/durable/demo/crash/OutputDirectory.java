package dev.durable.demo.crash;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.TreeSet;

/** The directory that the publisher writes, seen from outside while no publisher runs. */
final class OutputDirectory {
  private final Path root;

  OutputDirectory(Path root) {
    this.root = root;
  }

  /** All files that have a name of their own, those in the publisher's inbox among them. */
  Set<Path> files() throws IOException {
    Set<Path> files = new TreeSet<>();
    for (Path file : walk()) {
      if (!isPublishersTemporary(file) && !isAgentsTemporary(file)) {
        files.add(file);
      }
    }
    return files;
  }

  /** The agent's temporary files: after an orderly run none should be there. */
  Set<Path> leftovers() throws IOException {
    Set<Path> files = new TreeSet<>();
    for (Path file : walk()) {
      if (isAgentsTemporary(file)) {
        files.add(file);
      }
    }
    return files;
  }

  /** A torn one does no harm: nobody reads it, and the next edition writes it anew. */
  private static boolean isPublishersTemporary(Path file) {
    return file.getFileName().toString().endsWith(".tmp");
  }

  private static boolean isAgentsTemporary(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith(".durable-") && name.endsWith("~");
  }

  private Set<Path> walk() throws IOException {
    final Set<Path> files = new TreeSet<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            files.add(file);
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  /** Removes the directory and all that is in it, if it is there. */
  void delete() throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException failure)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
