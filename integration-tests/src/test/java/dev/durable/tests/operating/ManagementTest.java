package dev.durable.tests.operating;

import static dev.durable.tests.Child.line;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.OnEveryJdk;
import dev.durable.tests.OnOldestAndNewestJdk;
import dev.durable.tests.life.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The MBean, and the reload through it. */
class ManagementTest {
  @TempDir Path directory;

  private Path configuration;
  private Path data;
  private Path file;

  @BeforeEach
  void aProtectedDirectory() throws IOException {
    configuration = directory.resolve("durable.conf");
    data = Files.createDirectory(directory.resolve("data"));
    file = data.resolve("file");
  }

  private Child protecting(Jdk jdk, String... rules) throws IOException {
    return Child.on(jdk).protecting(configuration, rules);
  }

  @OnEveryJdk
  void itCountsOutcomesByRule(Jdk jdk) throws Exception {
    Path log = data.resolve("log");
    var lines =
        protecting(jdk, data + "/**", log.toString())
            .call(
                line("write", file, "one"),
                line("write", file, "two"),
                line("write", log, "three", "CREATE", "APPEND"),
                line("move", file, data.resolve("moved")),
                line("attribute", "OutcomesByRule"),
                line("attribute", "Outcomes"),
                line("attribute", "Bytes"),
                line("attribute", "Mode"),
                line("attribute", "Configuration"),
                line("attribute", "RuleCount"))
            .quietly()
            .lines();
    String byRule = lines.get(4);
    String first = byRule.substring(byRule.indexOf(data + "/**={"), byRule.indexOf('}'));
    assertTrue(first.contains("replaced=2") && first.contains("moved=1"), byRule);
    assertTrue(first.contains("appended=0") && first.contains("bytes=6"), byRule);
    String second = byRule.substring(byRule.indexOf(log + "={"));
    assertTrue(second.contains("appended=1") && second.contains("bytes=5"), byRule);
    assertTrue(lines.get(5).contains("replaced=2") && lines.get(5).contains("appended=1"));
    assertEquals(
        List.of("ok 11", "ok enforce", "ok " + configuration, "ok 2"), lines.subList(6, 10));
  }

  /** Java 8 maps a jar into memory, unless told otherwise, and may crash then with any jar. */
  @OnEveryJdk
  void aJarThatIsOverwrittenWhileInUseCostsTheMBeanAndNothingElse(Jdk jdk) throws Exception {
    Path jar = Files.copy(Child.AGENT, directory.resolve("own.jar"));
    Files.writeString(configuration, data + "/**\n");
    var result =
        Child.on(jdk)
            .with("-Dsun.zip.disableMemoryMapping=true", "-javaagent:" + jar + "=" + configuration)
            .run("", "dev.durable.programs.Overwriting", jar.toString(), file.toString());
    assertEquals("written\na server\n", result.out(), result.err());
    assertTrue(result.err().contains("durable: the MBean can't be registered: "), result.err());
    assertEquals("new", Files.readString(file));
  }

  @OnEveryJdk
  void itTellsHowLongForcesAndRenamesTook(Jdk jdk) throws Exception {
    var lines =
        protecting(jdk, data + "/**")
            .call(
                line("write", file, "one"),
                line("write", file, "two"),
                line("attribute", "Force"),
                line("attribute", "Rename"),
                line("attribute", "DirectoryForce"))
            .quietly()
            .lines();
    for (String distribution : lines.subList(2, 5)) {
      assertTrue(distribution.contains("count=2,"), distribution);
      assertFalse(distribution.contains("totalNanos=0"), distribution);
    }
  }

  @OnEveryJdk
  void itCountsObstaclesByReason(Jdk jdk) throws Exception {
    Files.writeString(file, "old");
    Files.createLink(directory.resolve("link"), file);
    var result =
        protecting(jdk, data + "/**")
            .call(line("write", file, "new"), line("attribute", "Obstacles"));
    assertTrue(result.lines().get(1).contains("hard-links=1"), result.out());
  }

  @OnEveryJdk
  void nothingOfTheJdksManagementIsLoadedForAnApplicationThatUsesNone(Jdk jdk) throws Exception {
    var result =
        protecting(jdk, data + "/**").with("-verbose:class").call(line("write", file, "text"));
    assertEquals(0, result.exit(), result.err());
    assertTrue(result.out().contains("dev.durable.control.Control"), result.out());
    for (String unwanted :
        List.of(
            "java.lang.management.ManagementFactory",
            "javax.management.",
            "jdk.jfr.FlightRecorder",
            "jdk.jfr.Event ")) {
      assertFalse(result.out().contains(unwanted), unwanted);
    }
  }

