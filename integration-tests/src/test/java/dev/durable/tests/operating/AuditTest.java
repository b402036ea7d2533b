package dev.durable.tests.operating;

import static dev.durable.tests.Child.line;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** mode=audit: nothing is changed, and what a crash would have undone or torn is told. */
class AuditTest {
  @TempDir Path directory;

  private Path data;
  private Path report;
  private Path file;

  /** A line of a report. */
  private record Found(
      long unsafe, long count, long forced, String kind, String file, String code, String remedy) {}

  @BeforeEach
  void aDirectory() throws IOException {
    data = Files.createDirectory(directory.resolve("data"));
    report = directory.resolve("audit.tsv");
    file = data.resolve("file");
  }

  private Child auditing(Jdk jdk, String... rules) throws IOException {
    Path configuration = directory.resolve("durable.conf");
    Files.writeString(
        configuration, String.join("\n", rules) + "\nmode = audit\nreport = " + report + "\n");
    return Child.on(jdk).withAgent(configuration.toString());
  }

  private List<Found> found() throws IOException {
    var found = new ArrayList<Found>();
    for (String line : Files.readAllLines(report)) {
      if (!line.startsWith("#")) {
        String[] f = line.split("\t", -1);
        found.add(
            new Found(
                Long.parseLong(f[0]),
                Long.parseLong(f[1]),
                Long.parseLong(f[2]),
                f[3],
                f[4],
                f[5],
                f[6]));
      }
    }
    return found;
  }

  private Found only(String kind, Path path) throws IOException {
    var all =
        found().stream()
            .filter(f -> f.kind.equals(kind) && f.file.equals(path.toString()))
            .toList();
    assertEquals(1, all.size(), () -> kind + " " + path + ": " + read());
    return all.get(0);
  }

