package dev.durable.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A safety copy's life, cut off at each point by not going on. */
class SafetyCopyTest {
  @TempDir Path root;

  private Path file;
  private final List<String> heard = new ArrayList<>();
  private final Listener listener =
      new Listener() {
        @Override
        public void safetyCopyFinished(Path target) {
          heard.add("finished");
        }

        @Override
        public void safetyCopyKept(Path copy, Path target, String why) {
          heard.add("kept: " + why);
        }
      };

  @BeforeEach
  void anOldFile() throws IOException {
    file = Files.writeString(root.resolve("file"), "the old content");
  }

  @Test
  void aReadyCopyOfADeadProcessIsFinished() throws IOException {
    filled("new").close();
    Files.writeString(file, "neold content");
    recover();
    assertEquals(List.of("finished"), heard);
    assertEquals("new", Files.readString(file));
    assertNoSafetyDirectory();
  }

  @Test
  void aReadyCopyWhoseTargetWasNotTouchedYetIsFinished() throws IOException {
    filled("the new and longer content").close();
    recover();
    assertEquals("the new and longer content", Files.readString(file));
  }

  @Test
  void aReadyCopyOfALivingProcessIsNotTouched() throws IOException {
    try (SafetyCopy copy = filled("new")) {
      recover();
      assertEquals("the old content", Files.readString(file));
      assertTrue(Files.exists(copy.path()));
    }
  }

  @Test
  void aCopyThatWasNotReadyIsRemovedAndTheOldContentStands() throws IOException {
    Path directory = Files.createDirectory(root.resolve(TempName.SAFETY_DIRECTORY));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    Files.writeString(directory.resolve(".durable-1-1-1-1-1~"), "half a co");
    recover();
    assertEquals("the old content", Files.readString(file));
    assertNoSafetyDirectory();
  }

  @Test
  void aTargetThatSomebodyChangedAfterTheCrashIsNotOverwritten() throws IOException {
    SafetyCopy copy = filled("new");
    copy.close();
    Files.writeString(file, "newer");
    long later = System.currentTimeMillis() + 60_000;
    Files.setLastModifiedTime(file, FileTime.fromMillis(later));
    recover();
    assertEquals("newer", Files.readString(file));
    assertEquals(List.of("kept: the file was changed after the crash"), heard);
    assertTrue(Files.exists(copy.path()));
  }

  @Test
  void aTargetThatIsGoneIsNotMadeAgain() throws IOException {
    filled("new").close();
    Files.delete(file);
    recover();
    assertFalse(Files.exists(file));
    assertEquals(List.of("kept: the file is gone"), heard);
  }

  @Test
  void aTargetThatBecameALinkIsNotFollowed() throws IOException {
    filled("new").close();
    Files.delete(file);
    Path precious = Files.writeString(root.resolve("precious"), "precious");
    Files.createSymbolicLink(file, precious);
    recover();
    assertEquals("precious", Files.readString(precious));
  }

  @Test
  void aSafetyDirectoryThatOthersMayWriteIsNotTrusted() throws IOException {
    filled("planted").close();
    Files.setPosixFilePermissions(
        root.resolve(TempName.SAFETY_DIRECTORY), PosixFilePermissions.fromString("rwxrwxrwx"));
    recover();
    assertEquals("the old content", Files.readString(file));
    assertNull(SafetyCopy.create(Target.resolve(file, true), policy(root)));
  }

  @Test
  void theFirstRootThatTakesACopyHasIt() throws IOException {
    Path missing = root.resolve("missing");
    Path second = Files.createDirectory(root.resolve("second"));
    try (SafetyCopy copy = SafetyCopy.create(Target.resolve(file, true), policy(missing, second))) {
      assertNotNull(copy);
      assertEquals(second.resolve(TempName.SAFETY_DIRECTORY), copy.path().getParent());
      copy.remove();
    }
  }

  @Test
  void whereNoRootTakesACopyThereIsNone() throws IOException {
    assertNull(SafetyCopy.create(Target.resolve(file, true), policy(root.resolve("missing"))));
  }

  @Test
  void anOddNameOfTheTargetIsFoundAgain() throws IOException {
    file = Files.writeString(root.resolve("a %20\nb #?ü"), "old");
    filled("new").close();
    recover();
    assertEquals("new", Files.readString(file));
  }

  @Test
  void aContentThatCantBeHadLeavesTheCopyUnready() throws IOException {
    SafetyCopy copy = SafetyCopy.create(Target.resolve(file, true), policy(root));
    Content broken =
        new Content() {
          @Override
          public void writeTo(OutputStream out) throws IOException {
            throw new IOException("broken");
          }
        };
    assertThrows(IOException.class, () -> copy.fill(Source.of(broken), file));
    assertFalse(TempName.isReady(copy.path().getFileName().toString()));
    copy.remove();
    copy.close();
    assertNoSafetyDirectory();
  }

  private static Policy policy(Path... roots) {
    return new Policy(
        Policy.Level.DURABLE,
        Policy.Streams.STAGED,
        Policy.NO_STAGE_LIMIT,
        Policy.Force.CLOSE,
        Policy.OnObstacle.IN_PLACE,
        List.of(roots));
  }

  private SafetyCopy filled(String content) throws IOException {
    SafetyCopy copy = SafetyCopy.create(Target.resolve(file, true), policy(root));
    copy.fill(Source.of(Content.of(content.getBytes())), file);
    return copy;
  }

  private void recover() {
    new Engine(listener).recover(Collections.singleton(root));
  }

  private void assertNoSafetyDirectory() {
    assertFalse(Files.exists(root.resolve(TempName.SAFETY_DIRECTORY)));
  }
}
