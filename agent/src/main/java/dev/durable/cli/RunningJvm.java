package dev.durable.cli;

import dev.durable.agent.Agent;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Properties;
import net.bytebuddy.agent.ByteBuddyAgent.AttachmentProvider;

/**
 * Another JVM of this machine, into which the agent is loaded by the JDK's attach mechanism. The
 * other JVM may be a JRE; this one must be a JDK. What it answers comes back as one of its system
 * properties: no file or port is needed that both can reach.
 */
final class RunningJvm {
  private final String pid;

  /** The JDK's VirtualMachine, which not every runtime has. */
  private final Class<?> type;

  private RunningJvm(String pid) {
    AttachmentProvider.Accessor accessor = AttachmentProvider.DEFAULT.attempt();
    if (!accessor.isAvailable()) {
      throw new Failure(
          "this Java runtime ("
              + System.getProperty("java.home")
              + ") can't attach to others; run this command with a JDK");
    }
    this.pid = pid;
    this.type = accessor.getVirtualMachineType();
  }

  /**
   * Loads the agent into a JVM.
   *
   * @return its answer
   * @throws Failure if the JVM can't be reached, or the agent has refused
   */
  static String load(String pid, String argument) {
    if (!pid.matches("[1-9][0-9]*")) {
      throw new Failure("found \"" + pid + "\", expected a process id, as jps lists them");
    }
    return new RunningJvm(pid).answerTo(argument);
  }

  private String answerTo(String argument) {
    Object jvm = attach();
    try {
      String jar = jarAsSeenThere();
      loadAgent(jvm, jar, argument);
      String answer = ((Properties) call(jvm, "getSystemProperties")).getProperty(Agent.ANSWER, "");
      if (answer.startsWith(Agent.DONE)) {
        return answer.substring(Agent.DONE.length());
      }
      throw new Failure(
          answer.startsWith(Agent.REFUSED)
              ? answer.substring(Agent.REFUSED.length())
              : "process " + pid + " has an agent of another version, which gives no answer");
    } catch (InvocationTargetException e) {
      throw new Failure("process " + pid + " doesn't load the agent: " + reason(e.getCause()));
    } finally {
      detach(jvm);
    }
  }

  private Object attach() {
    try {
      return type.getMethod("attach", String.class).invoke(null, pid);
    } catch (InvocationTargetException e) {
      throw new Failure("process " + pid + " can't be attached to: " + whyNot(e.getCause()));
    } catch (ReflectiveOperationException e) {
      throw new Failure("process " + pid + " can't be attached to: " + e);
    }
  }

  /** What an operator can do about it, as far as /proc tells. */
  private String whyNot(Throwable error) {
    Path process = Paths.get("/proc", pid);
    if (Files.isDirectory(Paths.get("/proc/self")) && !Files.exists(process)) {
      return "there is no such process";
    }
    try {
      Object owner = Files.getAttribute(process, "unix:uid");
      Object self = Files.getAttribute(Paths.get("/proc/self"), "unix:uid");
      if (!owner.equals(self)) {
        return "it is the user's with the id "
            + owner
            + "; run this command as that user ("
            + reason(error)
            + ")";
      }
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      // No Linux: the JDK's own words must do.
    }
    return reason(error)
        + " (a JVM started with -XX:+DisableAttachMechanism lets nobody in, and a process that is no"
        + " JVM neither)";
  }

  private static String reason(Throwable error) {
    return error.getMessage() == null ? error.toString() : error.getMessage();
  }

  /** The name of this jar in the other's file system, which may be that of a container. */
  private String jarAsSeenThere() {
    Path jar;
    try {
      jar =
          new File(Agent.class.getProtectionDomain().getCodeSource().getLocation().toURI())
              .toPath()
              .toRealPath();
    } catch (URISyntaxException | IOException e) {
      throw new Failure("durable.jar itself can't be found: " + e);
    }
    Path there = Paths.get("/proc", pid, "root").resolve(jar.toString().substring(1));
    try {
      if (Files.isDirectory(Paths.get("/proc", pid, "root"))
          && Files.size(there) != Files.size(jar)) {
        throw new NoSuchFileException(there.toString());
      }
    } catch (NoSuchFileException e) {
      throw new Failure(
          "process "
              + pid
              + " is in another file system (a container?), which has no such "
              + jar
              + "; copy it there, under the same name");
    } catch (IOException e) {
      // Not ours to look at: the other JVM will say.
    }
    return jar.toString();
  }

  private void loadAgent(Object jvm, String jar, String argument) throws InvocationTargetException {
    try {
      type.getMethod("loadAgent", String.class, String.class).invoke(jvm, jar, argument);
    } catch (InvocationTargetException e) {
      // Java 8 answers "0" for success, which a later JDK takes for the text of an error.
      if (!String.valueOf(e.getCause().getMessage()).matches("(.*: )?0")) {
        throw e;
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private Object call(Object jvm, String method) throws InvocationTargetException {
    try {
      return type.getMethod(method).invoke(jvm);
    } catch (NoSuchMethodException | IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private void detach(Object jvm) {
    try {
      call(jvm, "detach");
    } catch (InvocationTargetException e) {
      // It has ended: nothing is attached any more.
    }
  }
}
