package dev.durable.tests.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.OnEveryJdk;
import dev.durable.tests.OnOldestAndNewestJdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
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
          "dev.durable.cli.Durable",
          "dev.durable.shaded.picocli.CommandLine",
          "picocli.CommandLine",
          "org.objectweb.asm.ClassReader");

  private static final Pattern ARCHIVE =
      Pattern.compile("META-INF/durable/(dev\\.durable\\.[a-z.]+|java\\.nio\\.file)\\.zip");

  private static final Pattern LIBRARY = Pattern.compile("dev\\.durable\\.shaded\\.([a-z]+)");

  /** What is made of Byte Buddy, and has its licence. */
  private static final Set<String> BYTE_BUDDY = Set.of("attach", "bytebuddy");

  @TempDir Path directory;

  @OnEveryJdk
  void noClassOfTheAgentIsOnTheApplicationsClassPath(Jdk jdk) throws Exception {
    var found = curious(jdk).stream().filter(line -> line.startsWith("found")).toList();
    assertEquals(List.of(), found);
  }

  /**
   * Java 8 has no modules; 9 to 15 open the JDK's old packages to everybody, if not told not to.
   */
  @OnEveryJdk
  void whatTheAgentOpensForItselfStaysClosedToTheApplication(Jdk jdk) throws Exception {
    if (jdk.feature() == 8) {
      return;
    }
    String[] closed = jdk.feature() < 17 ? new String[] {"--illegal-access=deny"} : new String[0];
    var opened = curious(jdk, closed).stream().filter(line -> line.startsWith("opened")).toList();
    assertEquals(List.of(), opened);
  }

  private List<String> curious(Jdk jdk, String... options) throws Exception {
    var result =
        Child.on(jdk)
            .with(options)
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
          .filter(name -> !ARCHIVE.matcher(name).matches())
          .filter(
              name ->
                  !name.matches(
                      "META-INF/(|MANIFEST.MF|LICENSE|licenses/.*|durable/(gate|gate-of-audit)?)"))
          .forEach(strangers::add);
      assertEquals(List.of(), strangers);
    }
  }

  @Test
  void anArchiveInTheJarHoldsThePackageThatItIsNamedAfter() throws IOException {
    try (var jar = new JarFile(Child.AGENT.toFile())) {
      for (var archive : archives(jar)) {
        String name = archive.getName();
        assertEquals(ZipEntry.STORED, archive.getMethod(), name);
        String folder =
            name.substring("META-INF/durable/".length(), name.lastIndexOf('.')).replace('.', '/');
        for (String file : archived(jar, archive).keySet()) {
          assertTrue(file.startsWith(folder + "/"), file + " in " + name);
        }
      }
    }
  }

  @Test
  void ofEachLibraryInTheJarTheLicenceIsThere() throws IOException {
    try (var jar = new JarFile(Child.AGENT.toFile())) {
      var libraries = new TreeSet<String>();
      for (var archive : archives(jar)) {
        Matcher library = LIBRARY.matcher(archive.getName());
        if (library.find()) {
          libraries.add(library.group(1));
        }
      }
      jar.stream()
          .map(entry -> LIBRARY.matcher(entry.getName().replace('/', '.')))
          .filter(Matcher::find)
          .forEach(library -> libraries.add(library.group(1)));
      assertTrue(libraries.contains("picocli"), libraries::toString);
      for (String library : libraries) {
        String licence = BYTE_BUDDY.contains(library) ? "byte-buddy" : library;
        assertNotNull(jar.getEntry("META-INF/licenses/" + licence + ".txt"), licence);
      }
    }
  }

  @Test
  void theJarIsSmall() throws IOException {
    assertTrue(Files.size(Child.AGENT) <= 5 << 20, Files.size(Child.AGENT) + " bytes");
  }

  @OnOldestAndNewestJdk
  void anApplicationsStartOpensNoArchiveOfWhatFewRunsNeed(Jdk jdk) throws Exception {
    var result =
        Child.on(jdk)
            .protecting(directory.resolve("durable.conf"), directory + "/data/**")
            .with("-verbose:class")
            .run("", "dev.durable.programs.Hello");
    assertEquals(0, result.exit(), result.err());
    assertTrue(result.out().contains("dev.durable.agent.IsolatedClassLoader"), result.out());
    for (String rare : List.of("audit", "barriers", "cli", "shaded", "observe.jfr")) {
      assertFalse(result.out().contains("dev.durable." + rare + "."), result.out());
    }
  }

  private static List<JarEntry> archives(JarFile jar) {
    return jar.stream().filter(entry -> ARCHIVE.matcher(entry.getName()).matches()).toList();
  }

  private static Map<String, byte[]> archived(JarFile jar, JarEntry archive) throws IOException {
    var files = new TreeMap<String, byte[]>();
    try (var in = new ZipInputStream(jar.getInputStream(archive))) {
      for (ZipEntry entry; (entry = in.getNextEntry()) != null; ) {
        files.put(entry.getName(), in.readAllBytes());
      }
    }
    return files;
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
  void allClassesAreForJava8ButTheOneForModules() throws IOException {
    try (var jar = new JarFile(Child.AGENT.toFile())) {
      var classes = new TreeMap<String, byte[]>();
      for (var entry : jar.stream().filter(e -> e.getName().contains(".class")).toList()) {
        classes.put(entry.getName(), jar.getInputStream(entry).readAllBytes());
      }
      for (var archive : archives(jar)) {
        classes.putAll(archived(jar, archive));
      }
      classes.forEach(
          (name, bytes) ->
              assertTrue(
                  !name.contains(".class") || bytes[7] <= 52 || name.contains("/Modules."),
                  () -> name + " is of version " + bytes[7]));
    }
  }
}
