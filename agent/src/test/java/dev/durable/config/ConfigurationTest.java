package dev.durable.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {

  private static final Path FILE = Path.of("/data/file");

  @TempDir private Path directory;
  private TestConfiguration configuration;

  @BeforeEach
  void inADirectoryOfItsOwn() throws IOException {
    directory = directory.toRealPath();
    configuration = new TestConfiguration(directory);
  }

  private static String messageOf(Executable loading) {
    return assertThrows(ConfigurationException.class, loading).getMessage();
  }

  // Where the file is

  @Test
  void theArgumentNamesTheFile() throws Exception {
    var named = Files.writeString(directory.resolve("named.conf"), "/data/file");
    assertEquals(named, configuration.loadWith(named.toString()).file());
    assertEquals(named, configuration.loadWith("./named.conf").file());
  }

  @Test
  void withoutAnArgumentTheEnvironmentNamesTheFile() throws Exception {
    var named = Files.writeString(directory.resolve("named.conf"), "/data/file");
    var other = Files.writeString(directory.resolve("other.conf"), "");
    var withVariable = new TestConfiguration(directory, Map.of("DURABLE_CONFIG", named.toString()));
    assertEquals(named, withVariable.loadWith("").file());
    assertEquals(other, withVariable.loadWith(other.toString()).file());
  }

  @Test
  void withoutEitherItIsDurableConfInTheWorkingDirectory() throws Exception {
    assertEquals(configuration.file(), configuration.load("/data/file").file());
    var withEmptyVariable = new TestConfiguration(directory, Map.of("DURABLE_CONFIG", ""));
    assertEquals(configuration.file(), withEmptyVariable.loadWith("").file());
  }

  @Test
  void aMissingFileIsAMistakeThatSaysWhoNamedIt() {
    assertEquals(
        directory
            + "/none.conf: found no such file, expected the one that the agent's argument names;"
            + " correct the name or write it",
        messageOf(() -> configuration.loadWith("none.conf")));
    var withVariable = new TestConfiguration(directory, Map.of("DURABLE_CONFIG", "none.conf"));
    assertEquals(
        directory
            + "/none.conf: found no such file, expected the one that DURABLE_CONFIG in the"
            + " environment names; correct the name or write it",
        messageOf(() -> withVariable.loadWith("quiet")));
    assertEquals(
        directory
            + "/durable.conf: found no such file, expected a configuration; name yours by"
            + " -javaagent:durable.jar=FILE or by DURABLE_CONFIG in the environment, or write this"
            + " one",
        messageOf(() -> configuration.loadWith("")));
  }

  @Test
  void aDirectoryIsNoConfiguration() {
    assertEquals(
        directory
            + ": found a directory, expected a file; name one in it, such as "
            + configuration.file(),
        messageOf(() -> configuration.loadWith(".")));
  }

  @Test
  void anErrorOnReadingIsAMistakeThatSaysWhichError() {
    var unreadable = Path.of("/proc/self/mem");
    assumeTrue(Files.exists(unreadable), "no /proc");
    assertEquals(
        "/proc/self/mem: found an error on reading it (Input/output error), expected a readable"
            + " file",
        messageOf(() -> configuration.loadWith(unreadable.toString())));
  }

  @Test
  void aNameThatNoFileCanHaveIsAMistake() {
    assertEquals(
        "a\\u0000b: found a name that no file can have (Nul character not allowed), expected the"
            + " configuration that the agent's argument names",
        messageOf(() -> configuration.loadWith("a\0b")));
  }

  // What is in it

  @Test
  void anEmptyFileHasNoRulesAndProtectsNothing() throws Exception {
    for (var content : List.of("", "\n\n", "# nothing\n  \t\n", "\uFEFF")) {
      configuration.write(content.getBytes(StandardCharsets.UTF_8));
      var loaded = configuration.loadWith("");
      assertEquals(0, loaded.ruleCount());
      assertEquals(Configuration.Mode.ENFORCE, loaded.mode());
      assertNull(loaded.rules().policyFor(FILE));
      assertTrue(loaded.rules().safetyRoots().isEmpty());
    }
  }

  @Test
  void eachLineWithAPathIsARule() throws Exception {
    assertEquals(
        3,
        configuration
            .load("/a/** # all of it", "", "mode = enforce", "!/a/{b,c}", "# /d", "/e")
            .ruleCount());
  }

  @Test
  void linesMayEndAsOnWindowsAndTheFileMayBeginWithAByteOrderMark() throws Exception {
    configuration.write("\uFEFFmode = audit\r\n/data/file\r\n".getBytes(StandardCharsets.UTF_8));
    var loaded = configuration.loadWith("");
    assertEquals(Configuration.Mode.AUDIT, loaded.mode());
    assertNotNull(loaded.rules().policyFor(FILE));
  }

  @Test
  void theFileIsReadAsUtf8() throws Exception {
    assumeTrue("UTF-8".equals(System.getProperty("sun.jnu.encoding")), "names are not UTF-8");
    assertNotNull(configuration.rules("/data/größe-😀").policyFor(Path.of("/data/größe-😀")));
  }

  @Test
  void whatIsNotUtf8IsAMistakeOfItsLine() {
    configuration.write(
        "# gr\u00f6\u00dfe\n/data/gr\u00f6\u00dfe".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(
        configuration.file()
            + ":1:5: found the byte 0xF6, expected UTF-8; save the file in that encoding",
        messageOf(() -> configuration.loadWith("")));
    configuration.write("\uFEFF# ok 😀\n/data/😀 \0".getBytes(StandardCharsets.UTF_16BE));
    assertEquals(
        configuration.file()
            + ":1:1: found the byte 0xFE, expected UTF-8; save the file in that encoding",
        messageOf(() -> configuration.loadWith("")));
    configuration.write(new byte[] {'a', '\n', 'b', (byte) 0xF0, (byte) 0x9F});
    assertEquals(
        configuration.file()
            + ":2:2: found the byte 0xF0, expected UTF-8; save the file in that encoding",
        messageOf(() -> configuration.loadWith("")));
  }

  @Test
  void theFileSetsTheModeAndTheArgumentOverridesIt() throws Exception {
    for (var line : List.of("mode = audit", "mode=audit", "  mode= audit ", "mode =audit # x")) {
      assertEquals(Configuration.Mode.AUDIT, configuration.load(line).mode());
    }
    assertEquals(Configuration.Mode.AUDIT, configuration.loadWith("").mode());
    assertEquals(Configuration.Mode.OFF, configuration.loadWith("mode=off").mode());
    assertEquals(Configuration.Mode.ENFORCE, configuration.load("mode = enforce").mode());
    assertEquals(Configuration.Mode.OFF, configuration.load("mode = off").mode());
  }

  @Test
  void aMistakeInTheFileTellsWhetherTheArgumentAsksForAWarningOnly() throws Exception {
    configuration.write("/data/[".getBytes(StandardCharsets.UTF_8));
    assertTrue(warnOnly(configuration.file() + ",on-startup-error=warn"));
    assertFalse(warnOnly(configuration.file() + ",quiet"));
    assertFalse(warnOnly(configuration.file() + ",on-startup-error=fail"));
  }

  private static boolean warnOnly(String argument) throws ConfigurationException {
    var arguments = AgentArguments.parse(argument);
    return assertThrows(ConfigurationException.class, () -> Configuration.load(arguments))
        .warnOnly();
  }
}
