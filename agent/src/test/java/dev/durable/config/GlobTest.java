package dev.durable.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;

class GlobTest {

  private static final PathText PATHS = new PathText(false, "/");

  private static List<Glob> parsed(String glob) throws ConfigurationException {
    var line = new Line("test", '"' + glob + '"');
    return GlobParser.parse(line, GlobText.read(line, PATHS, Map.of()));
  }

  private static boolean matches(List<Glob> globs, String path) {
    return globs.stream().anyMatch(glob -> glob.matches(path, 0));
  }

  private static boolean matches(String glob, String path) throws ConfigurationException {
    return matches(parsed(glob), path);
  }

  @Test
  void aGlobMatchesWhatTheMatcherOfTheJdkMatches() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    int matching = 0;
    int refused = 0;
    for (int i = 0; i < 40_000; i++) {
      var glob = i % 2 == 0 ? "/" + wellFormed(random, 5, true) : anyText(random);
      List<Glob> globs = null;
      PathMatcher jdk = null;
      try {
        globs = parsed(glob);
      } catch (ConfigurationException e) {
        refused++;
      }
      try {
        jdk = FileSystems.getDefault().getPathMatcher("glob:" + glob);
      } catch (PatternSyntaxException e) {
        // Refused by the JDK.
      }
      assertEquals(jdk == null, globs == null, "refused: " + glob + ", seed " + seed);
      for (int j = 0; jdk != null && j < 12; j++) {
        var path = j % 2 == 0 ? anyPath(random) : pathLike(glob, random);
        boolean expected = jdk.matches(path);
        matching += expected ? 1 : 0;
        assertEquals(
            expected,
            matches(globs, path.toString()),
            "glob " + glob + " on path " + path + ", seed " + seed);
      }
    }
    // Else the comparison would show nothing.
    assertTrue(
        matching > 20_000 && refused > 1_000, matching + " matched, " + refused + " refused");
  }

  private static String wellFormed(Random random, int parts, boolean groups) {
    var glob = new StringBuilder();
    for (int i = random.nextInt(parts + 1); i > 0; i--) {
      glob.append(
          switch (random.nextInt(groups ? 15 : 14)) {
            case 0, 1 -> "*";
            case 2 -> "**";
            case 3 -> "?";
            case 4 -> "[a-b]";
            case 5 -> "[!a.]";
            case 6 -> "\\" + "*?[]{}\\,ab/".charAt(random.nextInt(11));
            case 7, 8 -> "/";
            case 9 -> "😀";
            case 10 -> ".";
            case 14 -> group(random);
            default -> random.nextBoolean() ? "a" : "b";
          });
    }
    return glob.toString();
  }

  private static String group(Random random) {
    var group = new StringBuilder("{");
    for (int i = random.nextInt(3); i >= 0; i--) {
      group.append(wellFormed(random, 3, false)).append(i > 0 ? "," : "}");
    }
    return group.toString();
  }

  /** Any characters but a range that ends in a backslash, whose meaning in the JDK is chance. */
  private static String anyText(Random random) {
    var glob = new StringBuilder();
    for (int i = random.nextInt(10); i >= 0; i--) {
      glob.append("ab/.*?[]{},-!^&\\]]".charAt(random.nextInt(18)));
    }
    var text = glob.toString().replaceAll("-\\\\+", "-");
    // The quoted name that it is parsed from may not end in a lone backslash.
    return text.endsWith("\\") ? text + "a" : text;
  }

  private static Path anyPath(Random random) {
    var path = new StringBuilder();
    for (int i = random.nextInt(7); i > 0; i--) {
      int choice = random.nextInt(17);
      path.append(choice == 16 ? "😀" : "aaabbb//.*]-^&,}".charAt(choice));
    }
    return Path.of(path.toString());
  }

  /** The glob with something in its wildcards' place: it often matches. */
  private static Path pathLike(String glob, Random random) {
    var path = new StringBuilder();
    for (char c : glob.toCharArray()) {
      path.append(
          switch (c) {
            case '*' -> List.of("", "a", "ab", "b/a").get(random.nextInt(4));
            case '?', '!' -> "b";
            case '[', ']', '{', '}', ',', '\\' -> random.nextInt(6) == 0 ? c : "";
            default -> c;
          });
    }
    return Path.of(path.toString());
  }

  @Test
  void noGlobThatMatchesAFileIsTakenForOneThatMatchesNone() throws ConfigurationException {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    int matching = 0;
    int impossible = 0;
    for (int i = 0; i < 20_000; i++) {
      var glob = "x" + wellFormed(random, 5, false);
      var rest = parsed(glob).get(0).rest();
      boolean possible = rest.canFollow(parsed(glob).get(0).prefix());
      impossible += possible ? 0 : 1;
      for (int j = 0; j < 12; j++) {
        var path = pathLike("/" + glob, random).normalize().toString();
        if (path.length() > 1 && matches(parsed("/" + glob), path)) {
          matching++;
          assertTrue(possible, glob + " matches " + path + ", seed " + seed);
        }
      }
    }
    assertTrue(matching > 20_000 && impossible > 1_000, matching + ", " + impossible);
  }

  @Test
  void manyStarsTakeNoExponentialTime() throws ConfigurationException {
    var glob = "/" + "a*".repeat(60) + "/" + "**a".repeat(60) + "b";
    assertFalse(matches(glob, "/" + "a".repeat(200) + "/" + "a".repeat(2_000)));
    assertTrue(matches(glob, "/" + "a".repeat(200) + "/" + "a".repeat(2_000) + "b"));
  }

  @Test
  void aDoubleStarCrossesLineBreaksWhichThatOfTheJdkDoesNot() throws ConfigurationException {
    var path = "/data/first\nsecond";
    assertTrue(matches("/data/**", path));
    assertFalse(FileSystems.getDefault().getPathMatcher("glob:/data/**").matches(Path.of(path)));
  }

  @Test
  void charactersBeyondTheBasicPlaneAreOneCharacter() throws ConfigurationException {
    assertTrue(matches("/?", "/😀"));
    assertFalse(matches("/??", "/😀"));
    assertTrue(matches("/[😀-😎]", "/😃"));
    assertFalse(matches("/*??", "/😀"));
  }
}
