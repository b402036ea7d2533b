package dev.durable.tests.streams;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.OnEveryJdk;
import dev.durable.tests.OnOldestAndNewestJdk;
import dev.durable.tests.syscalls.Watched;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.function.Executable;

/**
 * Names that are made or removed: as ever, then the directory is forced before the call returns.
 */
class NamesTest extends StreamsTest {
  private static final Pattern NAMING =
      Pattern.compile("(create|mkdir|link|symlink|unlink|rmdir|rename|open or create) (.*)");

  /** The calls, with what they do to names. Each begins with what is in {@link #setUp}. */
  private static final List<List<String>> CALLS =
      List.of(
          List.of("delete @/file", "unlink file"),
          List.of("delete-existing @/file", "unlink file"),
          List.of("delete-file @/file", "unlink file"),
          List.of("delete @/link", "unlink link"),
          List.of("delete @/empty", "rmdir empty"),
          List.of("delete-file @/empty", "rmdir empty"),
          List.of("delete @/empty/../file", "unlink file"),
          List.of("delete @/full/inside", "unlink full/inside"),
          List.of("directory @/d", "mkdir d"),
          List.of("directories @/a/b/c", "mkdir a", "mkdir a/b", "mkdir a/b/c"),
          List.of("directories @/full/a/b", "mkdir full/a", "mkdir full/a/b"),
          List.of("mkdir @/d", "mkdir d"),
          List.of("mkdirs @/a/b/c", "mkdir a", "mkdir a/b", "mkdir a/b/c"),
          List.of("create @/new", "create new"),
          List.of("new-file @/new", "create new"),
          List.of("symlink @/new file", "symlink new"),
          List.of("link @/new @/file", "link file -> new"),
          List.of("temp-file @", "create TEMPORARY"),
          List.of("temp @", "create TEMPORARY"),
          List.of("temp-directory @", "mkdir TEMPORARY"));

  private static void setUp(Path directory) throws Exception {
    old(directory, "file");
    old(Files.createDirectory(directory.resolve("full")), "inside");
    Files.createDirectory(directory.resolve("empty"));
    Files.createSymbolicLink(directory.resolve("link"), Path.of("nowhere"));
  }

  private Object[] fields(String line) {
    return line.replace("@", guarded.toString()).split(" ");
  }

  @OnEveryJdk
  void theDirectoryOfEachNameIsForcedBeforeTheCallReturns(Jdk jdk) throws Exception {
    Watched.needsStrace();
    Watched jvm = protecting(jdk);
    var checks = new ArrayList<Executable>();
    for (List<String> call : CALLS) {
      checks.add(
          () -> {
            Both.clear(guarded);
            setUp(guarded);
            Watched.Traced traced = jvm.trace(guarded, fields(call.get(0)));
            assertTrue(traced.answer.startsWith("ok "), traced::toString);
            List<String> steps =
                traced.steps.stream()
                    .map(step -> step.replaceAll("begin\\w*(\\.end)?", "TEMPORARY"))
                    .toList();
            assertEquals(call.subList(1, call.size()), namings(steps), traced::toString);
            assertEquals(List.of(), unforced(steps), traced::toString);
          });
    }
    assertAll(checks);
    endQuietly(jvm);
  }

  private static List<String> namings(List<String> steps) {
    return steps.stream()
        .filter(step -> NAMING.matcher(step).matches() && !step.contains(": E"))
        .toList();
  }

  /** The changes of names whose directory was not forced after them. */
  private static List<String> unforced(List<String> steps) {
    var unforced = new ArrayList<String>();
    for (int i = 0; i < steps.size(); i++) {
      Matcher naming = NAMING.matcher(steps.get(i));
      if (naming.matches() && !steps.get(i).contains(": E")) {
        String[] names = naming.group(2).split(" -> ");
        Path parent = Path.of(names[names.length - 1]).getParent();
        String force = "fsync " + (parent == null ? "." : parent);
        if (!steps.subList(i, steps.size()).contains(force)) {
          unforced.add(steps.get(i));
        }
      }
    }
    return unforced;
  }

  @OnOldestAndNewestJdk
  void atLevelAtomicItIsNot(Jdk jdk) throws Exception {
    Watched.needsStrace();
    Watched jvm = protecting(jdk, "level=atomic");
    for (List<String> call : CALLS) {
      setUp(guarded);
      Watched.Traced traced = jvm.trace(guarded, fields(call.get(0)));
      List<String> forced =
          traced.commits().stream().filter(step -> step.matches("fsync (\\.|a|a/b|full)")).toList();
      assertEquals(List.of(), forced, traced::toString);
      Both.clear(guarded);
    }
    endQuietly(jvm);
  }

