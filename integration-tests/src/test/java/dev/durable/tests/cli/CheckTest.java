package dev.durable.tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.Machine;
import dev.durable.tests.OnOldestAndNewestJdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code check}: what a configuration says of paths, and what its directories can do. */
class CheckTest {
  private static final String[] NOBODY = {
    "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"
  };

  @TempDir Path directory;

  private Path data;
  private Path configuration;

  @BeforeEach
  void aConfiguration() throws IOException {
    directory = directory.toRealPath();
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    data = Files.createDirectory(directory.resolve("data"));
    configuration = directory.resolve("durable.conf");
    Files.writeString(
        configuration, "# data\n" + data + "/**  level=atomic\n!" + data + "/tmp/**\n");
  }

  @OnOldestAndNewestJdk
  void ofEachPathItTellsTheLineThatDecides(Jdk jdk) throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("link"), data);
    var lines = check(jdk, data + "/a", data + "/tmp/a", link + "/b", directory + "/other").lines();

    assertInOrder(
        lines,
        configuration + ": 2 rules, mode=enforce; checked as the user ",
        data + "/a",
        "  protected by " + configuration + ":2 (" + data + "/**)",
        "  level=atomic streams=staged stage-limit=60s force=close on-obstacle=in-place",
        data + "/tmp/a",
        "  not protected: taken out by " + configuration + ":3 (!" + data + "/tmp/**)",
        link + "/b",
        "  leads to " + data + "/b, which is",
        "  protected by " + configuration + ":2 (" + data + "/**)",
        directory + "/other",
        "  not protected: no line matches it");
  }

  @OnOldestAndNewestJdk
  void inAGoodDirectoryAllIsTriedAndNothingStays(Jdk jdk) throws Exception {
    var result = check(jdk);
    assertInOrder(
        result.lines(),
        data.toString(),
        "  tried: create, write, force, ",
        " renames that a reader saw as one step each, force of the directory, hard link",
        "  verdict: ");
    try (var left = Files.list(data)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void barriersAreTold() throws Exception {
    Files.writeString(
        configuration, data + "/**\nbarrier a.B.c(int)\nbarrier @a.D   scope=process\n");
    assertInOrder(
        check(Jdk.newest()).lines(),
        configuration + ": 1 rule, 2 barriers, mode=enforce; checked as the user ",
        configuration + ":2:9: barrier a.B.c(int)",
        "  scope=thread; what it matches, scan --barriers shows",
        configuration + ":3:9: barrier @a.D",
        "  scope=process; what it matches, scan --barriers shows");
  }

  @Test
  void aMistakeIsToldAsTheAgentTellsIt() throws Exception {
    Files.writeString(configuration, data + "/** level=durabel\n");
    var result = check(Jdk.newest());
    assertEquals(2, result.exit());
    assertEquals("", result.out());
    assertTrue(result.err().startsWith("durable: " + configuration + ":1:"), result.err());
    assertTrue(result.err().contains("did you mean durable?"), result.err());
  }

  @Test
  void aFileThatCanNotBeReplacedIsToldWithTheReason() throws Exception {
    Path file = Files.createFile(data.resolve("file"));
    Files.createLink(directory.resolve("other"), file);
    var result = check(Jdk.newest(), file.toString());
    assertEquals(1, result.exit());
    assertInOrder(
        result.lines(),
        file.toString(),
        "  ! it can't be replaced, since the file has several hard links",
        ": it is written in place, with a safety copy");
  }

  @Test
  void aDirectoryThatThisUserMayNotWriteIsNoneToReplaceIn() throws Exception {
    Machine.needsRoot();
    var result = Child.on(Jdk.newest()).under(NOBODY).command("check", configuration.toString());
    assertEquals(1, result.exit(), result.err());
    assertInOrder(
        result.lines(),
        "  verdict: no file can be replaced here: a file can't be created (Permission denied)");
  }

  @Test
  void whatIsNotThereYetIsNoFinding() throws Exception {
    Files.writeString(configuration, data + "/later/**\n");
    var lines = check(Jdk.newest()).lines();
    assertInOrder(
        lines,
        data + "/later",
        "  not there yet; what is told is of " + data + ", and nothing was tried",
        "  verdict: ");
    assertTrue(Files.notExists(data.resolve("later")));
  }

  @OnOldestAndNewestJdk
  void memoryOverlaysReadOnlyAndBindMountsAreToldFromEachOther(Jdk jdk) throws Exception {
    Machine.needsRoot();
    Machine.needs("unshare");
    var mounts = new ArrayList<Path>();
    for (String name : List.of("memory", "overlay", "frozen", "bound")) {
      mounts.add(Files.createDirectory(directory.resolve(name)));
    }
    Path single = Files.createFile(data.resolve("single"));
    Path source = Files.createFile(directory.resolve("source"));
    Files.writeString(
        configuration, String.join("\n", mounts.stream().map(each -> each + "/**").toList()));
    String script =
        String.join(
            " && ",
            "mount -t tmpfs none " + mounts.get(0),
            "mkdir " + mounts.get(0) + "/l " + mounts.get(0) + "/u " + mounts.get(0) + "/w",
            "mount -t overlay overlay -o lowerdir=%s/l,upperdir=%s/u,workdir=%s/w %s"
                .formatted(mounts.get(0), mounts.get(0), mounts.get(0), mounts.get(1)),
            "mount -t tmpfs -o ro none " + mounts.get(2),
            "mount --bind " + data + " " + mounts.get(3),
            "mount --bind " + source + " " + mounts.get(3).resolve(single.getFileName()),
            "exec \"$@\"");
    var result =
        Child.on(jdk)
            .under("unshare", "--mount", "sh", "-c", script, "sh")
            .command("check", configuration.toString());

    assertEquals(1, result.exit(), result.err());
    assertInOrder(
        result.lines(),
        mounts.get(0).toString(),
        "  tmpfs, none at " + mounts.get(0),
        "  ! it is in memory",
        mounts.get(1).toString(),
        "  overlay, overlay at " + mounts.get(1),
        "  ! an overlay, such as a container's own layer",
        "  verdict: protected, with limits",
        mounts.get(2).toString(),
        "  verdict: no file can be replaced here: it is mounted read-only",
        mounts.get(3).toString(),
        ", a bind mount of its ",
        "  ! " + mounts.get(3) + "/single is mounted by itself and can't be replaced");
  }

  private Child.Result check(Jdk jdk, String... paths) throws Exception {
    var arguments = new ArrayList<>(List.of("check", configuration.toString()));
    arguments.addAll(List.of(paths));
    return Child.on(jdk).command(arguments.toArray(String[]::new));
  }

  /** Each of these texts is found in a line, or further on in the same one, after those before. */
  private static void assertInOrder(List<String> lines, String... texts) {
    String all = "\n" + String.join("\n", lines) + "\n";
    int at = 0;
    for (String text : texts) {
      int found = all.indexOf(text, at);
      assertTrue(found >= 0, () -> "\"" + text + "\" in order in:" + all);
      at = found + text.length();
    }
  }
}
