package dev.durable.tests.startup;

import static dev.durable.tests.Child.line;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.OnEveryJdk;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.junit.jupiter.api.io.TempDir;

/** Others that change the same classes, and an agent that comes late. */
class NeighboursTest {
  @TempDir Path directory;

  /** JFR has FileOutputStream and its like transformed anew on Java 8 to 22. */
  @OnEveryJdk
  void theHooksStayWhenAFlightRecordingStarts(Jdk jdk) throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "old");
    Object inode = Files.getAttribute(file, "unix:ino");
    var child = Child.on(jdk).protecting(directory.resolve("durable.conf"), file.toString());
    if (jdk.feature() > 8) {
      child.with(
          "-XX:StartFlightRecording=filename=" + directory.resolve("recording.jfr"),
          "-Xlog:jfr*=off");
    }
    var result = child.call(line("write", file, "new"));
    assertEquals(0, result.exit(), result.err());
    assertEquals("new", Files.readString(file));
    assertNotEquals(inode, Files.getAttribute(file, "unix:ino"));
  }

  @OnEveryJdk
  void anAgentThatIsAttachedLaterProtectsFromThenOn(Jdk jdk) throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "old");
    Path configuration = Files.writeString(directory.resolve("durable.conf"), file + "\n");
    Object inode = Files.getAttribute(file, "unix:ino");
    Process application =
        Child.on(jdk).with(allowAttaching(jdk)).start("dev.durable.programs.Calls");
    try (OutputStream in = application.getOutputStream();
        var out = new BufferedReader(new InputStreamReader(application.getInputStream()))) {
      in.write((line("write", file, "plain") + "\n").getBytes());
      in.flush();
      assertEquals("ok " + file, out.readLine());
      assertEquals(inode, Files.getAttribute(file, "unix:ino"));

      attach(jdk, application.pid(), configuration);

      in.write((line("write", file, "durable") + "\n").getBytes());
      in.flush();
      assertEquals("ok " + file, out.readLine());
    }
    assertEquals(0, application.waitFor());
    String said = new String(application.getErrorStream().readAllBytes());
    assertTrue(said.startsWith("durable: "), said);
    assertEquals(1, said.lines().count(), said);
    assertEquals("durable", Files.readString(file));
    assertNotEquals(inode, Files.getAttribute(file, "unix:ino"));
  }

  private static void attach(Jdk jdk, long pid, Path configuration) {
    try {
      ByteBuddyAgent.attach(Child.AGENT.toFile(), Long.toString(pid), configuration.toString());
    } catch (IllegalStateException e) {
      // Java 8 answers "0" for success, which the attaching side of Java 10 and later takes for the
      // text of an error.
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      if (jdk.feature() != 8 || !"0".equals(cause.getMessage())) {
        throw e;
      }
    }
  }

  /**
   * Java 21 and later warn of every agent that is loaded at run time, unless told that it is meant.
   */
  private static String[] allowAttaching(Jdk jdk) {
    return jdk.feature() >= 21 ? new String[] {"-XX:+EnableDynamicAgentLoading"} : new String[0];
  }
}
