package dev.durable.tests.edges;

import static dev.durable.tests.Child.line;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Where there is a security manager, an application needs the permissions that it needs without the
 * agent, no more and no fewer.
 */
class SecurityManagerTest extends EdgeTest {
  /** After that, there is none to be had. */
  private static final int LAST_JAVA = 23;

  static Collection<Jdk> jdksWithSecurityManager() {
    return Jdk.all().stream().filter(jdk -> jdk.feature() <= LAST_JAVA).toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("jdksWithSecurityManager")
  void theSamePermissionsAreAskedOfTheApplication(Jdk jdk) throws Exception {
    Path parent = newDirectory();
    Path guarded = fill(directory(parent, "guarded", "755"));
    Path free = fill(directory(parent, "free", "755"));
    Child.Result plain = managed(free, child(jdk, User.SELF)).call(calls(free));
    Child.Result result;
    try (Held old = new Held(guarded.resolve("write"))) {
      result =
          managed(
                  guarded,
                  child(jdk, User.SELF).protecting(parent.resolve("durable.conf"), guarded + "/**"))
              .call(calls(guarded));
      assertFalse(old.isAt(guarded.resolve("write")), "replaced");
    }

    assertEquals(
        plain.out().replace(free.toString(), "@"), result.out().replace(guarded.toString(), "@"));
    assertEquals(Snapshot.of(free), Snapshot.of(guarded));
    List<String> lines = result.lines();
    assertEquals("ok " + guarded.resolve("write"), lines.get(1));
    assertTrue(lines.contains(denied(guarded.resolve("read"), "write")), result.out());
    assertTrue(result.out().contains("PropertyPermission"), "the property was refused");
  }

  private static Path fill(Path d) throws Exception {
    for (String name : new String[] {"write", "read", "nothing", "source"}) {
      file(d, name, "0123456789");
    }
    Files.createLink(d.resolve("name"), file(d, "linked", "old"));
    return d;
  }

  private static String[] calls(Path d) {
    var calls = new ArrayList<String>();
    for (String name : new String[] {"write", "read", "nothing", "linked", "new", "none/new"}) {
      Path file = d.resolve(name);
      // Fails, and leaves the old content or, without the agent, none; the next call replaces both.
      calls.add(line("lure", file, "user.home"));
      calls.add(line("write", file, "new"));
      calls.add(line("lines", file, "new"));
      calls.add(line("string", file, "New", "WRITE"));
      calls.add(line("write", file, "!", "APPEND"));
      calls.add(line("write", file, "new", "CREATE_NEW"));
      calls.add(line("write", file, "new", "READ"));
    }
    for (String[] ends :
        new String[][] {
          {"read", "write"},
          {"write", "read"},
          {"source", "write"},
          {"write", "new"},
          {"none", "new"}
        }) {
      calls.add(line("move", d.resolve(ends[0]), d.resolve(ends[1])));
      calls.add(line("move", d.resolve(ends[0]), d.resolve(ends[1]), "REPLACE_EXISTING"));
      calls.add(line("rename", d.resolve(ends[1]), d.resolve(ends[0])));
    }
    // By a relative name.
    calls.add(line("write", "write", "new"));
    calls.add(line("write", "read", "new"));
    return calls.toArray(new String[0]);
  }

  /** Under a security manager that lets the programs write some files of a directory. */
  private static Child managed(Path directory, Child child) throws Exception {
    Path policy =
        Files.writeString(
            directory.resolveSibling(directory.getFileName() + ".policy"),
            """
            grant codeBase "%s" { permission java.security.AllPermission; };
            grant codeBase "%s" {
              permission java.io.FilePermission "%3$s/write", "write";
              permission java.io.FilePermission "%3$s/source", "write";
              permission java.io.FilePermission "%3$s/linked", "write";
              permission java.io.FilePermission "%3$s/new", "write";
              permission java.io.FilePermission "%3$s/none/new", "write";
              permission java.io.FilePermission "%3$s/read", "read";
            };
            """
                .formatted(
                    Child.AGENT.toUri(),
                    Path.of(System.getProperty("programs")).toUri(),
                    directory));
    return child.in(directory).with("-Djava.security.manager", "-Djava.security.policy==" + policy);
  }

  private static String denied(Path file, String action) {
    return "java.security.AccessControlException message=access denied"
        + " (\"java.io.FilePermission\" \"%s\" \"%s\")".formatted(file, action);
  }
}
