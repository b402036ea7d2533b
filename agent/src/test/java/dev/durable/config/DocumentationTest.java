package dev.durable.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds the page docs/configuration.md against the code: each example is loaded, each message is
 * what is really said. The page's {@code /etc} is a directory of the test.
 */
class DocumentationTest {

  private static final Path PAGE = Path.of("../docs/configuration.md");
  private static final String PREFIX = "durable: ";

  /** A block of a configuration or of arguments, and the message that follows it, if any. */
  private static final Pattern EXAMPLE =
      Pattern.compile("```(conf|sh)\n(.*?)```\n(?:\n```text\n(.*?)\n```)?", Pattern.DOTALL);

  private record Example(String kind, String content, String message) {}

  @TempDir private Path directory;
  private TestConfiguration configuration;
  private String page;

  @BeforeEach
  void readThePage() throws IOException {
    directory = directory.toRealPath();
    configuration = new TestConfiguration(directory);
    Files.createDirectory(directory.resolve("billing"));
    page = Files.readString(PAGE);
  }

  private List<Example> examples(String kind, boolean faulty) {
    var examples =
        EXAMPLE
            .matcher(page)
            .results()
            .map(found -> new Example(found.group(1), found.group(2), found.group(3)))
            .filter(example -> example.kind.equals(kind) && (example.message != null) == faulty)
            .toList();
    assertFalse(examples.isEmpty());
    return examples;
  }

  private static String argument(String option) {
    var withoutQuotes = option.startsWith("'") ? option.substring(1, option.length() - 1) : option;
    assertTrue(withoutQuotes.startsWith("-javaagent:durable.jar"), option);
    return withoutQuotes.substring(withoutQuotes.indexOf(".jar") + 4).replaceFirst("^=", "");
  }

  @Test
  void eachConfigurationOnThePageIsRead() throws ConfigurationException {
    for (var example : examples("conf", false)) {
      assertTrue(configuration.load(example.content).ruleCount() > 0, example.content);
    }
  }

  @Test
  void theFirstExampleProtectsWhatThePageSays() throws ConfigurationException {
    var rules = configuration.rules(examples("conf", false).get(0).content);
    var rows = Pattern.compile("\\| `([^`]+)` \\| (yes|no) \\|").matcher(page).results().toList();
    assertFalse(rows.isEmpty());
    for (var row : rows) {
      var path = Path.of(row.group(1).replace("${user.home}", System.getProperty("user.home")));
      assertEquals(row.group(2).equals("yes"), rules.policyFor(path) != null, row.group());
    }
  }

  @Test
  void eachArgumentOnThePageIsRead() throws ConfigurationException {
    for (var example : examples("sh", false)) {
      for (var option : example.content.lines().toList()) {
        assertNotNull(AgentArguments.parse(argument(option)), option);
      }
    }
  }

  @Test
  void eachMessageOnThePageIsWhatIsSaidOfItsConfiguration() {
    for (var example : examples("conf", true)) {
      assertEquals(
          example.message, saidOf(() -> configuration.load(example.content)), example.content);
    }
  }

  @Test
  void eachMessageOnThePageIsWhatIsSaidOfItsArgument() {
    for (var example : examples("sh", true)) {
      var argument = argument(example.content.strip());
      assertEquals(
          example.message,
          saidOf(
              () -> {
                AgentArguments.parse(argument);
                configuration.loadWith(argument.replace("/etc", directory.toString()));
              }));
    }
  }

  private String saidOf(Executable start) {
    var mistake = assertThrows(ConfigurationException.class, start);
    return PREFIX + mistake.getMessage().replace(directory.toString(), "/etc");
  }
}
