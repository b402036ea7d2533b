package dev.durable.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.engine.Policy;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the rules say of a path by its name. */
class RulesTest {

  @TempDir private Path directory;
  private TestConfiguration configuration;

  @BeforeEach
  void inADirectoryOfItsOwn() throws IOException {
    directory = directory.toRealPath();
    configuration = new TestConfiguration(directory, Map.of("DATA", "/srv/[a]*"));
  }

  private static void assertProtected(Rules rules, String... paths) {
    for (var path : paths) {
      assertNotNull(rules.policyFor(Path.of(path)), path);
      assertNotNull(rules.policyFor(path), path);
    }
  }

  private static void assertUnprotected(Rules rules, String... paths) {
    for (var path : paths) {
      assertNull(rules.policyFor(Path.of(path)), path);
      assertNull(rules.policyFor(path), path);
    }
  }

  @Test
  void theExampleOfTheContractProtectsWhatItSays() throws Exception {
    var rules =
        configuration.rules(
            "# what            how (all optional)",
            "/var/lib/billing/**",
            "/var/lib/billing/journal.log    streams=in-place force=write",
            "!/var/lib/billing/cache/**",
            "${user.home}/notes/*.md         streams=in-place",
            "\"/srv/my files/**\"              on-obstacle=fail",
            "mode = enforce");
    var notes = System.getProperty("user.home") + "/notes/";
    assertProtected(rules, "/var/lib/billing/a", "/var/lib/billing/b/c", "/srv/my files/d/e");
    assertProtected(rules, "/var/lib/billing/journal.log", notes + "today.md");
    assertUnprotected(rules, "/var/lib/billing", "/var/lib/billing/cache/a", "/srv/my", "/srv/x");
    assertUnprotected(rules, notes + "today.txt", notes + "old/today.md");
    var journal = rules.policyFor(Path.of("/var/lib/billing/journal.log"));
    assertEquals(Policy.Streams.IN_PLACE, journal.streams);
    assertEquals(Policy.Force.WRITE, journal.force);
    assertEquals(Policy.OnObstacle.FAIL, rules.policyFor(Path.of("/srv/my files/d")).onObstacle);
  }

  // Order

  @Test
  void theLastMatchingLineWins() throws Exception {
    var rules =
        configuration.rules(
            "/data/** level=atomic",
            "!/data/tmp/**",
            "/data/tmp/keep/**",
            "/data/**.log force=write");
    assertEquals(Policy.Level.ATOMIC, rules.policyFor(Path.of("/data/a")).level);
    assertNull(rules.policyFor(Path.of("/data/tmp/a")));
    assertEquals(Policy.Level.DURABLE, rules.policyFor(Path.of("/data/tmp/keep/a")).level);
    // Taken as a whole: what an earlier line said does not shine through.
    var log = rules.policyFor(Path.of("/data/tmp/a.log"));
    assertEquals(Policy.Force.WRITE, log.force);
    assertEquals(Policy.Level.DURABLE, log.level);
  }

  @Test
  void aLineThatTakesOutWorksOnWhatStandsBeforeItOnly() throws Exception {
    assertProtected(configuration.rules("!/data/a", "/data/*"), "/data/a");
    assertUnprotected(configuration.rules("/data/*", "!/data/a"), "/data/a");
    assertUnprotected(configuration.rules("/**", "!/**"), "/data/a");
  }

  @Test
  void thousandsOfRulesDecideAsTheMatchersOfTheJdkWouldOneAfterTheOther() throws Exception {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    int decided = 0;
    for (int round = 0; round < 60; round++) {
      var lines = new ArrayList<String>();
      var matchers = new ArrayList<PathMatcher>();
      for (int i = 0; i < 1 << round % 10; i++) {
        var glob = glob(random);
        lines.add(random.nextInt(3) == 0 ? "!" + glob : glob + " stage-limit=" + (i + 1) + "ms");
        matchers.add(FileSystems.getDefault().getPathMatcher("glob:" + glob));
      }
      var rules = configuration.rules(lines.toArray(new String[0]));
      for (int i = 0; i < 300; i++) {
        var path = Path.of(path(random));
        int last = matchers.size() - 1;
        while (last >= 0 && !matchers.get(last).matches(path)) {
          last--;
        }
        var policy = rules.policyFor(path);
        long expected = last < 0 || lines.get(last).startsWith("!") ? 0 : last + 1;
        assertEquals(
            expected,
            policy == null ? 0 : policy.stageLimitMillis,
            () -> path + " by " + lines + ", seed " + seed);
        decided += policy == null ? 0 : 1;
      }
    }
    // Else the comparison would show nothing.
    assertTrue(decided > 3_000, decided + " protected");
  }

  /** Below a directory that does not exist, so that no link can interfere. */
  private static String glob(Random random) {
    var glob = new StringBuilder("/no-such-directory");
    for (int i = random.nextInt(3); i >= 0; i--) {
      glob.append("/")
          .append(
              List.of("a", "ab", "b", "*", "**", "a*", "?", "{a,b}", "{a,ab}*", "[a-b]b")
                  .get(random.nextInt(10)));
    }
    return glob.toString();
  }

