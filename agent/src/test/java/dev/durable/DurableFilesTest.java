package dev.durable;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library on its own: no agent, and a JDK that is not open to it. */
class DurableFilesTest {
  @TempDir Path directory;

  @AfterEach
  void nothingIsLeftOver() throws IOException {
    try (var files = Files.walk(directory)) {
      List<Path> own =
          files.filter(f -> f.getFileName().toString().startsWith(".durable-")).toList();
      assertEquals(List.of(), own);
    }
  }

  @Test
  void aFileGetsItsContentAndANewInode() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "old");
    Object inode = Files.getAttribute(file, "unix:ino");
    assertEquals(file, DurableFiles.writeString(file, "new"));
    assertEquals("new", Files.readString(file));
    assertNotEquals(inode, Files.getAttribute(file, "unix:ino"));
  }

  @Test
  void partsAreWrittenOneAfterTheOther() throws IOException {
    Path file = DurableFiles.write(directory.resolve("file"), "a".getBytes(), "bc".getBytes());
    assertEquals("abc", Files.readString(file));
  }

  @Test
  void aLargeContentIsWrittenWhole() throws IOException {
    byte[] bytes = new byte[3_000_001];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31 >>> 7);
    }
    Path file = DurableFiles.write(directory.resolve("file"), bytes);
    assertArrayEquals(bytes, Files.readAllBytes(file));
  }

  @Test
  void anEmptyContentIsAContent() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "old");
    DurableFiles.write(file);
    assertEquals(0, Files.size(file));
  }

  @Test
  void theModeOfAnExistingFileIsKept() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
    DurableFiles.writeString(file, "new");
    assertEquals("rw-rw----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void userAttributesOfAnExistingFileAreKept() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "old");
    Files.setAttribute(file, "user:colour", "green".getBytes());
    DurableFiles.writeString(file, "new");
    assertArrayEquals("green".getBytes(), (byte[]) Files.getAttribute(file, "user:colour"));
  }

  @Test
  void aLinkStaysAndWhatItLeadsToIsReplaced() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "old");
    Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("file"));
    DurableFiles.writeString(link, "new");
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("new", Files.readString(file));
  }

  @Test
  void hardLinksStayOneFile() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "the old content");
    Path other = Files.createLink(directory.resolve("other"), file);
    DurableFiles.writeString(file, "new");
    assertEquals("new", Files.readString(other));
    DurableFiles.writeString(other, "something longer than that");
    assertEquals("something longer than that", Files.readString(file));
  }

  @Test
  void aMissingDirectoryIsReportedAsByTheJdk() {
    Path file = directory.resolve("missing/file");
    var e = assertThrows(NoSuchFileException.class, () -> DurableFiles.writeString(file, "new"));
    assertEquals(file.toString(), e.getMessage());
  }

  @Test
  void anInterruptedThreadWritesAllTheSame() throws IOException {
    Thread.currentThread().interrupt();
    try {
      Path file = DurableFiles.writeString(directory.resolve("file"), "new");
      DurableFiles.move(file, directory.resolve("moved"));
      assertTrue(Thread.currentThread().isInterrupted());
    } finally {
      assertTrue(Thread.interrupted());
    }
    assertEquals("new", Files.readString(directory.resolve("moved")));
  }

  @Test
  void interruptsThatComeWhileWritingMakeNoDifference() throws Exception {
    Path file = directory.resolve("file");
    Thread writer = Thread.currentThread();
    AtomicBoolean done = new AtomicBoolean();
    Thread nuisance =
        new Thread(
            () -> {
              while (!done.get()) {
                writer.interrupt();
              }
            });
    nuisance.start();
    try {
      byte[] bytes = new byte[1 << 20];
      for (int i = 0; i < 20; i++) {
        Arrays.fill(bytes, (byte) i);
        DurableFiles.write(file, bytes);
      }
      assertArrayEquals(bytes, Files.readAllBytes(file));
    } finally {
      done.set(true);
      while (nuisance.isAlive()) {
        Thread.interrupted();
        Thread.onSpinWait();
      }
      Thread.interrupted();
    }
  }

  @Test
  void aMoveReplacesItsTargetOnlyWhenToldTo() throws IOException {
    Path source = Files.writeString(directory.resolve("source"), "new");
    Path target = Files.writeString(directory.resolve("target"), "old");
    var e = assertThrows(FileAlreadyExistsException.class, () -> DurableFiles.move(source, target));
    assertEquals(target.toString(), e.getMessage());
    assertEquals("old", Files.readString(target));
    assertEquals(target, DurableFiles.move(source, target, REPLACE_EXISTING));
    assertEquals("new", Files.readString(target));
    assertFalse(Files.exists(source));
  }

  @Test
  void anAtomicMoveReplacesItsTarget() throws IOException {
    Path source = Files.writeString(directory.resolve("source"), "new");
    Path target = Files.writeString(directory.resolve("target"), "old");
    DurableFiles.move(source, target, ATOMIC_MOVE);
    assertEquals("new", Files.readString(target));
  }

  @Test
  void aDirectoryMovesWithAllThatIsInIt() throws IOException {
    Path source = Files.createDirectories(directory.resolve("source/deep")).getParent();
    Files.writeString(source.resolve("deep/file"), "content");
    DurableFiles.move(source, directory.resolve("target"));
    assertEquals("content", Files.readString(directory.resolve("target/deep/file")));
  }

  @Test
  void optionsThatTheJdkRefusesAreRefused() throws IOException {
    Path source = Files.writeString(directory.resolve("source"), "new");
    assertThrows(
        UnsupportedOperationException.class,
        () -> DurableFiles.move(source, directory.resolve("target"), COPY_ATTRIBUTES));
  }

  @Test
  void otherFileSystemsAreLeftToTheJdk() throws IOException {
    URI zip = URI.create("jar:" + directory.resolve("a.zip").toUri());
    try (FileSystem files = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      Path file = DurableFiles.write(files.getPath("/file"), "a".getBytes(), "b".getBytes());
      DurableFiles.move(file, files.getPath("/moved"));
      assertEquals("ab", Files.readString(files.getPath("/moved")));
    }
  }

  @Test
  void recoveryOfADirectoryWithoutLeftoversChangesNothing() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "content");
    DurableFiles.recover(directory);
    assertEquals("content", Files.readString(file));
  }
}
