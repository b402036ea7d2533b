package dev.durable.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.durable.engine.Policy;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the rules say of a path that leads to another through symbolic links. */
class LinksTest {

  @TempDir private Path directory;
  private TestConfiguration configuration;

  @BeforeEach
  void withAProtectedDirectory() throws IOException {
    directory = directory.toRealPath();
    configuration = new TestConfiguration(directory);
    Files.createDirectories(directory.resolve("data/sub"));
    Files.createFile(directory.resolve("data/file"));
    Files.createDirectory(directory.resolve("other"));
  }

  private void link(String name, String target) throws IOException {
    Files.deleteIfExists(directory.resolve(name));
    Files.createSymbolicLink(directory.resolve(name), Path.of(target));
  }

  private boolean isProtected(Rules rules, String name) {
    Policy byPath = rules.policyFor(directory.resolve(name));
    Policy byName = rules.policyFor(directory.resolve(name).toString());
    assertEquals(byPath == null, byName == null, name);
    return byPath != null;
  }

  private void assertProtected(Rules rules, String... names) {
    for (var name : names) {
      assertTrue(isProtected(rules, name), name);
    }
  }

  private void assertUnprotected(Rules rules, String... names) {
    for (var name : names) {
      assertTrue(!isProtected(rules, name), name);
    }
  }

