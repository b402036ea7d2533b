package dev.durable.tests.edges;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/**
 * What the tests of the edges share: a place that every user can reach, and child JVMs that stay
 * for a whole class.
 */
abstract class EdgeTest {
  private static final Map<String, Session> SESSIONS = new HashMap<>();
  private static Path place;
  private static int directories;

  private final Deque<Path> mounts = new ArrayDeque<>();

  static Collection<Jdk> oldestAndNewestJdk() {
    List<Jdk> all = List.copyOf(Jdk.all());
    return new LinkedHashSet<>(List.of(all.get(0), all.get(all.size() - 1)));
  }

  @BeforeAll
  static void makePlace() throws Exception {
    Machine.needsLinux();
    place = Files.createTempDirectory("durable-edges-");
    Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @AfterAll
  static void endSessions() throws Exception {
    if (place == null) {
      return;
    }
    try {
      for (Session session : SESSIONS.values()) {
        Child.Result result = session.end();
        assertEquals(0, result.exit(), result::err);
        String said = result.warnings();
        assertFalse(said.contains("defect") || said.contains("Exception"), said);
      }
    } finally {
      SESSIONS.values().forEach(Session::close);
      SESSIONS.clear();
      Shell.run("rm", "-rf", place);
      place = null;
    }
  }

  @AfterEach
  void unmount() throws Exception {
    while (!mounts.isEmpty()) {
      Shell.run("umount", "--lazy", mounts.pop());
    }
  }

  /** A place of the user's own, the same for the whole class. */
  static Path homeOf(User user) throws Exception {
    Path home = place.resolve(user.toString());
    if (!Files.exists(home)) {
      Files.createDirectory(home);
      user.own(home);
    }
    return home;
  }

  /** A new directory of the user's. */
  static Path newDirectory(User user) throws Exception {
    Path directory = homeOf(user).resolve(String.valueOf(++directories));
    Files.createDirectory(directory);
    user.own(directory);
    return directory;
  }

  /** A new directory of whoever runs the tests. */
  static Path newDirectory() throws Exception {
    return newDirectory(User.SELF);
  }

  /** A child JVM of that user, to be given the agent or not. */
  static Child child(Jdk jdk, User user) throws Exception {
    if (user == User.NOBODY) {
      Machine.needsRoot();
      Machine.needs("setpriv");
    }
    return Child.on(jdk).under(user.command()).with("-Duser.home=" + homeOf(user));
  }

  /** A session that protects all that is below directories named "guarded". */
  static Session protectingSession(Jdk jdk, User user) throws Exception {
    return session(
        jdk + " " + user + " with the agent",
        () -> {
          Path home = homeOf(user);
          return child(jdk, user).protecting(home.resolve("durable.conf"), home + "/**/guarded/**");
        },
        true);
  }

  private static Session plainSession(Jdk jdk, User user) throws Exception {
    return session(jdk + " " + user, () -> child(jdk, user), false);
  }

  @FunctionalInterface
  private interface NewChild {
    Child make() throws Exception;
  }

  private static Session session(String key, NewChild child, boolean agent) throws Exception {
    Session session = SESSIONS.get(key);
    if (session == null) {
      session = new Session(child.make(), agent);
      SESSIONS.put(key, session);
    }
    return session;
  }

  static Twins twins(Jdk jdk, User user, Twins.SetUp setUp) throws Exception {
    Session withAgent = protectingSession(jdk, user);
    return new Twins(newDirectory(user), user, setUp, withAgent, plainSession(jdk, user));
  }

  static Twins twins(Jdk jdk, Twins.SetUp setUp) throws Exception {
    return twins(jdk, User.SELF, setUp);
  }

  /** Twins below another directory, for whoever runs the tests. */
  static Twins twinsIn(Path parent, Jdk jdk, Twins.SetUp setUp) throws Exception {
    Session withAgent = protectingSession(jdk, User.SELF);
    return new Twins(parent, User.SELF, setUp, withAgent, plainSession(jdk, User.SELF));
  }

  /** Mounts an own ext4 file system of that many MiB; unmounted after the test. */
  void mountExt4(Path where, int size) throws Exception {
    Machine.needsRoot();
    Machine.needs("mkfs.ext4");
    Path image = newDirectory().resolve("image");
    Shell.run("truncate", "-s", size + "M", image);
    Shell.run("mkfs.ext4", "-q", "-m", "0", image);
    mount(where, "-o", "loop", image);
  }

  /** Mounts something; unmounted after the test. */
  void mount(Path where, Object... arguments) throws Exception {
    Machine.needsRoot();
    var command = new ArrayList<Object>(List.of("mount"));
    command.addAll(List.of(arguments));
    command.add(where);
    Shell.run(command.toArray());
    mounts.push(where);
  }

  static Path file(Path directory, String name, String content, String mode) throws IOException {
    Path file = Files.writeString(directory.resolve(name), content);
    mode(file, mode);
    return file;
  }

  static Path file(Path directory, String name, String content) throws IOException {
    return file(directory, name, content, "644");
  }

  static Path directory(Path parent, String name, String mode) throws IOException {
    Path directory = Files.createDirectory(parent.resolve(name));
    mode(directory, mode);
    return directory;
  }

  /** Sets all of the twelve bits of a mode, in octal. */
  static void mode(Path path, String octal) throws IOException {
    Files.setAttribute(path, "unix:mode", Integer.parseInt(octal, 8));
  }

  static void owner(Path path, int user, int group) throws IOException {
    Files.setAttribute(path, "unix:uid", user);
    Files.setAttribute(path, "unix:gid", group);
  }

  /** Waits for a temp file to appear. */
  static Path awaitTemp(Path directory) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      try (var temps = Files.newDirectoryStream(directory, ".durable-*~")) {
        for (Path temp : temps) {
          return temp;
        }
      }
      assertTrue(System.nanoTime() < end, "no temp file in " + directory);
      Thread.sleep(5);
    }
  }

  static Object inode(Path file) throws IOException {
    return Files.getAttribute(file, "unix:ino");
  }
}
