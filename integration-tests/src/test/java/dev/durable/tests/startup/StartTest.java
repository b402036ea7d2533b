package dev.durable.tests.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.Machine;
import dev.durable.tests.OnEveryJdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What the agent says when it starts, and when it refuses to. */
class StartTest {
  private static final String HELLO = "dev.durable.programs.Hello";

  @TempDir Path directory;

  private Path configuration;

  @BeforeEach
  void aConfiguration() throws IOException {
    configuration = directory.resolve("durable.conf");
    Files.writeString(configuration, directory + "/data/**\n!" + directory + "/data/tmp/**\n");
  }

  @OnEveryJdk
  void oneLineSaysVersionConfigurationRulesAndJdkAndNothingElseIsPrinted(Jdk jdk) throws Exception {
    var result = Child.on(jdk).withAgent(configuration.toString()).run("", HELLO).quietly();
    assertEquals(List.of("hello"), result.lines());
    String jdkVersion = jdk.feature() == 8 ? "1\\.8\\.0_\\d+" : jdk.feature() + "[.\\d]*";
    assertTrue(
        result
            .err()
            .matches(
                "durable: \\d+\\.\\d+\\.\\d+\\S*, \\Q"
                    + configuration
                    + "\\E, 2 rules, JDK "
                    + jdkVersion
                    + ", (\\d+) of \\1 hooks\\R"),
        result.err());
  }

  @OnEveryJdk
  void quietSilencesIt(Jdk jdk) throws Exception {
    var result = Child.on(jdk).withAgent(configuration + ",quiet").run("", HELLO);
    assertEquals(0, result.exit());
    assertEquals("", result.err());
  }

  @OnEveryJdk
  void aMistakeInTheConfigurationStopsTheJvmBeforeMain(Jdk jdk) throws Exception {
    Files.writeString(configuration, "# one\n" + directory + "/**  level=durabel\n");
    var result = Child.on(jdk).withAgent(configuration.toString()).run("", HELLO);
    assertEquals(2, result.exit());
    assertEquals("", result.out());
    assertEquals(1, result.err().lines().count(), result.err());
    assertTrue(result.err().startsWith("durable: " + configuration + ":2:"), result.err());
    assertTrue(result.err().contains("durabel"), result.err());
  }

  @OnEveryJdk
  void aMissingConfigurationStopsTheJvmBeforeMain(Jdk jdk) throws Exception {
    Path missing = directory.resolve("missing.conf");
    var result = Child.on(jdk).withAgent(missing.toString()).run("", HELLO);
    assertEquals(2, result.exit());
    assertEquals("", result.out());
    assertEquals(1, result.err().lines().count(), result.err());
    assertTrue(result.err().startsWith("durable: " + missing), result.err());
  }

  @OnEveryJdk
  void aConfigurationThatMayNotBeReadStopsTheJvmBeforeMain(Jdk jdk) throws Exception {
    Machine.needsRoot();
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(configuration, PosixFilePermissions.fromString("rw-------"));
    var result =
        Child.on(jdk)
            .under("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
            .withAgent(configuration.toString())
            .run("", HELLO);
    assertEquals(2, result.exit(), result.err());
    assertEquals(1, result.err().lines().count(), result.err());
    assertTrue(
        result.err().startsWith("durable: " + configuration + ": found no permission to read it"),
        result.err());
  }

  @OnEveryJdk
  void withWarnTheApplicationRunsUnprotectedAndTheLineSaysSo(Jdk jdk) throws Exception {
    Path missing = directory.resolve("missing.conf");
    var result = Child.on(jdk).withAgent(missing + ",on-startup-error=warn").run("", HELLO);
    assertEquals(0, result.exit());
    assertEquals(List.of("hello"), result.lines());
    assertEquals(1, result.err().lines().count(), result.err());
    assertTrue(result.err().contains("nothing is protected"), result.err());
  }

  @OnEveryJdk
  void modeOffProtectsNothingAndSaysSo(Jdk jdk) throws Exception {
    var result = Child.on(jdk).withAgent(configuration + ",mode=off").run("", HELLO);
    assertEquals(0, result.exit());
    assertEquals(1, result.err().lines().count(), result.err());
    assertTrue(result.err().contains("mode=off: nothing is protected"), result.err());
  }

  @OnEveryJdk
  void withoutAFileNamedTheEnvironmentOrTheWorkingDirectoryNamesOne(Jdk jdk) throws Exception {
    var result = Child.on(jdk).in(directory).withAgent("").run("", HELLO).quietly();
    assertTrue(result.err().contains("durable.conf, 2 rules"), result.err());
  }

  @OnEveryJdk
  void aSecondAgentOfThisKindIsIgnored(Jdk jdk) throws Exception {
    String argument = configuration.toString();
    var result = Child.on(jdk).withAgent(argument).withAgent(argument).run("", HELLO);
    assertEquals(0, result.exit());
    assertEquals(2, result.err().lines().count(), result.err());
    assertTrue(result.err().contains("the second -javaagent is ignored"), result.err());
  }

  @OnEveryJdk
  void theJarSaysWhatItIsAndWhetherItFitsTheJdk(Jdk jdk) throws Exception {
    String said = Child.on(jdk).command("--version").quietly().out();
    assertTrue(said.startsWith("durable "), said);
    String fits = jdk.feature() == 8 ? "not checked" : "(\\d+) of \\1 hooks fit";
    assertTrue(Pattern.compile(fits).matcher(said).find(), said);
  }

  @OnEveryJdk
  void classDataSharingStaysOn(Jdk jdk) throws Exception {
    var with = loadedFromArchive(jdk, Child.on(jdk).withAgent(configuration.toString()));
    var without = loadedFromArchive(jdk, Child.on(jdk));
    assertFalse(without == 0 && jdk.feature() > 8, "this JDK has an archive");
    assertTrue(with >= without, with + " classes with the agent, " + without + " without");
  }

  private static long loadedFromArchive(Jdk jdk, Child child) throws Exception {
    // Java 8 prints it in another form, and Debian's build of it has no archive that is on by
    // default.
    String option = jdk.feature() == 8 ? "-verbose:class" : "-Xlog:class+load";
    var result = child.unverified().with(option).run("", HELLO);
    return result.lines().stream().filter(line -> line.contains("shared objects file")).count();
  }
}
