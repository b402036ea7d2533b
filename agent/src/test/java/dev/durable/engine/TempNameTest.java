package dev.durable.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TempNameTest {

  @Test
  void noTwoNamesAreTheSame() {
    assertNotEquals(TempName.next(), TempName.next());
  }

  @Test
  void aNameTellsWhichProcessMadeIt() {
    String name = TempName.next();
    assertEquals(ProcessIdentity.SELF.toString(), TempName.maker(name).toString());
    assertEquals(ProcessIdentity.SELF.toString(), TempName.maker(TempName.ready(name)).toString());
  }

  @Test
  void onlyAReadyNameIsReady() {
    String name = TempName.next();
    assertFalse(TempName.isReady(name));
    assertTrue(TempName.isReady(TempName.ready(name)));
  }

  @Test
  void namesAreShortEnoughForEveryFileSystem() {
    // eCryptfs takes 143 bytes; the others take 255.
    assertTrue(TempName.ready(TempName.next()).length() < 143);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*.md", "*.xml", "*.conf", "[!.]*", "?*.*[a-z0-9]"})
  void noGlobThatApplicationsUseMatchesThem(String glob) {
    var matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
    assertFalse(matcher.matches(Path.of(TempName.next())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "~",
        ".durable-~",
        ".durable-notes.txt~",
        ".durable-1-2-3-4~",
        ".durable-1-2-3-4-5",
        "durable-1-2-3-4-5~",
        ".durable-1-2-3-4-5~.txt",
        ".durable-A-2-3-4-5~",
        ".durable-1-2-3--5~",
        ".durable-1-2-3-4-~",
        ".durable-12345678901234-2-3-4-5~",
        ".durable-safety~"
      })
  void whatOnlyLooksAlikeIsSomebodyElses(String name) {
    assertNull(TempName.maker(name));
  }
}