  private static String path(Random random) {
    var path = new StringBuilder("/no-such-directory");
    for (int i = random.nextInt(4); i >= 0; i--) {
      path.append("/").append(List.of("a", "ab", "b", "bb", "aab").get(random.nextInt(5)));
    }
    return path.toString();
  }

  // Names

  @Test
  void pathsAreComparedInTheirAbsoluteNormalisedForm() throws Exception {
    var rules = configuration.rules("/data/**", "!/data/..x");
    assertProtected(rules, "/data/./a", "/data/b/../a", "/data/b/./../a/.", "/data/...");
    assertUnprotected(rules, "/data/../a", "/data/..", "/data/b/../..", "/data/..x", "/data");
    assertProtected(configuration.rules(Path.of("a").toAbsolutePath().toString()), "a", "./b/../a");
  }

  @Test
  void aRelativeGlobStandsForFilesInTheWorkingDirectory() throws Exception {
    var rules = configuration.rules("data/*.txt", "./notes/**", "../shared", "{x,/y}/z", "**.log");
    assertProtected(rules, directory + "/data/a.txt", directory + "/notes/a/b", "/y/z");
    assertProtected(rules, directory.resolveSibling("shared").toString(), directory + "/x/z");
    assertProtected(rules, directory + "/a.log", directory + "/a/b.log");
    assertUnprotected(rules, "/data/a.txt", "/x/z", "/a.log", directory + "/y/z");
  }

  @Test
  void beforeTheFirstWildcardAGlobIsNormalisedAsPathsAre() throws Exception {
    assertProtected(configuration.rules("/a//b/./c/../*.txt"), "/a/b/d.txt");
    assertProtected(configuration.rules("/../a"), "/a");
    assertProtected(configuration.rules("/a/{b,}/c"), "/a/b/c", "/a/c");
  }

  @Test
  void aBackslashMakesTheNextCharacterStandForItself() throws Exception {
    var rules =
        configuration.rules("/data/a\\ b\\*", "\"/data/c \\\"d\\\" \\\\ \\[e\\]\"", "\\!f", "\\#g");
    assertProtected(
        rules, "/data/a b*", "/data/c \"d\" \\ [e]", directory + "/!f", directory + "/#g");
    assertUnprotected(rules, "/data/a b1");
  }

  @Test
  void aNameInQuotationMarksMayHaveBlanksAndACommentSign() throws Exception {
    var rules =
        configuration.rules(
            "\"/srv/my files/ #1/**\" level=atomic # comment", "!\"/srv/my files/ #1/*.tmp\"");
    assertProtected(rules, "/srv/my files/ #1/a");
    assertUnprotected(rules, "/srv/my files/ #1/a.tmp");
  }

  @Test
  void aCommentSignWithinANameIsPartOfIt() throws Exception {
    var rules = configuration.rules("/data/a#b", "/data/c #d", "/data/e\t#f");
    assertProtected(rules, "/data/a#b", "/data/c", "/data/e");
    assertUnprotected(rules, "/data/a", "/data/c #d");
  }

  @Test
  void aSubstitutedTextStandsForItselfWhateverItHolds() throws Exception {
    var rules = configuration.rules("${env:DATA}/*", "/b/x${env:DATA}", "\"${env:DATA} 2/*\"");
    assertProtected(rules, "/srv/[a]*/b", "/b/x/srv/[a]*", "/srv/[a]* 2/b");
    assertUnprotected(rules, "/srv/a/b", "/srv/a1/b");
  }

  @Test
  void aSystemPropertyIsSubstituted() throws Exception {
    var rules = configuration.rules("${user.home}/a", "${java.io.tmpdir}/b/*");
    assertProtected(rules, System.getProperty("user.home") + "/a");
    assertProtected(rules, System.getProperty("java.io.tmpdir") + "/b/c");
  }

  @Test
  void namesWithAnyCharactersAreMatched() throws Exception {
    var rules = configuration.rules("/data/**");
    assertProtected(rules, "/data/a\nb", "/data/ ", "/data/\t", "/data/*", "/data/a\\b");
  }

  @Test
  void aGlobOfTheWholeFileSystemProtectsEveryFile() throws Exception {
    assertProtected(configuration.rules("/**"), "/a", "/data/a", directory + "/a");
    assertUnprotected(configuration.rules("/*"), "/data/a");
  }

  // What is no path of the default file system

  @Test
  void pathsOfOtherFileSystemsAreUnprotected() throws Exception {
    var zip = URI.create("jar:" + directory.resolve("a.zip").toUri());
    try (var fileSystem = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      assertNull(configuration.rules("/**").policyFor(fileSystem.getPath("/a")));
    }
  }

  @Test
  void aFileWhoseNameNoFileCanHaveIsUnprotected() throws Exception {
    var rules = configuration.rules("/**");
    assertNull(rules.policyFor("/data/a\0b"));
    assertNull(rules.policyFor(""));
  }

