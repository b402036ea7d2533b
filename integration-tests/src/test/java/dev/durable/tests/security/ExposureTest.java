package dev.durable.tests.security;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.Machine;
import dev.durable.tests.OnOldestAndNewestJdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What the agent opens to others, and what others have left open to it. */
class ExposureTest {
  private static final String HELLO = "dev.durable.programs.Hello";

  @TempDir Path directory;

  private Path configuration;

  @BeforeEach
  void aConfiguration() throws IOException {
    configuration = Files.writeString(directory.resolve("durable.conf"), directory + "/data/**\n");
  }

  @OnOldestAndNewestJdk
  void aConfigurationThatEverybodyMayWriteIsWarnedOf(Jdk jdk) throws Exception {
    Files.setPosixFilePermissions(configuration, PosixFilePermissions.fromString("rw-rw-rw-"));
    var result = Child.on(jdk).withAgent(configuration + ",quiet").run("", HELLO);
    assertEquals(0, result.exit());
    assertEquals(
        "durable: %s can be written by every user, who then decides what is protected; chmod o-w %s\n"
            .formatted(configuration, configuration),
        result.err());
  }

  @OnOldestAndNewestJdk
  void aJarThatEverybodyMayWriteIsWarnedOf(Jdk jdk) throws Exception {
    Path jar = Files.copy(Child.AGENT, directory.resolve("durable.jar"));
    Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-r--rw-"));
    var result =
        Child.on(jdk).with("-javaagent:" + jar + "=" + configuration + ",quiet").run("", HELLO);
    assertEquals(0, result.exit());
    assertEquals(
        "durable: %s can be written by every user, who then runs code in this JVM; chmod o-w %s\n"
            .formatted(jar, jar),
        result.err());
  }

  /** The JDK itself makes a socket or two, to see whether there is IPv6, and closes them again. */
  @OnOldestAndNewestJdk
  void nothingIsOpenedToTheNetwork(Jdk jdk) throws Exception {
    Machine.needs("strace");
    Path trace = directory.resolve("trace");
    var result =
        Child.on(jdk)
            .under("strace", "-f", "-qq", "-o", trace.toString())
            .under("-e", "trace=bind,listen,connect,sendto,sendmsg", "-e", "signal=none")
            .withAgent(configuration.toString())
            .run("", HELLO);
    assertEquals(0, result.exit(), result.err());
    assertEquals(
        List.of(),
        Files.readAllLines(trace).stream().filter(call -> !call.contains("AF_UNIX")).toList());
  }
}
