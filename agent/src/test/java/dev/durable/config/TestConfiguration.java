package dev.durable.config;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.durable.engine.Policy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Configurations of a test: the file {@code durable.conf} in the directory, and what it yields. */
record TestConfiguration(Path directory, Map<String, String> environment) {

  TestConfiguration(Path directory) {
    this(directory, Map.of());
  }

  Path file() {
    return directory.resolve("durable.conf");
  }

  /** Writes the lines and loads them. */
  Configuration load(String... lines) throws ConfigurationException {
    write(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    return loadWith("");
  }

  /** Loads what the file has, with this argument of the agent. */
  Configuration loadWith(String argument) throws ConfigurationException {
    return Configuration.load(AgentArguments.parse(argument), environment, directory);
  }

  Rules rules(String... lines) throws ConfigurationException {
    return load(lines).rules();
  }

  /** The policy of the only rule, for a file that it matches. */
  Policy policy(String attributes) throws ConfigurationException {
    return rules("/data/file " + attributes).policyFor(Path.of("/data/file"));
  }

  /** What is said of the lines, without the name of the file. */
  String mistakeIn(String... lines) {
    var message =
        assertThrows(ConfigurationException.class, () -> load(lines), "no mistake found")
            .getMessage();
    if (!message.startsWith(file() + ":")) {
      throw new AssertionError("does not begin with the file: " + message);
    }
    return message.substring(file().toString().length() + 1);
  }

  void write(byte[] content) {
    try {
      Files.write(file(), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
