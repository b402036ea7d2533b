package dev.durable.tests.operating;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.Machine;
import dev.durable.tests.OnEveryJdk;
import dev.durable.tests.OnOldestAndNewestJdk;
import dev.durable.tests.life.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Running JVMs: the commands that reach them, from the newest JDK to each. */
class AttachTest {
  @TempDir Path directory;

  private Path configuration;
  private Path file;

  @BeforeEach
  void aFile() throws IOException {
    configuration = directory.resolve("durable.conf");
    file = Files.writeString(directory.resolve("file"), "old");
    Files.writeString(configuration, file + "\n");
  }

  /** Java 21 and later warn of every agent that is loaded at run time, unless it is meant. */
  private static Child attachable(Jdk jdk) {
    Child child = Child.on(jdk);
    return jdk.feature() >= 21 ? child.with("-XX:+EnableDynamicAgentLoading") : child;
  }

  private static Child.Result command(String... words) throws Exception {
    return Child.on(Jdk.newest()).command(words);
  }

  @OnEveryJdk
  void attachedTheAgentProtectsFromThenOn(Jdk jdk) throws Exception {
    Object inode = inode();
    try (var application = Running.calls(attachable(jdk))) {
      application.tell("write", file, "plain");
      application.answer();
      assertEquals(inode, inode());
      var attach = command("attach", pid(application), configuration.toString()).quietly();
      assertTrue(attach.out().contains(configuration + ", 1 rule, JDK "), attach.out());
      application.tell("write", file, "durable");
      application.answer();
      assertNotEquals(inode, inode());
      application.end().quietly();
    }
  }

  /** From the JDK that has its attach interface in a jar of its own, and the newest. */
  @OnOldestAndNewestJdk
  void theStatusOfWhatWasAttachedIsPrinted(Jdk jdk) throws Exception {
    try (var application = Running.calls(attachable(jdk))) {
      application.tell("manage");
      assertEquals("ok false", application.answer());
      Child.on(jdk).command("attach", pid(application), configuration.toString()).quietly();
      application.tell("write", file, "durable");
      application.answer();
      var status = Child.on(jdk).command("status", pid(application)).quietly();
      assertTrue(status.out().contains(configuration + ", 1 rule, mode=enforce"), status.out());
      assertTrue(status.out().matches("(?s).*\nreplaced +1\n.*"), status.out());
      assertTrue(status.out().contains("rule " + file + "\n"), status.out());
      // The MBean is served, although the server was made before the agent came.
      application.tell("attribute", "Mode");
      assertEquals("ok enforce", application.answer());
      application.end().quietly();
    }
  }

  @OnEveryJdk
  void aReloadByTheCommandLineIsToldThereAndOnTheProcessesStderr(Jdk jdk) throws Exception {
    var child = attachable(jdk).protecting(configuration, file.toString());
    try (var application = Running.calls(child)) {
      application.tell("mark", "started");
      application.answer();
      Files.writeString(configuration, "nonsense=1\n");
      var refused = command("reload", pid(application));
      assertEquals(2, refused.exit());
      assertTrue(
          refused.err().startsWith("durable: not reloaded, so the rules are as they were: "),
          refused.err());
      assertTrue(refused.err().contains(configuration + ":1:1"), refused.err());
      Files.writeString(configuration, directory + "/other\n" + directory + "/another\n");
      var reloaded = command("reload", pid(application)).quietly();
      assertEquals("reloaded " + configuration + ", 2 rules, mode=enforce\n", reloaded.out());
      var said = application.end().warnings().lines().toList();
      assertEquals(2, said.size());
      assertEquals(refused.err().strip(), said.get(0));
      assertEquals("durable: " + reloaded.out().strip(), said.get(1));
    }
  }

