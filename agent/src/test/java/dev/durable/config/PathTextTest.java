package dev.durable.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PathTextTest {

  private final PathText unix = new PathText(false, "/home");
  private final PathText windows = new PathText(true, "C:\\home");

  @Test
  void aPathIsNormalisedAsTheJdkDoesIt() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder("/");
      for (int j = random.nextInt(14); j > 0; j--) {
        text.append("a..//".charAt(random.nextInt(5)));
      }
      var path = Path.of(text.toString());
      assertEquals(path.normalize().toString(), unix.rebuilt(text.toString()), "seed " + seed);
      assertEquals(path.normalize().toString(), unix.normalised(path.toString()), "seed " + seed);
    }
  }

  @Test
  void aPathThatIsNormalAlreadyIsTheSameObject() {
    for (var path : new String[] {"/", "/a", "/a/.b/..c/d.", "/a/...", "/.git/x"}) {
      assertSame(path, unix.normalised(unix.absolute(path)));
    }
  }

  @Test
  void aRelativePathIsInTheWorkingDirectory() {
    assertEquals("/home/a", unix.absolute("a"));
    assertEquals("/home", unix.normalised(unix.absolute("")));
    assertEquals("/a", new PathText(false, "/").absolute("a"));
  }

  // Only the text: on Windows itself this is untested.

  @Test
  void onWindowsBothSeparatorsAndBothCasesAreTheSame() {
    assertEquals(
        "c:/data/größe/a.txt", windows.comparable("C:\\Data\\GRÖSSE/a.TXT".replace("SS", "ß")));
    assertEquals("C:/home/a", windows.absolute("a"));
    assertEquals("D:\\a", windows.absolute("D:\\a"));
    assertEquals("D:/a", windows.absolute("D:/a"));
  }

  @Test
  void onWindowsNothingIsAboveTheDriveOrShare() {
    assertEquals("C:/a", windows.rebuilt("C:/../b/../a"));
    assertEquals("C:/", windows.rebuilt("C:/b/.."));
    assertEquals("//server/share/a", windows.rebuilt("//server/share/../b/.././a"));
  }
}