  @Test
  void nothingIsEverThrown() throws Exception {
    var rules = configuration.rules("/data/**");
    assertNull(rules.policyFor((Path) null));
    assertNull(rules.policyFor((String) null));
    assertNull(rules.policyFor("/a\0b"));
    assertNull(rules.policyFor(Path.of("/" + "a/".repeat(3_000))));
    assertNull(rules.policyFor(Path.of("/" + "a".repeat(100_000))));
  }

  // Policies

  @Test
  void withoutAttributesTheDefaultsHold() throws Exception {
    var policy = configuration.policy("");
    assertEquals(Policy.Level.DURABLE, policy.level);
    assertEquals(Policy.Streams.STAGED, policy.streams);
    assertEquals(60_000, policy.stageLimitMillis);
    assertEquals(Policy.Force.CLOSE, policy.force);
    assertEquals(Policy.OnObstacle.IN_PLACE, policy.onObstacle);
  }

  @Test
  void eachAttributeIsTakenOver() throws Exception {
    assertEquals(Policy.Level.ATOMIC, configuration.policy("level=atomic").level);
    assertEquals(Policy.Level.DURABLE, configuration.policy("level=durable").level);
    assertEquals(Policy.Streams.IN_PLACE, configuration.policy("streams=in-place").streams);
    assertEquals(Policy.Streams.STAGED, configuration.policy("streams=staged").streams);
    assertEquals(Policy.Force.WRITE, configuration.policy("force=write").force);
    assertEquals(Policy.Force.CLOSE, configuration.policy("force=close").force);
    assertEquals(Policy.OnObstacle.FAIL, configuration.policy("on-obstacle=fail").onObstacle);
    assertEquals(
        Policy.OnObstacle.IN_PLACE, configuration.policy("on-obstacle=in-place").onObstacle);
    var several = configuration.policy("\t force=write  level=atomic # both");
    assertEquals(Policy.Level.ATOMIC, several.level);
    assertEquals(Policy.Force.WRITE, several.force);
  }

  @Test
  void aStageLimitIsGivenInAnyUnit() throws Exception {
    assertEquals(250, configuration.policy("stage-limit=250ms").stageLimitMillis);
    assertEquals(5_000, configuration.policy("stage-limit=5s").stageLimitMillis);
    assertEquals(120_000, configuration.policy("stage-limit=2m").stageLimitMillis);
    assertEquals(3_600_000, configuration.policy("stage-limit=1h").stageLimitMillis);
    assertEquals(
        999_999_999L * 3_600_000, configuration.policy("stage-limit=999999999h").stageLimitMillis);
    assertEquals(Policy.NO_STAGE_LIMIT, configuration.policy("stage-limit=none").stageLimitMillis);
  }

  @Test
  void safetyCopiesMayBeInTheRulesDirectoryThenInTheConfigurationsThenInTheUsersHome()
      throws Exception {
    var home = Path.of(System.getProperty("user.home"));
    var rules =
        configuration.rules(
            "/data/a/**", "/data/b/x*.md", "/data/c/d", "/**.log", "!/data/a/tmp/**");
    assertEquals(List.of(Path.of("/data/a"), directory, home), rootsOf(rules, "/data/a/x/y"));
    assertEquals(List.of(Path.of("/data/b"), directory, home), rootsOf(rules, "/data/b/x.md"));
    assertEquals(List.of(Path.of("/data/c"), directory, home), rootsOf(rules, "/data/c/d"));
    assertEquals(List.of(directory, home), rootsOf(rules, "/x/y.log"));
    assertEquals(
        new LinkedHashSet<>(
            List.of(Path.of("/data/a"), directory, home, Path.of("/data/b"), Path.of("/data/c"))),
        rules.safetyRoots());
  }

  @Test
  void aDirectoryIsASafetyRootOnce() throws Exception {
    assertEquals(
        Set.of(directory, Path.of(System.getProperty("user.home"))),
        configuration.rules("data").safetyRoots());
  }

  private static List<Path> rootsOf(Rules rules, String path) {
    return rules.policyFor(Path.of(path)).safetyRoots;
  }

  // Cost

  @Test
  void decidingOnAnAbsolutePathAllocatesNothing() throws Exception {
    var lines = new ArrayList<String>();
    for (int i = 0; i < 1_000; i++) {
      lines.add(directory + "/" + i + "/**/*.dat");
      lines.add("!" + directory + "/" + i + "/tmp/**");
    }
    var rules = configuration.rules(lines.toArray(new String[0]));
    var paths =
        List.of(
            directory.resolve("7/a/b.dat"),
            directory.resolve("7/tmp/b.dat"),
            directory.resolve("x"));
    var files = List.of(paths.get(0).toFile(), paths.get(1).toFile(), paths.get(2).toFile());
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    int calls = 100_000;
    long allocated = 0;
    for (int round = 0; round < 2; round++) {
      long before = threads.getThreadAllocatedBytes(thread);
      for (int i = 0; i < calls; i++) {
        rules.policyFor(paths.get(i % 3));
        rules.policyFor(files.get(i % 3).getPath());
      }
      allocated = threads.getThreadAllocatedBytes(thread) - before;
    }
    // What is left is the look at the file system, once a second.
    assertTrue(allocated < calls, allocated + " bytes in " + 2 * calls + " calls");
  }
}
