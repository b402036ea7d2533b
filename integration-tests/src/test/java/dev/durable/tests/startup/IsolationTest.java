package dev.durable.tests.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.OnEveryJdk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application doesn't meet the agent's classes, nor what the agent has opened for itself. */
class IsolationTest {
  private static final List<String> AGENTS_OWN =
      List.of(
          "dev.durable.agent.Startup",
          "dev.durable.config.Rules",
          "dev.durable.hooks.FilesHooks",
          "dev.durable.observe.Log",
          "dev.durable.weave.Loom",
          "dev.durable.shaded.asm.ClassReader",
          "org.objectweb.asm.ClassReader");

  @TempDir Path directory;

  @OnEveryJdk
  void noClassOfTheAgentIsOnTheApplicationsClassPath(Jdk jdk) throws Exception {
    var found = curious(jdk).stream().filter(line -> line.startsWith("found")).toList();
    assertEquals(List.of(), found);
  }

  /** Java 8 has no modules; 9 to 15 open the JDK's old packages to everybody. */
  @OnEveryJdk
  void whatTheAgentOpensForItselfStaysClosedToTheApplication(Jdk jdk) throws Exception {
    var opened = curious(jdk).stream().filter(line -> line.startsWith("opened")).toList();
    if (jdk.feature() >= 16) {
      assertEquals(List.of(), opened);
    }
  }

  private List<String> curious(Jdk jdk) throws Exception {
    var result =
        Child.on(jdk)
            .protecting(directory.resolve("durable.conf"), directory + "/data/**")
            .run("", "dev.durable.programs.Curious", AGENTS_OWN.toArray(String[]::new));
    assertEquals(0, result.exit(), result.err());
    return result.lines();
  }

  @Test
  void theJarHoldsNothingButTheAgent() throws IOException {
    try (var jar = new JarFile(Child.AGENT.toFile())) {
      var strangers = new ArrayList<String>();
      jar.stream()
          .map(entry -> entry.getName())
          .filter(name -> !name.startsWith("dev/durable/") && !name.equals("dev/"))
          .filter(name -> !name.startsWith("META-INF/durable/dev/durable/"))
          .filter(
              name -> !name.matches("META-INF/(|MANIFEST.MF|LICENSE|licenses/.*|durable/(dev/)?)"))
          .forEach(strangers::add);
      assertEquals(List.of(), strangers);
    }
  }

  @Test
  void theManifestNamesAllEntrances() throws IOException {
    try (var jar = new JarFile(Child.AGENT.toFile())) {
      Attributes manifest = jar.getManifest().getMainAttributes();
      assertEquals("dev.durable.agent.Agent", manifest.getValue("Premain-Class"));
      assertEquals("dev.durable.agent.Agent", manifest.getValue("Agent-Class"));
      assertEquals("dev.durable.cli.Main", manifest.getValue("Launcher-Agent-Class"));
      assertEquals("dev.durable.cli.Main", manifest.getValue("Main-Class"));
      assertEquals("true", manifest.getValue("Can-Retransform-Classes"));
      assertTrue(manifest.getValue("Implementation-Version").matches("\\d+\\.\\d+\\.\\d+.*"));
    }
  }

  @Test
  void allClassesAreForJava8() throws IOException {
    try (var jar = new JarFile(Child.AGENT.toFile())) {
      for (var entry : jar.stream().filter(e -> e.getName().contains(".class")).toList()) {
        byte[] head = jar.getInputStream(entry).readNBytes(8);
        assertTrue(head[7] <= 52, entry.getName() + " is of version " + head[7]);
      }
    }
  }
}