  /** What was looked at is believed for a while, so the change shows a little later. */
  private static void soon(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 300 && !condition.getAsBoolean(); i++) {
      Thread.sleep(100);
    }
    assertTrue(condition.getAsBoolean());
  }

  // Paths that go through links

  @Test
  void aProtectedFileIsProtectedThroughALinkToItsDirectory() throws Exception {
    var rules = configuration.rules("data/**");
    link("direct", directory + "/data");
    link("relative", "data/sub/..");
    link("other/second", "../direct");
    assertProtected(rules, "direct/file", "direct/new", "direct/sub/new", "direct/no/such/new");
    assertProtected(rules, "relative/file", "other/second/file", "other/../direct/file");
    assertUnprotected(rules, "other/file", "direct/../other/file");
  }

  @Test
  void aProtectedFileIsProtectedThroughALinkToItself() throws Exception {
    var rules = configuration.rules("data/**");
    link("other/first", "../data/file");
    link("other/second", directory + "/other/first");
    assertProtected(rules, "other/first", "other/second");
  }

  @Test
  void aDanglingLinkIsDecidedByTheNameInIt() throws Exception {
    var rules = configuration.rules("data/**");
    link("new", "data/new");
    link("nowhere", "data/no/such/directory");
    link("second", "new");
    link("outside", "other/new");
    assertProtected(rules, "new", "second", "nowhere", "nowhere/new");
    assertUnprotected(rules, "outside", "outside/new");
  }

  @Test
  void eachNameOnTheWayDecides() throws Exception {
    var rules = configuration.rules("data/**");
    link("data/out", "../other/file");
    link("in", "data/out");
    assertProtected(rules, "data/out", "in");
  }

  @Test
  void twoDotsAfterALinkLeadWhereTheSystemTakesThem() throws Exception {
    var rules = configuration.rules("data/**");
    link("deep", "data/sub");
    assertProtected(rules, "deep/../file");
  }

  @Test
  void aLoopOfLinksIsUnprotected() throws Exception {
    var rules = configuration.rules("data/**");
    link("a", "b");
    link("b", "a");
    link("c", "c/c");
    assertUnprotected(rules, "a", "b", "a/file", "c", "c/c/file");
  }

  @Test
  void whatIsTakenOutByNameIsStillProtectedIfItLeadsToAProtectedFile() throws Exception {
    var rules = configuration.rules("data/**", "!data/tmp/**");
    Files.createDirectory(directory.resolve("data/tmp"));
    link("data/tmp/in", "../file");
    link("data/tmp/out", "../../other/file");
    assertProtected(rules, "data/tmp/in");
    assertUnprotected(rules, "data/tmp/new", "data/tmp/out");
  }

  @Test
  void aLinkThatChangesIsSeenSoon() throws Exception {
    var rules = configuration.rules("data/**");
    link("changing", "other");
    assertUnprotected(rules, "changing/file");
    link("changing", "data");
    soon(() -> isProtected(rules, "changing/file"));
    link("changing", "other");
    soon(() -> !isProtected(rules, "changing/file"));
  }

  @Test
  void manyThreadsThatAskAtOnceGetTheSameAnswers() throws Exception {
    var rules = configuration.rules("data/**");
    link("in", "data");
    link("out", "other");
    var wrong = new AtomicInteger();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 4; i++) {
      var random = new Random(i);
      var thread =
          new Thread(
              () -> {
                // More names than are remembered, so that they displace each other.
                for (int j = 0; j < 10_000; j++) {
                  var name = "/" + random.nextInt(3_000);
                  if (!isProtected(rules, "in" + name) || isProtected(rules, "out" + name)) {
                    wrong.incrementAndGet();
                  }
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (var thread : threads) {
      thread.join();
    }
    assertEquals(0, wrong.get());
  }

  @Test
  void anOpenFileInProcIsNoNameOfAFile() throws Exception {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "no /proc");
    var rules = configuration.rules("data/**");
    var file = directory.resolve("data/file");
    try (var open = new FileInputStream(file.toFile());
        var descriptors = Files.list(Path.of("/proc/self/fd"))) {
      var descriptor =
          descriptors
              .filter(entry -> file.equals(RealPath.linkTarget(entry)))
              .findFirst()
              .orElseThrow();
      assertNotNull(open.getFD());
      assertNull(rules.policyFor(descriptor));
      link("descriptor", descriptor.toString());
      assertUnprotected(rules, "descriptor");
    }
  }

  // Rules that go through links

  @Test
  void aRuleWhoseDirectoryIsALinkProtectsWhatItLeadsTo() throws Exception {
    link("current", "data");
    var rules = configuration.rules("current/**", "!current/sub/**");
    assertProtected(rules, "current/file", "data/file", "data/new");
    assertUnprotected(rules, "current/sub/file", "data/sub/file", "other/file");
  }

  @Test
  void aRuleWithWildcardsInANameIsFollowedByItsDirectory() throws Exception {
    link("current", "data");
    var rules = configuration.rules("current/f*");
    assertProtected(rules, "current/file", "data/file", "data/f");
    assertUnprotected(rules, "data/new");
  }

  @Test
  void aRuleThatNamesALinkToAFileProtectsAllNamesOnItsWay() throws Exception {
    link("settings", "other/first");
    link("other/first", "../data/file");
    var rules = configuration.rules("settings level=atomic");
    assertProtected(rules, "settings", "data/file");
    assertEquals(Policy.Level.ATOMIC, rules.policyFor(directory.resolve("other/first")).level);
    assertUnprotected(rules, "data/new");
  }

  @Test
  void aRuleMayGoThroughALinkToWhatDoesNotExistYet() throws Exception {
    link("current", "data");
    link("future", "other/later");
    var rules = configuration.rules("current/no/such/**", "future/**");
    assertProtected(rules, "data/no/such/new", "other/later/new");
    assertUnprotected(rules, "data/file", "other/new");
  }

  @Test
  void aRuleFollowsItsLinkToANewPlace() throws Exception {
    link("current", "data");
    var rules = configuration.rules("current/**");
    assertProtected(rules, "data/file");
    assertUnprotected(rules, "other/file");
    link("current", "other");
    soon(() -> isProtected(rules, "other/file") && !isProtected(rules, "data/file"));
    assertProtected(rules, "current/file");
  }

  @Test
  void aLinkThatIsMadeLaterIsFollowed() throws Exception {
    var rules = configuration.rules("current/**");
    assertUnprotected(rules, "data/file");
    link("current", "data");
    soon(() -> isProtected(rules, "data/file"));
  }

  @Test
  void theLastMatchingLineWinsAmongTheFormsOfAllRules() throws Exception {
    link("current", "data");
    assertUnprotected(configuration.rules("current/**", "!data/**"), "data/file");
    var rules = configuration.rules("current/** level=atomic", "data/f*");
    assertEquals(Policy.Level.DURABLE, rules.policyFor(directory.resolve("data/file")).level);
    assertEquals(Policy.Level.ATOMIC, rules.policyFor(directory.resolve("data/new")).level);
  }
}
