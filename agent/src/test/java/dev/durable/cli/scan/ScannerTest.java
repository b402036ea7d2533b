package dev.durable.cli.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Class files are found wherever applications have them. */
class ScannerTest {
  @TempDir Path directory;

  @Test
  void inADirectoryOfClassesAndAmongThemInJars() throws Exception {
    Path classes = Files.createDirectories(directory.resolve("app/classes/a"));
    Files.write(classes.resolve("Writes.class"), classFile());
    Files.write(directory.resolve("app/lib.jar"), zip("a/Writes.class", classFile()));

    assertFound("app 1, app/lib.jar 1", directory.resolve("app"));
  }

  @Test
  void inAJarAloneOrAClassAlone() throws Exception {
    Path jar = Files.write(directory.resolve("app.jar"), zip("a/Writes.class", classFile()));
    Path file = Files.write(directory.resolve("Writes.class"), classFile());

    assertFound("app.jar 1, Writes.class 1", jar, file);
  }

  @Test
  void inTheJarsOfAFatJar() throws Exception {
    byte[] library = zip("a/Writes.class", classFile());
    Path fat = directory.resolve("app.jar");
    Files.write(
        fat,
        zip(
            "BOOT-INF/classes/a/Writes.class",
            classFile(),
            "BOOT-INF/lib/one.jar",
            library,
            "BOOT-INF/lib/two.jar",
            library));

    assertFound("app.jar 1, app.jar!/BOOT-INF/lib/one.jar 1, app.jar!/BOOT-INF/lib/two.jar 1", fat);
  }

  @Test
  void inTheJarsOfAWarOfAnEar() throws Exception {
    byte[] war = zip("WEB-INF/lib/lib.jar", zip("a/Writes.class", classFile()));
    Path ear = Files.write(directory.resolve("app.ear"), zip("web.war", war));

    assertFound("app.ear 0, app.ear!/web.war 0, app.ear!/web.war!/WEB-INF/lib/lib.jar 1", ear);
  }

  @Test
  void inAModuleOfTheJdksOwnFormat() throws Exception {
    var jmod = new ByteArrayOutputStream();
    jmod.write(new byte[] {'J', 'M', 1, 0});
    jmod.write(zip("classes/a/Writes.class", classFile()));
    Path file = Files.write(directory.resolve("a.jmod"), jmod.toByteArray());

    assertFound("a.jmod 1", file);
  }

  @Test
  void inTheVersionsOfAMultiReleaseJar() throws Exception {
    Path jar =
        Files.write(
            directory.resolve("app.jar"),
            zip("a/Writes.class", classFile(), "META-INF/versions/11/a/Writes.class", classFile()));

    Library library = scan(List.of(jar)).get(0);

    assertEquals(2, library.classes);
    assertEquals(
        List.of(0, 11), library.places.stream().map(place -> place.release).distinct().toList());
    assertTrue(library.places.get(library.places.size() - 1).toString().endsWith(" [Java 11]"));
  }

  @Test
  void whatIsDamagedIsToldAndTheRestIsRead() throws Exception {
    Path app = Files.createDirectory(directory.resolve("app"));
    Files.write(app.resolve("a.jar"), new byte[100]);
    Files.write(
        app.resolve("b.jar"),
        zip("bad/Bad.class", new byte[] {1, 2, 3}, "a/Writes.class", classFile()));
    Files.write(app.resolve("c.jar"), zip("lib/bad.jar", new byte[100]));

    List<Library> libraries = scan(List.of(app));

    assertEquals(1, libraries.get(0).problems.size());
    assertTrue(libraries.get(0).problems.get(0).startsWith(app + "/a.jar can't be read: "));
    assertEquals(
        List.of(app + "/b.jar: bad/Bad.class is no class file that can be read"),
        libraries.get(1).problems);
    assertEquals(1, libraries.get(1).classes);
    assertEquals(
        List.of(app + "/c.jar!/lib/bad.jar can't be read: it is empty or no zip file"),
        libraries.get(3).problems);
  }

  @Test
  void whatDoesNotExistIsAnError() {
    Path none = directory.resolve("none.jar");
    assertThrows(NoSuchFileException.class, () -> scan(List.of(none)));
  }

  /** Each library's name, below the test's directory, and how many classes it has. */
  private void assertFound(String expected, Path... paths) throws Exception {
    var found =
        scan(List.of(paths)).stream()
            .map(
                each -> each.name.substring(directory.toString().length() + 1) + ' ' + each.classes)
            .toList();
    assertEquals(expected, String.join(", ", found));
  }

  private static byte[] classFile() throws IOException {
    return ClassScannerTest.bytes(Writes.class);
  }

  /** A zip file of names and contents by turns. */
  private static byte[] zip(Object... namesAndContents) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < namesAndContents.length; i += 2) {
        zip.putNextEntry(new ZipEntry((String) namesAndContents[i]));
        zip.write((byte[]) namesAndContents[i + 1]);
      }
    }
    return bytes.toByteArray();
  }

  private static List<Library> scan(List<Path> paths) throws Exception {
    return Scanner.scan(paths, new ClassScanner(JdkCalls.load()), Progress.none());
  }
}
