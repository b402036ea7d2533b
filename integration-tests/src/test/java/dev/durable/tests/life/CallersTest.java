package dev.durable.tests.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.durable.programs.Callers;
import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.Machine;
import dev.durable.tests.OnEveryJdk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A call is guarded whoever makes it, and however. Whether it was shows by a leftover of a dead
 * process in the directory: a guarded call, even one that looks the same otherwise, has it removed.
 */
class CallersTest {
  private static final String CALLERS = "dev.durable.programs.Callers";

  @TempDir Path directory;

  private Path data;
  private final TreeMap<String, Object> inodes = new TreeMap<>();

  @BeforeEach
  void aDirectoryForEachWay() throws Exception {
    Machine.needsLinux();
    data = Files.createDirectory(directory.resolve("data"));
    Path killed = Files.createDirectory(data.resolve("killed")).resolve("file");
    Path leftover = Leftovers.killAWriterOf(killed, protecting(Jdk.newest(), data));
    for (String way : Callers.ways()) {
      Path own = Files.createDirectory(data.resolve(way));
      Files.writeString(own.resolve("0"), "new");
      Files.writeString(own.resolve("1"), "old");
      Files.createFile(own.resolve(leftover.getFileName()));
      inodes.put(way, Files.getAttribute(own.resolve("1"), "unix:ino"));
    }
  }

  @OnEveryJdk
  void everyWayToCallIsGuarded(Jdk jdk) throws Exception {
    var result = protecting(jdk, data).run("", CALLERS, data.toString()).quietly();
    assertEquals(waysOf(jdk), result.lines());
    for (String way : result.lines()) {
      Path target = data.resolve(way).resolve("1");
      assertEquals("new", Files.readString(target).strip(), way);
      assertNotEquals(inodes.get(way), Files.getAttribute(target, "unix:ino"), way);
      assertEquals(List.of(), Leftovers.in(data.resolve(way)), way);
    }
  }

  @OnEveryJdk
  void noneIsWhereNothingIsProtected(Jdk jdk) throws Exception {
    var result =
        protecting(jdk, directory.resolve("elsewhere")).run("", CALLERS, data.toString()).quietly();
    assertEquals(waysOf(jdk), result.lines());
    for (String way : result.lines()) {
      assertEquals("new", Files.readString(data.resolve(way).resolve("1")).strip(), way);
      assertEquals(1, Leftovers.in(data.resolve(way)).size(), way);
    }
  }

  private static List<String> waysOf(Jdk jdk) {
    var ways = new TreeSet<>(Callers.ways());
    if (jdk.feature() == 8) {
      ways.remove("jdk-string");
    }
    return List.copyOf(ways);
  }

  private Child protecting(Jdk jdk, Path tree) throws Exception {
    return Child.on(jdk).protecting(directory.resolve("durable.conf"), tree + "/**");
  }
}
