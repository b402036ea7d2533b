package dev.durable.tests.startup;

import static dev.durable.tests.Child.line;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.OnOldestAndNewestJdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Agents that change classes, too, before this one on the command line and after it. */
class OtherAgentsTest {
  private static final Path AGENTS = Path.of(System.getProperty("agents"));

  @TempDir Path directory;

  private Path file;
  private Object inode;
  private Path coverage;

  @BeforeEach
  void aFile() throws IOException {
    file = Files.writeString(directory.resolve("file"), "old");
    inode = Files.getAttribute(file, "unix:ino");
    coverage = directory.resolve("jacoco.exec");
  }

  @OnOldestAndNewestJdk
  void jacocoBefore(Jdk jdk) throws Exception {
    bothWork(withJacoco(Child.on(jdk)).protecting(directory.resolve("c"), file.toString()));
    assertTrue(Files.size(coverage) > 0);
  }

  @OnOldestAndNewestJdk
  void jacocoAfter(Jdk jdk) throws Exception {
    bothWork(withJacoco(Child.on(jdk).protecting(directory.resolve("c"), file.toString())));
    assertTrue(Files.size(coverage) > 0);
  }

  private Child withJacoco(Child child) {
    return child.with(
        "-javaagent:" + AGENTS.resolve("org.jacoco.agent-runtime.jar") + "=destfile=" + coverage);
  }

  @OnOldestAndNewestJdk
  void openTelemetryBefore(Jdk jdk) throws Exception {
    var child = withOpenTelemetry(Child.on(jdk).unverified());
    openTelemetryWorks(bothWork(child.protecting(directory.resolve("c"), file.toString())));
  }

  @OnOldestAndNewestJdk
  void openTelemetryAfter(Jdk jdk) throws Exception {
    var child = Child.on(jdk).unverified().protecting(directory.resolve("c"), file.toString());
    openTelemetryWorks(bothWork(withOpenTelemetry(child)));
  }

  private static Child withOpenTelemetry(Child child) {
    return child.with(
        "-Dotel.traces.exporter=none",
        "-Dotel.metrics.exporter=none",
        "-Dotel.logs.exporter=none",
        "-javaagent:" + AGENTS.resolve("opentelemetry-javaagent.jar"));
  }

  private static void openTelemetryWorks(Child.Result result) {
    assertTrue(result.err().contains("opentelemetry-javaagent - version: "), result.err());
    assertFalse(result.err().contains("ERROR"), result.err());
  }

  /** The file is replaced, and the MBean is there, though others use the JDK's management, too. */
  private Child.Result bothWork(Child child) throws Exception {
    var result = child.call(line("write", file, "new"), line("attribute", "Outcomes"));
    assertEquals(0, result.exit(), result.err());
    assertEquals("ok " + file, result.lines().get(0));
    assertTrue(result.lines().get(1).contains("replaced=1"), result.out());
    assertNotEquals(inode, Files.getAttribute(file, "unix:ino"));
    assertTrue(result.err().contains(" hooks"), result.err());
    return result;
  }
}