  @OnEveryJdk
  void aMistakeLeavesTheRunningJvmAsItIs(Jdk jdk) throws Exception {
    Files.writeString(configuration, file + " level=atomik\n");
    Object inode = inode();
    try (var application = Running.calls(attachable(jdk))) {
      var attach = command("attach", pid(application), configuration.toString());
      assertEquals(2, attach.exit());
      assertTrue(attach.err().startsWith("durable: " + configuration + ":1:"), attach.err());
      application.tell("write", file, "plain");
      assertEquals("ok " + file, application.answer());
      assertEquals(inode, inode());
      Files.writeString(configuration, file + "\n");
      command("attach", pid(application), configuration.toString()).quietly();
      application.tell("write", file, "durable");
      application.answer();
      assertNotEquals(inode, inode());
    }
  }

  @Test
  void aProcessWithoutAnAgentHasNoStatus() throws Exception {
    try (var application = Running.calls(attachable(Jdk.newest()))) {
      var status = command("status", pid(application));
      assertEquals(2, status.exit());
      assertEquals("durable: no agent is at work in this JVM\n", status.err());
    }
  }

  @Test
  void whatIsNoProcessOrNoJvmIsToldApart() throws Exception {
    Machine.needsLinux();
    assertEquals(
        "durable: found \"seven\", expected a process id, as jps lists them\n",
        command("status", "seven").err());
    var none = command("status", "99999999");
    assertEquals(2, none.exit());
    assertEquals(
        "durable: process 99999999 can't be attached to: there is no such process\n", none.err());
  }

  @OnOldestAndNewestJdk
  void aJvmThatLetsNobodyInIsSaidToBeSo(Jdk jdk) throws Exception {
    try (var application = Running.calls(Child.on(jdk).with("-XX:+DisableAttachMechanism"))) {
      application.tell("mark", "ready");
      application.answer();
      var status = command("status", pid(application));
      assertEquals(2, status.exit());
      assertTrue(status.err().contains("-XX:+DisableAttachMechanism"), status.err());
      assertEquals(1, status.err().lines().count(), status.err());
    }
  }

  /** Java 8 lets in nobody but the user of the process itself. */
  @OnOldestAndNewestJdk
  void rootReachesTheProcessesOfOthers(Jdk jdk) throws Exception {
    Machine.needsRoot();
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    var child =
        attachable(jdk)
            .under("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
            .protecting(configuration, directory + "/**");
    try (var application = Running.calls(child)) {
      application.tell("write", directory.resolve("own"), "text");
      assertEquals("ok " + directory.resolve("own"), application.answer());
      var status = command("status", pid(application));
      if (jdk.feature() == 8) {
        assertTrue(status.err().contains("run this command as that user"), status.err());
      } else {
        assertTrue(status.quietly().out().matches("(?s).*\nreplaced +1\n.*"), status.out());
      }
    }
  }

  @OnOldestAndNewestJdk
  void otherUsersAreToldWhoseProcessItIs(Jdk jdk) throws Exception {
    Machine.needsRoot();
    try (var application =
        Running.calls(attachable(jdk).protecting(configuration, file.toString()))) {
      application.tell("mark", "ready");
      application.answer();
      var status =
          Child.on(jdk)
              .under("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
              .command("status", pid(application));
      assertEquals(2, status.exit(), status.out());
      assertTrue(
          status.err().contains("it is the user's with the id 0; run this command as that user"),
          status.err());
    }
  }

  @OnOldestAndNewestJdk
  void aProcessThatDoesNotSeeTheJarIsSaidToBeElsewhere(Jdk jdk) throws Exception {
    Machine.needsRoot();
    Machine.needs("unshare");
    String hidden = Child.AGENT.toAbsolutePath().normalize().getParent().toString();
    var child =
        attachable(jdk)
            .under(
                "unshare",
                "-m",
                "sh",
                "-c",
                "mount -t tmpfs none '" + hidden + "' && exec \"$0\" \"$@\"");
    try (var application = Running.calls(child)) {
      application.tell("mark", "ready");
      application.answer();
      var attach = command("attach", pid(application), configuration.toString());
      assertEquals(2, attach.exit());
      assertTrue(attach.err().contains("is in another file system (a container?)"), attach.err());
    }
  }

  private static String pid(Running application) {
    return Long.toString(application.pid());
  }

  private Object inode() throws IOException {
    return Files.getAttribute(file, "unix:ino");
  }
}