  @OnOldestAndNewestJdk
  void aReloadTellsOfBarriersThatItDoesNotChange(Jdk jdk) throws Exception {
    try (var calls = Running.calls(protecting(jdk, data + "/**"))) {
      calls.tell("write", data.resolve("file"), "at work");
      calls.answer();
      String reloaded = "reloaded " + configuration + ", 1 rule, 1 barrier, mode=enforce";
      String more = "; barriers change at a start only: those of this JVM's start stay";
      Files.writeString(configuration, data + "/**\nbarrier com.example.Orders.place\n");
      calls.tell("invoke", "reload");
      assertEquals("ok " + reloaded + more, calls.answer());
      assertEquals("durable: " + reloaded + more + "\n", calls.end().warnings());
    }
  }

  @OnEveryJdk
  void newRulesHoldFromAReloadOn(Jdk jdk) throws Exception {
    Path before = Files.writeString(data.resolve("before"), "");
    Path after = Files.writeString(data.resolve("after"), "");
    Object inodeBefore = inode(before);
    Object inodeAfter = inode(after);
    try (var calls = Running.calls(protecting(jdk, before.toString()))) {
      calls.tell("write", after, "plain");
      calls.answer();
      assertEquals(inodeAfter, inode(after));
      Files.writeString(configuration, after + "\n" + data + "/more/**\n");
      calls.tell("invoke", "reload");
      assertEquals("ok reloaded " + configuration + ", 2 rules, mode=enforce", calls.answer());
      calls.tell("write", after, "durable");
      calls.answer();
      calls.tell("write", before, "plain");
      calls.answer();
      assertFalse(inodeAfter.equals(inode(after)), "replaced");
      assertEquals(inodeBefore, inode(before));
      assertEquals(
          "durable: reloaded " + configuration + ", 2 rules, mode=enforce\n",
          calls.end().warnings());
    }
  }

  @OnEveryJdk
  void aFaultyFileChangesNothingAndSaysWhy(Jdk jdk) throws Exception {
    Files.writeString(file, "");
    Object inode = inode(file);
    try (var calls = Running.calls(protecting(jdk, file.toString()))) {
      calls.tell("mark", "started");
      calls.answer();
      Files.writeString(configuration, "# changed\n" + file + " level=atomik\n");
      calls.tell("invoke", "reload");
      String answer = calls.answer();
      assertTrue(
          answer.startsWith(
              "java.lang.IllegalArgumentException message=not reloaded, so the rules are as they"
                  + " were: "
                  + configuration
                  + ":2:"),
          answer);
      calls.tell("write", file, "durable");
      calls.answer();
      assertFalse(inode.equals(inode(file)), "still replaced");
      assertEquals(1, calls.end().warnings().lines().count());
    }
  }

  @OnEveryJdk
  void protectionCanBeSwitchedOffAndOnAgain(Jdk jdk) throws Exception {
    Files.writeString(file, "");
    Object inode = inode(file);
    try (var calls = Running.calls(protecting(jdk, file.toString()))) {
      calls.tell("mark", "started");
      calls.answer();
      Files.writeString(configuration, file + "\nmode = off\n");
      calls.tell("invoke", "reload");
      assertEquals("ok reloaded " + configuration + ", 1 rule, mode=off", calls.answer());
      calls.tell("write", file, "plain");
      calls.answer();
      assertEquals(inode, inode(file));
      Files.writeString(configuration, file + "\nmode = audit\n");
      calls.tell("invoke", "reload");
      String refused = calls.answer();
      assertTrue(refused.contains("expected mode=enforce until the next start"), refused);
      Files.writeString(configuration, file + "\n");
      calls.tell("invoke", "reload");
      assertEquals("ok reloaded " + configuration + ", 1 rule, mode=enforce", calls.answer());
      calls.tell("write", file, "durable");
      calls.answer();
      assertFalse(inode.equals(inode(file)), "replaced");
    }
  }

  private static Object inode(Path file) throws IOException {
    return Files.getAttribute(file, "unix:ino");
  }
}
