package dev.durable.tests.streams;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Jdk;
import dev.durable.tests.OnEveryJdk;
import dev.durable.tests.OnOldestAndNewestJdk;
import dev.durable.tests.syscalls.Watched;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.function.Executable;

/** {@code Files.copy}, with everything that can be copied and every option. */
class CopiesTest extends StreamsTest {
  private static final long LARGE = 256L << 20;

  /** What may be at the target's name. */
  private static final Map<String, Both.SetUp> TARGETS = new LinkedHashMap<>();

  static {
    TARGETS.put("nothing", directory -> {});
    TARGETS.put("a file", d -> mode(old(d, "target"), "rw-r-----"));
    TARGETS.put("a file that can't be written", d -> mode(old(d, "target"), "r--r--r--"));
    TARGETS.put("a directory", d -> Files.createDirectory(d.resolve("target")));
    TARGETS.put(
        "a directory with a file", d -> old(Files.createDirectory(d.resolve("target")), "inside"));
    TARGETS.put("a link", d -> Files.createSymbolicLink(d.resolve("target"), Path.of("file")));
    TARGETS.put(
        "a dangling link", d -> Files.createSymbolicLink(d.resolve("target"), Path.of("x")));
    TARGETS.put("the same file", d -> Files.createLink(d.resolve("target"), d.resolve("file")));
  }

  private static final List<String> SOURCES =
      List.of("file", "directory", "full", "link", "dangling", "missing", "target");

  private static void sources(Path directory) throws IOException {
    mode(Files.writeString(directory.resolve("file"), "the file"), "rwxr-x---");
    old(Files.createDirectory(directory.resolve("full")), "inside");
    Files.createDirectory(directory.resolve("directory"));
    Files.createSymbolicLink(directory.resolve("link"), Path.of("file"));
    Files.createSymbolicLink(directory.resolve("dangling"), Path.of("nowhere"));
    for (String name : List.of("file", "full", "directory")) {
      Files.setLastModifiedTime(directory.resolve(name), FileTime.fromMillis(1000));
    }
  }

  private static void mode(Path file, String mode) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  /** All sets of the options, and one that isn't for copies. */
  private static List<List<String>> optionSets() {
    List<String> options = List.of("REPLACE_EXISTING", "COPY_ATTRIBUTES", "NOFOLLOW_LINKS");
    var sets = new ArrayList<List<String>>();
    for (int set = 0; set < 1 << options.size(); set++) {
      var some = new ArrayList<String>();
      for (int i = 0; i < options.size(); i++) {
        if ((set & 1 << i) != 0) {
          some.add(options.get(i));
        }
      }
      sets.add(some);
    }
    sets.add(List.of("ATOMIC_MOVE"));
    return sets;
  }

  @OnOldestAndNewestJdk
  void allCopiesAreAsWithoutTheAgent(Jdk jdk) throws Exception {
    Both both = new Both(this, jdk, directory -> {});
    var checks = new ArrayList<Executable>();
    for (var target : TARGETS.entrySet()) {
      for (String source : SOURCES) {
        for (List<String> options : optionSets()) {
          if (isOverItself(source, target.getKey(), options)) {
            continue;
          }
          checks.add(
              () -> {
                String what = source + " over " + target.getKey() + " " + options;
                both.clear();
                both.setUpAgain(CopiesTest::sources);
                both.setUpAgain(target.getValue());
                both.call(call("copy", "@/" + source, "@/target", options));
                both.assertSameFiles(what);
                both.calls("see Files.getLastModifiedTime target");
              });
        }
      }
    }
    assertAll(checks);
    both.end();
  }

  /**
   * A link, copied over itself: the plain call removes it, and then finds no source. That the agent
   * removes nothing first is a deviation, named in docs/guarantees.md.
   */
  private static boolean isOverItself(String source, String target, List<String> options) {
    return source.equals("target")
        && target.equals("a link")
        && options.contains("REPLACE_EXISTING")
        && !options.contains("NOFOLLOW_LINKS");
  }

  @OnOldestAndNewestJdk
  void soAreCopiesOfStreams(Jdk jdk) throws Exception {
    Both both = new Both(this, jdk, directory -> {});
    var checks = new ArrayList<Executable>();
    for (var target : TARGETS.entrySet()) {
      for (List<String> options : optionSets()) {
        checks.add(
            () -> {
              both.clear();
              both.setUpAgain(CopiesTest::sources);
              both.setUpAgain(target.getValue());
              both.call(call("copy-in", NEW, "@/target", options));
              both.assertSameFiles(target.getKey() + " " + options);
            });
      }
    }
    assertAll(checks);
    both.end();
  }

  private static Object[] call(String verb, String from, String to, List<String> options) {
    var fields = new ArrayList<Object>(List.of(verb, from, to));
    fields.addAll(options);
    return fields.toArray();
  }

  @OnEveryJdk
  void anExistingTargetIsReplacedInOneStep(Jdk jdk) throws Exception {
    Watched.needsStrace();
    Watched jvm = protecting(jdk);
    Path target = old(guarded, "file");
    Path source = Files.writeString(free.resolve("source"), NEW);
    for (Object[] copy :
        List.of(
            new Object[] {"copy", source, target, "REPLACE_EXISTING"},
            new Object[] {"copy", source, target, "REPLACE_EXISTING", "COPY_ATTRIBUTES"},
            new Object[] {"copy-in", NEW, target, "REPLACE_EXISTING"})) {
      Watched.Traced traced = jvm.trace(guarded, copy);
      assertEquals(
          List.of("fsync TEMP", "rename TEMP -> file", "fsync ."),
          traced.commits(),
          traced::toString);
      assertEquals(0, traced.count("truncate file") + traced.count("write file"));
      assertEquals(NEW, seen(target));
      old(guarded, "file");
    }
    endQuietly(jvm);
  }