  private String read() {
    try {
      return Files.readString(report);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @OnEveryJdk
  void anOverwrittenFileIsToldWithTheCodeThatDoesIt(Jdk jdk) throws Exception {
    Files.writeString(file, "old");
    Object inode = Files.getAttribute(file, "unix:ino");
    var result =
        auditing(jdk, data + "/**").call(line("write", file, "new"), line("write", file, "newer"));
    assertEquals(0, result.exit(), result.err());
    assertEquals("newer", Files.readString(file));
    assertEquals(inode, Files.getAttribute(file, "unix:ino"), "nothing is changed");
    Found overwritten = only("overwritten", file);
    assertEquals(2, overwritten.unsafe);
    assertEquals(2, overwritten.count);
    assertEquals(0, overwritten.forced);
    assertTrue(
        overwritten.code.matches("dev\\.durable\\.programs\\.Calls\\.make\\(Calls\\.java:\\d+\\)"),
        overwritten.code);
    assertEquals("written beside it, forced, renamed over it", overwritten.remedy);
    var said = result.err().lines().toList();
    assertTrue(said.get(0).contains("mode=audit: nothing is changed"), said.get(0));
    assertEquals(
        "durable: audit: 2 of 2 changes of files would not have survived a crash", said.get(1));
    assertTrue(said.get(2).startsWith("durable: audit: 2 times overwritten by "), said.get(2));
    assertEquals("durable: audit: all of it is in " + report, said.get(3));
    assertEquals(4, said.size(), result.err());
  }

  @OnEveryJdk
  void streamsFilesAndChannelsAreWatchedTheSame(Jdk jdk) throws Exception {
    for (String name : List.of("a", "b", "c", "d", "e")) {
      Files.writeString(data.resolve(name), "old");
    }
    auditing(jdk, data + "/**").run("", "dev.durable.programs.Careless", data.toString());
    assertEquals(1, only("overwritten", data.resolve("a")).unsafe, "FileOutputStream");
    assertEquals(1, only("overwritten", data.resolve("b")).unsafe, "FileChannel");
    assertEquals(1, only("appended", data.resolve("c")).unsafe, "appended");
    assertEquals(1, only("updated in place", data.resolve("d")).unsafe, "RandomAccessFile");
    assertEquals(1, only("overwritten", data.resolve("e")).unsafe, "asynchronous channel");
    assertEquals(1, only("created", data.resolve("f")).unsafe, "Files.write");
    assertEquals(1, only("moved over another", data.resolve("b")).unsafe, "Files.move");
    assertEquals(1, only("moved", data.resolve("a")).unsafe, "File.renameTo");
    assertEquals(1, only("copied", data.resolve("g")).unsafe, "Files.copy");
    assertEquals(1, only("deleted", data.resolve("g")).unsafe, "Files.delete");
    assertEquals(1, only("name made", data.resolve("h")).unsafe, "File.mkdir");
    assertEquals(11, found().size(), read());
  }

  /** As the best applications do it: written beside, forced, renamed, the directory forced. */
  @OnEveryJdk
  void whatTheApplicationForcesItselfIsSafe(Jdk jdk) throws Exception {
    Files.writeString(file, "old");
    auditing(jdk, data + "/**").run("", "dev.durable.programs.Careful", data.toString());
    assertEquals("new", Files.readString(file));
    for (Found each : found()) {
      assertEquals(0, each.unsafe, each::toString);
      assertEquals(each.count, each.forced, each::toString);
    }
    assertEquals(1, only("moved", file).count);
    assertEquals(1, only("created", data.resolve("file.tmp")).count);
    assertEquals(1, only("appended", data.resolve("log")).count);
    assertEquals(1, only("updated in place", data.resolve("table")).count);
  }

  @OnOldestAndNewestJdk
  void aForceAfterWhichMoreIsWrittenIsNone(Jdk jdk) throws Exception {
    auditing(jdk, data + "/**").run("", "dev.durable.programs.Careful", data.toString(), "more");
    Found log = only("appended", data.resolve("log"));
    assertEquals(1, log.unsafe);
    assertEquals(0, log.forced);
  }

  @OnEveryJdk
  void withoutRulesAllPathsAreWatched(Jdk jdk) throws Exception {
    auditing(jdk).call(line("write", file, "new"), line("write", directory.resolve("x"), "new"));
    assertEquals(1, only("created", file).unsafe);
    assertEquals(1, only("created", directory.resolve("x")).unsafe);
  }

  @OnOldestAndNewestJdk
  void withRulesOthersAreNot(Jdk jdk) throws Exception {
    auditing(jdk, data + "/**", "!" + file)
        .call(line("write", file, "new"), line("write", directory.resolve("x"), "new"));
    assertEquals(List.of(), found());
  }

  @OnOldestAndNewestJdk
  void quietItOnlyWritesItsReport(Jdk jdk) throws Exception {
    Path none = Files.writeString(directory.resolve("none.conf"), "");
    var result =
        Child.on(jdk)
            .withAgent(none + ",mode=audit,quiet,report=" + report)
            .call(line("write", file, "new"));
    assertEquals("", result.err());
    assertEquals(1, only("created", file).unsafe);
  }

  @OnOldestAndNewestJdk
  void aReportThatCantBeWrittenIsSaidToBeSo(Jdk jdk) throws Exception {
    Path none = Files.writeString(directory.resolve("none.conf"), "");
    var result =
        Child.on(jdk)
            .withAgent(none + ",mode=audit,quiet,report=" + directory.resolve("no/such"))
            .call(line("write", file, "new"));
    assertEquals(0, result.exit());
    assertTrue(
        result.err().startsWith("durable: audit: the report can't be written: "), result.err());
    assertEquals(1, result.err().lines().count(), result.err());
  }

  @OnOldestAndNewestJdk
  void anAuditIsToldOnDemand(Jdk jdk) throws Exception {
    var lines =
        auditing(jdk, data + "/**")
            .call(
                line("write", file, "new"),
                line("attribute", "Mode"),
                line("invoke", "auditReport"))
            .lines();
    assertEquals("ok audit", lines.get(1));
    assertTrue(lines.get(2).startsWith("ok # durable audit 1\\n"), lines.get(2));
    assertTrue(lines.get(2).contains(file.toString()), lines.get(2));
  }

  @OnOldestAndNewestJdk
  void manyFilesOfOnePlaceAreToldByTheirDirectory(Jdk jdk) throws Exception {
    var calls = new ArrayList<String>();
    for (int i = 0; i < 150; i++) {
      calls.add(line("write", data.resolve("file" + i), "new"));
    }
    auditing(jdk, data + "/**").call(calls.toArray(String[]::new));
    assertEquals(101, found().size());
    assertEquals(50, only("created", data.resolve("*")).unsafe);
  }

  @OnOldestAndNewestJdk
  void nothingIsAskedOfDevicesAndWhatIsDeletedAtItsClose(Jdk jdk) throws Exception {
    auditing(jdk).call(line("write", "/dev/null", "new"));
    assertFalse(read().contains("/dev/null"), read());
  }
}
