package dev.durable.tests.security;

import static dev.durable.tests.Child.line;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.Machine;
import dev.durable.tests.OnOldestAndNewestJdk;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A local user who may create files in the same directory gets at nothing by the agent. */
class HostileUserTest {
  private static final String[] NOBODY = {
    "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"
  };
  private static final int WRITES = 60;

  @TempDir Path directory;

  private Path shared;
  private Path victim;

  @BeforeEach
  void aDirectoryLikeTmpAndAVictim() throws IOException {
    Machine.needsRoot();
    Machine.needs("setpriv");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    shared = Files.createDirectory(directory.resolve("shared"));
    Files.setAttribute(shared, "unix:mode", 01777);
    victim = Files.writeString(directory.resolve("victim"), "precious");
    Files.setPosixFilePermissions(victim, PosixFilePermissions.fromString("rw-------"));
  }

  @OnOldestAndNewestJdk
  void whoPutsLinksUnderTheNamesOfTempFilesHarmsNobody(Jdk jdk) throws Exception {
    Map<String, Object> before = state(victim);
    Process hostile =
        Child.on(jdk)
            .under(NOBODY)
            .start("dev.durable.programs.Hostile", shared.toString(), victim.toString());
    var calls = new ArrayList<String>();
    var expected = new ArrayList<String>();
    Path file = shared.resolve("file");
    for (int i = 0; i < WRITES; i++) {
      calls.add(line("write", file, "new " + i));
      expected.add("ok " + file);
      calls.add(line("write", shared.resolve("new" + i), "new", "CREATE_NEW"));
      expected.add("ok " + shared.resolve("new" + i));
      calls.add(line("move", shared.resolve("new" + i), file, "REPLACE_EXISTING"));
      expected.add("ok " + file);
    }
    var result =
        Child.on(jdk)
            .protecting(directory.resolve("durable.conf"), shared + "/**")
            .call(calls.toArray(String[]::new))
            .quietly();
    hostile.getOutputStream().write('\n');
    hostile.getOutputStream().flush();
    List<String> said = lines(hostile);

    assertEquals(List.of("begun"), said.subList(0, 1), "the hostile user was at work");
    assertEquals(expected, result.lines());
    assertEquals("new", Files.readString(file));
    assertTrue(Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS));
    assertEquals(before, state(victim));

    // Nor by what it has left, whose process is dead now.
    var swept = Child.on(jdk).command("sweep", "--remove", shared.toString());
    assertEquals(0, swept.exit(), swept.err());
    assertEquals(before, state(victim));
  }

  private static List<String> lines(Process process) throws Exception {
    try (var reader = new BufferedReader(new InputStreamReader(process.getInputStream()))) {
      List<String> lines = reader.lines().toList();
      assertEquals(0, process.waitFor());
      return lines;
    }
  }

  /** All that would show that somebody has touched a file. */
  private static Map<String, Object> state(Path file) throws IOException {
    var state =
        new TreeMap<>(
            Files.readAttributes(file, "unix:mode,uid,gid,size,nlink,ino,ctime,lastModifiedTime"));
    state.put("content", Files.readString(file));
    return state;
  }
}
