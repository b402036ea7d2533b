package dev.durable.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.durable.engine.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which line decides on a path, and by which of its names. */
class DecisionTest {
  @TempDir private Path directory;
  private Rules rules;

  @BeforeEach
  void someRules() throws IOException, ConfigurationException {
    directory = directory.toRealPath();
    Files.createDirectory(directory.resolve("data"));
    rules =
        new TestConfiguration(directory)
            .rules("# a comment", "data/**", "", "data/*.log  level=atomic", "!data/tmp/**");
  }

  @Test
  void theLastLineThatMatchesIsNamedWithItsPath() {
    Decision log = rules.decide(Path.of(directory + "/data/a.log"));
    assertEquals(directory + "/durable.conf:4", log.line);
    assertEquals("data/*.log", log.rule);
    assertEquals(Policy.Level.ATOMIC, log.policy.level);
    assertEquals(directory + "/durable.conf:2", rules.decide(directory.resolve("data/a")).line);
  }

  @Test
  void aLineThatTakesOutIsNamedToo() {
    Decision out = rules.decide(directory.resolve("data/tmp/a"));
    assertEquals(directory + "/durable.conf:5", out.line);
    assertNull(out.policy);
  }

  @Test
  void withoutALineThereIsNone() {
    Decision none = rules.decide(directory.resolve("other"));
    assertNull(none.line);
    assertNull(none.policy);
  }

  @Test
  void throughALinkTheNameThatItLeadsToDecides() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("data"));
    Decision linked = rules.decide(link.resolve("a"));
    assertNotNull(linked.policy);
    assertEquals(directory.resolve("data/a"), linked.name);
  }

  @Test
  void theDirectoriesAreThoseOfTheRulesThatProtect() {
    assertEquals(Set.of(directory.resolve("data")), rules.directories());
  }
}