  @OnEveryJdk
  void aDirectoryMadeOnTheWayToAProtectedPathCounts(Jdk jdk) throws Exception {
    Watched.needsStrace();
    Watched jvm =
        start(
            Child.on(jdk)
                .protecting(
                    base.resolve("durable.conf"),
                    free + "/way/to/protected/**",
                    free + "/other/*/deep/file"));
    for (List<String> call :
        List.of(
            List.of("directories", "way/to/protected"),
            List.of("directory", "way"),
            List.of("mkdir", "way"),
            List.of("mkdirs", "way/to/protected/and/more"),
            List.of("directories", "other/some/deep"))) {
      Watched.Traced traced = jvm.trace(free, call.get(0), free.resolve(call.get(1)));
      assertTrue(namings(traced.steps).size() >= 1, traced::toString);
      assertEquals(List.of(), unforced(traced.steps), traced::toString);
      Both.clear(free);
    }
    // What leads nowhere protected is left alone.
    Watched.Traced traced = jvm.trace(free, "directories", free.resolve("elsewhere/deep"));
    assertEquals(List.of("mkdir elsewhere", "mkdir elsewhere/deep"), namings(traced.steps));
    assertEquals(List.of(), traced.commits());
    endQuietly(jvm);
  }

  @OnEveryJdk
  void answersAndWhatIsThereAreAsWithoutTheAgent(Jdk jdk) throws Exception {
    Both both = new Both(this, jdk, NamesTest::setUp);
    List<String> lines = new ArrayList<>();
    for (String name : List.of("file", "full", "empty", "link", "missing", "missing/x", "file/x")) {
      for (String verb :
          List.of(
              "delete",
              "delete-existing",
              "delete-file",
              "directory",
              "directories",
              "mkdir",
              "mkdirs",
              "create",
              "new-file",
              "temp-file",
              "temp",
              "temp-directory")) {
        lines.add(verb + " @/" + name);
      }
      lines.add("link @/" + name + " @/file");
      lines.add("link @/made @/" + name);
      lines.add("symlink @/" + name + " file");
      lines.add("directory @/" + name + " rwx------");
      lines.add("create @/" + name + " rw-------");
    }
    lines.add("delete @");
    lines.add("mkdir @");
    lines.add("directories @");
    lines.add("delete-file @/full/inside/");
    lines.add("create @/" + "x".repeat(255));
    lines.add("create @/" + "x".repeat(256));
    lines.add("mkdir @/" + "x".repeat(256));
    lines.add("new-file @/" + "x".repeat(256));
    var checks = new ArrayList<Executable>();
    for (String line : lines) {
      checks.add(
          () -> {
            both.clear();
            both.setUpAgain(NamesTest::setUp);
            both.call((Object[]) line.split(" "));
            if (!line.startsWith("temp")) {
              both.assertSameFiles(line);
            }
          });
    }
    assertAll(checks);
    both.end();
  }

  @OnEveryJdk
  void aFileThatIsToBeDeletedAtTheExitIs(Jdk jdk) throws Exception {
    Watched jvm = protecting(jdk);
    ok(jvm, "delete-at-exit", old(guarded, "file"));
    ok(jvm, "open", "s", "stream-file", old(guarded, "open"));
    ok(jvm, "put", "s", NEW);
    ok(jvm, "delete-at-exit", guarded.resolve("open"));
    endQuietly(jvm);
    assertEquals(List.of(), names(guarded));
  }

  @OnOldestAndNewestJdk
  void aForceThatFailsIsToldInTheNameOfTheFile(Jdk jdk) throws Exception {
    Watched.needsStrace();
    Watched jvm = protecting(jdk);
    for (String line :
        List.of("delete @/file", "create @/new", "directory @/d", "new-file @/new")) {
      setUp(guarded);
      Watched.Traced undisturbed = jvm.trace(guarded, fields(line));
      Both.clear(guarded);
      setUp(guarded);
      Watched.Traced traced =
          jvm.trace(List.of(undisturbed.failing("fsync .", 1, "EIO")), guarded, fields(line));
      assertTrue(traced.answer.contains("may not survive a power cut"), traced::toString);
      assertTrue(traced.answer.contains((String) fields(line)[1]), traced::toString);
      Both.clear(guarded);
    }
    endQuietly(jvm);
  }
}