  @OnEveryJdk
  void aNewTargetIsMadeExclusivelyAndWhole(Jdk jdk) throws Exception {
    Watched.needsStrace();
    Watched jvm = protecting(jdk);
    Path target = guarded.resolve("file");
    Path source = Files.writeString(free.resolve("source"), NEW);
    for (Object[] copy :
        List.of(new Object[] {"copy", source, target}, new Object[] {"copy-in", NEW, target})) {
      Watched.Traced traced = jvm.trace(guarded, copy);
      assertEquals(
          List.of("fsync TEMP", "link TEMP -> file", "unlink TEMP", "fsync ."),
          traced.commits(),
          traced::toString);
      Files.delete(target);
    }
    endQuietly(jvm);
  }

  @OnEveryJdk
  void aCopiedDirectoryIsForced(Jdk jdk) throws Exception {
    Watched.needsStrace();
    Watched jvm = protecting(jdk);
    Path source = Files.createDirectory(free.resolve("source"));
    Watched.Traced traced = jvm.trace(guarded, "copy", source, guarded.resolve("d"));
    assertTrue(traced.steps.indexOf("mkdir d") >= 0, traced::toString);
    assertTrue(
        traced.steps.lastIndexOf("fsync .") > traced.steps.indexOf("mkdir d"), traced::toString);
    endQuietly(jvm);
  }

  @OnEveryJdk
  void aSourceThatFailsHalfWayKeepsTheOldTarget(Jdk jdk) throws Exception {
    Watched jvm = protecting(jdk);
    Path target = old(guarded, "file");
    Object inode = inode(target);
    for (String text : List.of("", "half", "x".repeat(100_000))) {
      assertEquals(
          "java.io.IOException message=broken",
          jvm.call("copy-broken", text, target, "REPLACE_EXISTING"));
      assertEquals(OLD, seen(target));
      assertEquals(inode, inode(target));
      assertEquals(
          "java.io.IOException message=broken",
          jvm.call("copy-broken", text, guarded.resolve("new")));
      assertEquals(List.of("file"), names(guarded));
    }
    endQuietly(jvm);
  }

  @OnEveryJdk
  void aLargeFileIsNeverInMemory(Jdk jdk) throws Exception {
    Path source = base.resolve("large");
    try (var large = new RandomAccessFile(source.toFile(), "rw")) {
      large.setLength(LARGE);
      large.seek(LARGE - 3);
      large.write("end".getBytes(StandardCharsets.US_ASCII));
    }
    Watched jvm = start(child(jdk).with("-Xmx32m", "-XX:MaxDirectMemorySize=16m"));
    Path target = old(guarded, "file");
    Object inode = inode(target);
    ok(jvm, "copy", source, target, "REPLACE_EXISTING");
    assertEndsWell(target);
    assertNotEquals(inode, inode(target));
    ok(jvm, "copy", source, guarded.resolve("new"), "COPY_ATTRIBUTES");
    assertEndsWell(guarded.resolve("new"));
    endQuietly(jvm);
  }

  private static void assertEndsWell(Path file) throws IOException {
    try (var large = new RandomAccessFile(file.toFile(), "r")) {
      assertEquals(LARGE, large.length());
      large.seek(LARGE - 3);
      assertEquals("end", large.readLine());
    }
  }

  @OnEveryJdk
  void aZipFileSystemIsCopiedFromAndTo(Jdk jdk) throws Exception {
    Watched jvm = protecting(jdk);
    Path zip = guarded.resolve("archive.zip");
    try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry("entry"));
      out.write(NEW.getBytes(StandardCharsets.US_ASCII));
    }
    Path target = old(guarded, "file");
    Object inode = inode(target);

    assertTrue(
        jvm.call("unzip", zip, "/entry", target)
            .startsWith("java.nio.file.FileAlreadyExistsException file=" + target));
    assertEquals(OLD, seen(target));
    ok(jvm, "unzip", zip, "/entry", target, "REPLACE_EXISTING");
    assertEquals(NEW, seen(target));
    assertNotEquals(inode, inode(target));
    ok(jvm, "unzip", zip, "/entry", guarded.resolve("new"));
    assertEquals(NEW, seen(guarded.resolve("new")));

    ok(jvm, "zip", zip, "/second", target);
    ok(jvm, "zip", zip, "/entry", old(guarded, "other"), "REPLACE_EXISTING");
    assertEquals(OLD, entry(zip, "entry"));
    assertEquals(NEW, entry(zip, "second"));
    ok(jvm, "unzip-move", zip, "/second", target, "REPLACE_EXISTING");
    assertEquals(NEW, seen(target));
    assertEquals(List.of("archive.zip", "file", "new", "other"), names(guarded));
    endQuietly(jvm);
  }

  private static String entry(Path zip, String name) throws IOException {
    try (var file = new ZipFile(zip.toFile());
        var in = file.getInputStream(file.getEntry(name))) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  @OnOldestAndNewestJdk
  void aCopyFromAProtectedFileToAnUnprotectedOneIsPlain(Jdk jdk) throws Exception {
    Watched.needsStrace();
    Watched jvm = protecting(jdk);
    Path target = free.resolve("file");
    Watched.Traced traced = jvm.trace(free, "copy", old(guarded, "file"), target);
    assertEquals(OLD, seen(target));
    assertEquals(List.of(), traced.commits(), traced::toString);
    endQuietly(jvm);
  }
}
