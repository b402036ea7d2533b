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
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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
  /** How the names of a process of this pid namespace begin that is no more. */
  private static final String DEAD =
      ".durable-"
          + ProcessIdentity.SELF.toString().replaceFirst("-[0-9a-z]+-[0-9a-z]+$", "-1-1")
          + "-";

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
    crash(filled("new"));
    Files.writeString(file, "neold content");
    recover();
    assertEquals(List.of("finished"), heard);
    assertEquals("new", Files.readString(file));
    assertNoSafetyDirectory();
  }

  @Test
  void aReadyCopyWhoseTargetWasNotTouchedYetIsFinished() throws IOException {
    crash(filled("the new and longer content"));
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
    Files.writeString(directory.resolve(DEAD + "1~"), "half a co");
    recover();
    assertEquals("the old content", Files.readString(file));
    assertNoSafetyDirectory();
  }

  @Test
  void aTargetThatSomebodyChangedAfterTheCrashIsNotOverwritten() throws IOException {
    Path copy = crash(filled("new"));
    Files.writeString(file, "newer");
    long later = System.currentTimeMillis() + 60_000;
    Files.setLastModifiedTime(file, FileTime.fromMillis(later));
    recover();
    assertEquals("newer", Files.readString(file));
    assertEquals(List.of("kept: the file was changed after the crash"), heard);
    assertTrue(Files.exists(copy));
  }

  @Test
  void aTargetThatIsGoneIsNotMadeAgain() throws IOException {
    crash(filled("new"));
    Files.delete(file);
    recover();
    assertFalse(Files.exists(file));
    assertEquals(List.of("kept: the file is gone"), heard);
  }

  @Test
  void aTargetThatWasReplacedAfterTheCrashIsTheNewerOneAndTheCopyGoes() throws IOException {
    Path copy = crash(filled("new"));
    Path newer = Files.writeString(root.resolve("newer"), "newer");
    Files.move(newer, file, StandardCopyOption.REPLACE_EXISTING);
    recover();
    assertEquals("newer", Files.readString(file));
    assertFalse(Files.exists(copy));
    assertEquals(List.of(), heard);
  }

  @Test
  void aChangeOfTheCopysOwnerOrModeDoesNotMakeItYounger() throws Exception {
    Path copy = crash(filled("new"));
    FileTime earlier = FileTime.fromMillis(System.currentTimeMillis() - 60_000);
    Files.setLastModifiedTime(copy, earlier);
    Files.writeString(file, "newer");
    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
    recover();
    assertEquals("newer", Files.readString(file));
  }

  @Test
  void aTargetThatNoRuleProtectsIsNotOverwritten() throws IOException {
    Path copy = crash(filled("new"));
    new Engine(listener).recover(Collections.singleton(root), (root, target) -> false);
    assertEquals("the old content", Files.readString(file));
    assertTrue(Files.exists(copy));
  }

  @Test
  void aCopyThatOthersMayReadIsNotOneOfOurs() throws IOException {
    Path copy = crash(filled("new"));
    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-r--r--"));
    recover();
    assertEquals("the old content", Files.readString(file));
  }

  @Test
  void aLaterWriteToTheFileFinishesItFirst() throws IOException {
    Files.createLink(root.resolve("other"), file);
    crash(filled("the content that was cut off"));
    Files.writeString(file, "the conld content");
    new Engine(listener)
        .write(
            file,
            WriteOptions.of(StandardOpenOption.APPEND),
            policy(root),
            Content.of(", and more".getBytes()));
    assertEquals("the content that was cut off, and more", Files.readString(file));
    assertNoSafetyDirectory();
  }

  @Test
  void onlyTheBeginningIsKeptOfAnUpdate() throws IOException {
    try (SafetyCopy copy = SafetyDirectory.create(Target.resolve(file, true), policy(root), true)) {
      copy.fill(Source.of(Content.of("THE".getBytes())), file);
      copy.ready();
      crash(copy);
    }
    recover();
    assertEquals("THE old content", Files.readString(file));
  }

  @Test
  void aTargetThatBecameALinkIsNotFollowed() throws IOException {
    crash(filled("new"));
    Files.delete(file);
    Path precious = Files.writeString(root.resolve("precious"), "precious");
    Files.createSymbolicLink(file, precious);
    recover();
    assertEquals("precious", Files.readString(precious));
  }

  @Test
  void aSafetyDirectoryThatOthersMayWriteIsNotTrusted() throws IOException {
    crash(filled("planted"));
    Files.setPosixFilePermissions(
        root.resolve(TempName.SAFETY_DIRECTORY), PosixFilePermissions.fromString("rwxrwxrwx"));
    recover();
    assertEquals("the old content", Files.readString(file));
    assertNull(create(root));
  }

  @Test
  void theFirstRootThatTakesACopyHasIt() throws IOException {
    Path missing = root.resolve("missing");
    Path second = Files.createDirectory(root.resolve("second"));
    try (SafetyCopy copy = create(missing, second)) {
      assertNotNull(copy);
      assertEquals(second.resolve(TempName.SAFETY_DIRECTORY), copy.path().getParent());
      copy.remove();
    }
  }

  @Test
  void whereNoRootTakesACopyThereIsNone() throws IOException {
    Files.createFile(root.resolve(TempName.SAFETY_DIRECTORY));
    assertNull(create(root.resolve("missing")));
  }

  @Test
  void anOddNameOfTheTargetIsFoundAgain() throws IOException {
    file = Files.writeString(root.resolve("a %20\nb #?ü"), "old");
    crash(filled("new"));
    recover();
    assertEquals("new", Files.readString(file));
  }

  @Test
  void aContentThatCantBeHadLeavesTheCopyUnready() throws IOException {
    SafetyCopy copy = create(root);
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
        List.of(roots),
        "/data/**");
  }

  private SafetyCopy create(Path... roots) throws IOException {
    return SafetyDirectory.create(Target.resolve(file, true), policy(roots), false);
  }

  private SafetyCopy filled(String content) throws IOException {
    SafetyCopy copy = create(root);
    copy.fill(Source.of(Content.of(content.getBytes())), file);
    copy.ready();
    return copy;
  }

  /** Makes the copy one whose process is dead. */
  private static Path crash(SafetyCopy copy) throws IOException {
    copy.close();
    Path path = copy.path();
    return Files.move(path, path.resolveSibling(DEAD + "1.ready~"));
  }

  private void recover() {
    new Engine(listener).recover(Collections.singleton(root), (root, target) -> true);
  }

  private void assertNoSafetyDirectory() {
    assertFalse(Files.exists(root.resolve(TempName.SAFETY_DIRECTORY)));
  }
}
