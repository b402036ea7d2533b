package dev.durable.tests.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.Machine;
import dev.durable.tests.syscalls.Watched;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the tests of this package share: a protected directory, one that is not, and JVMs that make
 * calls there while the test looks on from outside.
 */
@Timeout(value = 180, threadMode = SEPARATE_THREAD)
abstract class StreamsTest {
  static final String OLD = "the old content";
  static final String NEW = "new";

  private static final long PATIENCE_SECONDS = 60;

  @TempDir private Path temporary;

  /** The directory of all that a test does, without links in its name. */
  Path base;

  /** Protected. */
  Path guarded;

  /** Not protected. */
  Path free;

  private final List<Watched> started = new ArrayList<>();
  private final Deque<Path> mounts = new ArrayDeque<>();

  @BeforeEach
  void makeDirectories() throws Exception {
    Machine.needsLinux();
    base = temporary.toRealPath();
    guarded = Files.createDirectory(base.resolve("guarded"));
    free = Files.createDirectory(base.resolve("free"));
  }

  @AfterEach
  void killAndUnmount() throws IOException {
    started.forEach(Watched::close);
    while (!mounts.isEmpty()) {
      Shell.run("umount", "--lazy", mounts.pop());
    }
  }

  /** Mounts something until the end of the test. */
  void mount(Path where, Object... arguments) throws IOException {
    Machine.needsRoot();
    var command = new ArrayList<Object>(List.of("mount"));
    command.addAll(List.of(arguments));
    command.add(where);
    Shell.run(command.toArray());
    mounts.push(where);
  }

  /** A child that protects what is below {@link #guarded}, by a rule with these attributes. */
  Child child(Jdk jdk, String... attributes) throws IOException {
    return Child.on(jdk)
        .with("-Duser.home=" + base)
        .protecting(base.resolve("durable.conf"), guarded + "/** " + String.join(" ", attributes));
  }

  /** A JVM that protects what is below {@link #guarded}. */
  Watched protecting(Jdk jdk, String... attributes) throws IOException {
    return start(child(jdk, attributes));
  }

  /** A JVM without the agent. */
  Watched plain(Jdk jdk) throws IOException {
    return start(Child.on(jdk));
  }

  Watched start(Child child) throws IOException {
    Watched watched = Watched.start(child);
    started.add(watched);
    return watched;
  }

  /** Makes a call that must succeed, and returns its result. */
  static String ok(Watched jvm, Object... fields) throws IOException {
    String answer = jvm.call(fields);
    assertTrue(
        answer != null && answer.startsWith("ok "), () -> Arrays.toString(fields) + ": " + answer);
    return answer.substring("ok ".length());
  }

  /** Has it forget an open file, and collect garbage until others see this. */
  static void collect(Watched jvm, String slot, Object expected, Callable<?> look)
      throws Exception {
    ok(jvm, "drop", slot);
    await(
        expected,
        () -> {
          ok(jvm, "collect");
          return look.call();
        });
  }

  /** The call that opens a file. */
  static Object[] opening(String slot, String way, Object file, String... options) {
    var fields = new ArrayList<Object>(List.of("open", slot, way, file));
    fields.addAll(List.of(options));
    return fields.toArray();
  }

  /** Lets it come to its end; it must have said nothing on stderr. */
  static void endQuietly(Watched jvm) throws Exception {
    jvm.end();
    assertEquals(List.of(), jvm.warnings(), "nothing on stderr");
  }

  /** The same, but it may have said this, and how often. */
  static void endSaying(Watched jvm, String text) throws Exception {
    jvm.end();
    List<String> said = jvm.warnings();
    assertTrue(said.size() <= 2, said::toString);
    for (int i = 0; i < said.size(); i++) {
      String expected = i == 0 ? text : "more warnings like those above were counted, not shown";
      assertTrue(said.get(i).contains(expected), said::toString);
    }
  }

  /** A file with the old content. */
  static Path old(Path directory, String name) throws IOException {
    return Files.writeString(directory.resolve(name), OLD);
  }

  /** A file's content as others see it; null if they see none. */
  static String seen(Path file) throws IOException {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
        : null;
  }

  static Object inode(Path file) throws IOException {
    return Files.getAttribute(file, "unix:ino");
  }

  /** The agent's own files in a directory. */
  static List<Path> temps(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().matches("\\.durable-.*~"))
          .sorted()
          .toList();
    }
  }

  /** All names in a directory. */
  static List<String> names(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** Waits until others see this. */
  static void await(Object expected, Callable<?> look) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    Object last = look.call();
    while (!expected.equals(last) && System.nanoTime() < end) {
      Thread.sleep(5);
      last = look.call();
    }
    assertEquals(expected, last);
  }

  /** Whether the file is open with O_DSYNC, which O_SYNC includes: see proc_pid_fdinfo(5). */
  static boolean isSynchronous(long pid, Path file) throws Exception {
    Path descriptors = Path.of("/proc/" + pid + "/fd");
    try (var all = Files.list(descriptors)) {
      for (Path descriptor : all.toList()) {
        if (Files.readSymbolicLink(descriptor).equals(file)) {
          String info =
              Files.readString(Path.of("/proc/" + pid + "/fdinfo/" + descriptor.getFileName()));
          String flags = info.replaceAll("(?s).*flags:\\s+(\\d+).*", "$1");
          return (Integer.parseInt(flags, 8) & 010000) != 0;
        }
      }
    }
    throw new AssertionError(file + " is not open");
  }
}
