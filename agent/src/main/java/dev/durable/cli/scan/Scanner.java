package dev.durable.cli.scan;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * Reads class files wherever they are: in directories, in jars, wars, ears and jmods, and in jars
 * within these. All processors take part.
 */
final class Scanner {
  private static final Pattern ARCHIVE = Pattern.compile("(?i).*\\.(jar|war|ear|rar|jmod)");
  private static final Pattern VERSIONED = Pattern.compile("META-INF/versions/(\\d+)/.*");
  private static final String CLASS = ".class";

  /** Deeper than anybody packs: an ear holds wars, which hold jars. */
  private static final int DEEPEST = 5;

  private final ClassReading classes;
  private final Workers workers;

  private Scanner(ClassReading classes, Workers workers) {
    this.classes = classes;
    this.workers = workers;
  }

  /**
   * Scans all that is in {@code paths}.
   *
   * @return a library for each archive and each directory, in their order
   * @throws IOException if one of the paths can't be read; what goes wrong further down is a {@link
   *     Library#problems problem}
   */
  static List<Library> scan(List<Path> paths, ClassReading classes, Progress progress)
      throws IOException, InterruptedException {
    List<Library> roots = new ArrayList<>();
    try (Workers workers = new Workers(progress)) {
      Scanner scanner = new Scanner(classes, workers);
      for (Path path : paths) {
        if (Files.isDirectory(path)) {
          scanner.directory(path, roots);
        } else {
          Files.newInputStream(path).close(); // Says what is wrong with it.
          scanner.file(path, roots);
        }
      }
      workers.awaitAll();
    }
    List<Library> all = new ArrayList<>();
    for (Library root : roots) {
      root.addAllTo(all);
    }
    return all;
  }

  private void file(Path file, List<Library> roots) {
    Library library = new Library(file.toString());
    roots.add(library);
    if (file.toString().endsWith(CLASS)) {
      workers.submit(() -> classFile(file, library));
    } else {
      workers.submit(() -> archive(file, library));
    }
  }

  private void directory(Path directory, List<Library> roots) throws IOException {
    Library library = new Library(directory.toString());
    List<Path> own = new ArrayList<>();
    List<Path> archives = new ArrayList<>();
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(CLASS)) {
              own.add(file);
            } else if (ARCHIVE.matcher(file.toString()).matches() && Files.isRegularFile(file)) {
              archives.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException error) throws IOException {
            if (file.equals(directory)) {
              throw error;
            }
            library.problems.add(error.toString());
            return FileVisitResult.CONTINUE;
          }
        });
    if (!own.isEmpty() || !library.problems.isEmpty()) {
      roots.add(library);
      Collections.sort(own);
      workers.submit(() -> own.forEach(file -> classFile(file, library)));
    }
    Collections.sort(archives);
    for (Path archive : archives) {
      file(archive, roots);
    }
  }

  private void classFile(Path file, Library library) {
    try {
      classFile(Files.readAllBytes(file), file.toString(), library);
    } catch (IOException e) {
      library.problems.add(e.toString());
    }
  }

  private void classFile(byte[] bytes, String name, Library library) {
    Matcher versioned = VERSIONED.matcher(name);
    int release = versioned.matches() ? Integer.parseInt(versioned.group(1)) : 0;
    try {
      classes.read(bytes, release, library);
      library.classes++;
    } catch (RuntimeException e) {
      library.problems.add(library.name + ": " + name + " is no class file that can be read");
    }
  }

  /** An archive on disk; those within it are work of their own. */
  private void archive(Path file, Library library) {
    try {
      SharedZip zip = new SharedZip(new ZipFile(file.toFile()));
      try {
        for (Enumeration<? extends ZipEntry> all = zip.file.entries(); all.hasMoreElements(); ) {
          ZipEntry entry = all.nextElement();
          if (isClass(entry)) {
            try (InputStream in = zip.file.getInputStream(entry)) {
              classFile(read(in, entry), entry.getName(), library);
            }
          } else if (isArchive(entry)) {
            Library nested = library.nested(entry.getName());
            zip.share();
            workers.submit(() -> nested(zip, entry, nested));
          }
        }
      } finally {
        zip.close();
      }
    } catch (IOException | RuntimeException e) {
      library.problems.add(library.name + " can't be read: " + e.getMessage());
    }
  }

  private void nested(SharedZip zip, ZipEntry entry, Library library) {
    try (SharedZip shared = zip;
        InputStream in = shared.file.getInputStream(entry)) {
      nested(in, library, 1);
    } catch (IOException | RuntimeException e) {
      library.problems.add(library.name + " can't be read: " + e.getMessage());
    }
  }

  private void nested(InputStream archive, Library library, int depth) throws IOException {
    ZipInputStream zip = new ZipInputStream(archive);
    boolean empty = true;
    for (ZipEntry entry; (entry = zip.getNextEntry()) != null; empty = false) {
      if (isClass(entry)) {
        classFile(read(zip, entry), entry.getName(), library);
      } else if (isArchive(entry) && depth < DEEPEST) {
        nested(zip, library.nested(entry.getName()), depth + 1);
      }
    }
    if (empty) {
      throw new IOException("it is empty or no zip file");
    }
  }

  private static boolean isClass(ZipEntry entry) {
    return !entry.isDirectory() && entry.getName().endsWith(CLASS);
  }

  private static boolean isArchive(ZipEntry entry) {
    return !entry.isDirectory() && ARCHIVE.matcher(entry.getName()).matches();
  }

  private static byte[] read(InputStream in, ZipEntry entry) throws IOException {
    int expected = (int) Math.max(512, Math.min(entry.getSize(), 1 << 20));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(expected);
    byte[] buffer = new byte[8192];
    for (int read; (read = in.read(buffer)) >= 0; ) {
      bytes.write(buffer, 0, read);
    }
    return bytes.toByteArray();
  }

  /** A zip file that is closed when the last of those who read it is done. */
  private static final class SharedZip implements AutoCloseable {
    final ZipFile file;
    private int readers = 1;

    SharedZip(ZipFile file) {
      this.file = file;
    }

    synchronized void share() {
      readers++;
    }

    @Override
    public synchronized void close() throws IOException {
      if (--readers == 0) {
        file.close();
      }
    }
  }
}
