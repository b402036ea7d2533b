package dev.durable.tests.operating;

import static dev.durable.tests.Child.line;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.OnOldestAndNewestJdk;
import dev.durable.tests.life.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From an audit's report to a first configuration. */
class SuggestTest {
  private static final String CODE = "com.example.Orders.save(Orders.java:7)";

  @TempDir Path directory;

  private Path report;
  private Path home;

  @BeforeEach
  void aDirectory() throws IOException {
    report = directory.resolve("audit.tsv");
    // Not below /tmp: what is there is taken for temporary.
    home = Files.createTempDirectory(Path.of(System.getProperty("user.home")), ".durable-suggest");
  }

  @AfterEach
  void removeIt() throws IOException {
    try (var files = Files.walk(home)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static String entry(int unsafe, String kind, String file) {
    return unsafe + "\t" + unsafe + "\t0\t" + kind + "\t" + file + "\t" + CODE + "\tremedy\n";
  }

  private List<String> rules(String... entries) throws Exception {
    Files.writeString(report, "# durable audit 1\n# fields\n" + String.join("", entries));
    var suggested = Child.on(Jdk.newest()).command("suggest", report.toString()).quietly();
    return suggested.lines().stream()
        .filter(line -> !line.isBlank() && !line.matches("# (\\d+ times|Suggested|It has) .*"))
        .toList();
  }

  @OnOldestAndNewestJdk
  void whatAnAuditHasFoundIsProtectedByWhatIsSuggested(Jdk jdk) throws Exception {
    Path file = Files.writeString(home.resolve("file"), "old");
    Object inode = Files.getAttribute(file, "unix:ino");
    Path none = Files.writeString(directory.resolve("none.conf"), "");
    Child.on(jdk)
        .withAgent(none + ",mode=audit,report=" + report)
        .call(line("write", file, "audited"));
    assertEquals(inode, Files.getAttribute(file, "unix:ino"));
    Path configuration = directory.resolve("durable.conf");
    var suggest =
        Child.on(jdk)
            .command("suggest", report.toString(), "-o", configuration.toString())
            .quietly();
    assertTrue(suggest.out().startsWith(configuration + " is written"), suggest.out());
    assertTrue(Files.readString(configuration).contains(" by dev.durable.programs.Calls.make("));
    Child.on(jdk)
        .withAgent(configuration.toString())
        .call(line("write", file, "protected"))
        .quietly();
    assertNotEquals(inode, Files.getAttribute(file, "unix:ino"));
  }

  @Test
  void aConfigurationThatExistsIsLeftAlone() throws Exception {
    rules(entry(1, "overwritten", "/srv/a"));
    Path mine = Files.writeString(directory.resolve("mine.conf"), "# mine\n");
    var refused =
        Child.on(Jdk.newest()).command("suggest", report.toString(), "-o", mine.toString());
    assertEquals(2, refused.exit());
    assertEquals("# mine\n", Files.readString(mine));
  }

  @Test
  void fewFilesAreNamedAndManyAreTheirDirectory() throws Exception {
    assertEquals(
        List.of("/srv/few/a", "/srv/few/b", "/srv/many/**", "mode = enforce"),
        rules(
            entry(1, "overwritten", "/srv/few/a"),
            entry(1, "moved", "/srv/few/b"),
            entry(1, "created", "/srv/many/a"),
            entry(1, "created", "/srv/many/b"),
            entry(1, "created", "/srv/many/c"),
            entry(1, "created", "/srv/many/below/d"),
            entry(5, "created", "/srv/many/more/*")));
  }

  @Test
  void whatIsSafeOrOnlyANameIsLeftOut() throws Exception {
    assertEquals(
        List.of("mode = enforce"),
        rules(
            entry(0, "appended", "/srv/safe"),
            entry(1, "name made", "/srv/made"),
            entry(1, "deleted", "/srv/gone")));
  }

  @Test
  void logsAndTemporaryFilesAreCommentsOnly() throws Exception {
    assertEquals(
        List.of(
            "# /srv/server.log    # not protected: a log, it seems",
            "# /tmp/x    # not protected: a temporary file, it seems",
            "mode = enforce"),
        rules(entry(9, "appended", "/srv/server.log"), entry(1, "created", "/tmp/x")));
  }

  @Test
  void charactersThatMeanSomethingInARuleStandForThemselves() throws Exception {
    assertEquals(
        List.of("/srv/a\\ \\[1\\]\\*\\{x\\}\\$\\#\\!\\\"", "mode = enforce"),
        rules(entry(1, "overwritten", "/srv/a [1]*{x}$#!\"")));
  }

  @Test
  void whatIsNoReportIsRefused() throws Exception {
    Files.writeString(report, "hello\n");
    var refused = Child.on(Jdk.newest()).command("suggest", report.toString());
    assertEquals(2, refused.exit());
    assertEquals(
        "durable: found \"hello\" in the first line, expected \"# durable audit 1\"\n",
        refused.err());
  }

  @Test
  void anAuditThatIsUnderWayIsAsked() throws Exception {
    Path none = Files.writeString(directory.resolve("none.conf"), "");
    var child =
        Child.on(Jdk.newest())
            .with("-XX:+EnableDynamicAgentLoading")
            .withAgent(none + ",mode=audit");
    try (var application = Running.calls(child)) {
      application.tell("write", home.resolve("file"), "text");
      application.answer();
      var suggested =
          Child.on(Jdk.newest()).command("suggest", Long.toString(application.pid())).quietly();
      assertTrue(suggested.out().contains("\n" + home.resolve("file") + "\n"), suggested.out());
    }
  }
}
