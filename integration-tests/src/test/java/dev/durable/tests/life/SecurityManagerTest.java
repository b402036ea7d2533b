package dev.durable.tests.life;

import static dev.durable.tests.Child.line;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.Machine;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Under a security manager the application needs, and gets, what it has without the agent. */
class SecurityManagerTest {
  private static final List<String> WARNINGS_OF_17 =
      List.of(
          "WARNING: A command line option has enabled the Security Manager",
          "WARNING: The Security Manager is deprecated and will be removed in a future release");

  @TempDir Path directory;

  private Path library;
  private Path data;
  private Path file;

  /** Java 18 and later have none unless told so, 24 and later none at all. */
  static Stream<Jdk> jdksWithASecurityManager() {
    return Jdk.all().stream().filter(jdk -> jdk.feature() <= 17);
  }

  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @ParameterizedTest(name = "{0}")
  @MethodSource("jdksWithASecurityManager")
  @interface WhereThereIsOne {}

  @BeforeEach
  void aFile() throws IOException {
    Machine.needsLinux();
    library = Files.createDirectory(directory.resolve("library"));
    data = Files.createDirectory(directory.resolve("data"));
    file = Files.writeString(data.resolve("file"), "old");
  }

  @WhereThereIsOne
  void theRightToWriteTheTargetIsEnoughForItsReplacement(Jdk jdk) throws Exception {
    for (String how : List.of("write", "lines", "string")) {
      Files.writeString(file, "old");
      Object inode = Files.getAttribute(file, "unix:ino");
      var answers = run(agent(jdk, write(file)), jdk, line(how, file, "new"));
      assertEquals(List.of("ok " + file), answers);
      assertEquals("new", Files.readString(file).strip());
      assertNotEquals(inode, Files.getAttribute(file, "unix:ino"), "replaced");
      assertEquals(List.of(), Leftovers.in(data));
    }
  }

  @WhereThereIsOne
  void soItIsForANewFileAndForAnAppend(Jdk jdk) throws Exception {
    Path created = data.resolve("new");
    assertEquals(
        List.of("ok " + created, "ok " + created),
        run(
            agent(jdk, write(created)),
            jdk,
            line("write", created, "new", "CREATE_NEW", "WRITE"),
            line("write", created, "er", "APPEND")));
    assertEquals("newer", Files.readString(created));
  }

  @WhereThereIsOne
  void soItIsForAFileWithSeveralNames(Jdk jdk) throws Exception {
    Path other = Files.createLink(directory.resolve("other-name"), file);
    var result = agent(jdk, write(file)).call(line("write", file, "new"));
    assertEquals(List.of("ok " + file), result.lines());
    assertTrue(result.err().contains("written in place, with a safety copy"), result.err());
    assertEquals("new", Files.readString(other));
    assertEquals(List.of(), Leftovers.in(data));
  }

  @WhereThereIsOne
  void soItIsForARelativeName(Jdk jdk) throws Exception {
    Object inode = Files.getAttribute(file, "unix:ino");
    Child child = agent(jdk, write(Path.of("file"))).in(data);
    assertEquals(List.of("ok file"), run(child, jdk, line("write", "file", "new")));
    assertEquals("new", Files.readString(file));
    assertNotEquals(inode, Files.getAttribute(file, "unix:ino"), "replaced");
  }

  @WhereThereIsOne
  void withoutThatRightTheCallFailsAsWithoutTheAgentAndNothingIsChanged(Jdk jdk) throws Exception {
    var before = Leftovers.tree(data);
    String[] calls = {
      line("write", file, "new"),
      line("lines", file, "new"),
      line("write", file, "new", "APPEND"),
      line("write", data.resolve("another"), "new"),
      line("write", data.resolve("another"), "new", "CREATE_NEW", "WRITE"),
    };
    String right = write(directory.resolve("elsewhere"));
    var without = run(plain(jdk, right), jdk, calls);
    assertEquals(without, run(agent(jdk, right), jdk, calls));
    assertTrue(without.stream().allMatch(s -> s.contains("access denied")), without::toString);
    assertEquals(before, Leftovers.tree(data));
  }

  @WhereThereIsOne
  void aMoveNeedsTheRightToWriteBothNames(Jdk jdk) throws Exception {
    Path source = data.resolve("source");
    String[] calls = {line("move", source, file, "REPLACE_EXISTING"), line("rename", source, file)};
    for (String call : calls) {
      for (String rights :
          List.of(
              write(directory.resolve("elsewhere")),
              write(source),
              write(file),
              write(source) + write(file))) {
        Files.writeString(source, "new");
        Files.writeString(file, "old");
        var without = run(plain(jdk, rights), jdk, call);
        var after = Leftovers.tree(data);
        Files.writeString(source, "new");
        Files.writeString(file, "old");
        assertEquals(without, run(agent(jdk, rights), jdk, call), call + " with " + rights);
        assertEquals(after, Leftovers.tree(data), call + " with " + rights);
      }
    }
    assertEquals("new", Files.readString(file), "with both");
  }

  /** The agent's work is privileged; what the application has done in the midst of it is not. */
  @WhereThereIsOne
  void linesGetNoMoreRightsWithinTheCallThanOutsideOfIt(Jdk jdk) throws Exception {
    String denied = "access denied (\"java.util.PropertyPermission\" \"user.home\" \"read\")";
    assertEquals(
        List.of(
            "own, used here: " + denied,
            "own, written: " + denied,
            "a library's, used here: " + denied,
            "a library's, written: " + denied),
        deputy(jdk, write(file), "user.home"));
    assertEquals("old", Files.readString(file));
  }

  @WhereThereIsOne
  void norAnyLess(Jdk jdk) throws Exception {
    String read = "permission java.util.PropertyPermission \"answer\", \"read\";\n";
    assertEquals(
        List.of(
            "own, used here: 42",
            "own, written: " + file,
            "a library's, used here: 42",
            "a library's, written: " + file),
        deputy(jdk, write(file) + read, "answer"));
    assertEquals("42\n", Files.readString(file));
  }

  /** Runs a program of these rights, and a library of its that has all. */
  private List<String> deputy(Jdk jdk, String rights, String property) throws Exception {
    Path programs = Path.of(System.getProperty("programs"));
    Path type = Path.of("dev/durable/programs/Trusted.class");
    Files.createDirectories(library.resolve(type).getParent());
    Files.copy(programs.resolve(type), library.resolve(type));
    var result =
        agent(jdk, rights)
            .with("-Danswer=42")
            .classPath(library + ":" + programs)
            .run("", "dev.durable.programs.Deputy", file.toString(), property);
    return checked(result, jdk);
  }

  @WhereThereIsOne
  void anAgentThatHasNoRightsOfItsOwnSaysWhatItNeeds(Jdk jdk) throws Exception {
    var result =
        under("grant {" + write(file) + "};", jdk)
            .protecting(directory.resolve("durable.conf"), data + "/**")
            .call(line("write", file, "new"));
    assertEquals(2, result.exit());
    assertEquals("", result.out());
    assertTrue(
        result
            .err()
            .lines()
            .anyMatch(s -> s.startsWith("durable: ") && s.contains("AllPermission")),
        result.err());
    assertEquals("old", Files.readString(file));
  }

  @WhereThereIsOne
  void whatTheAgentNeedsForTemporaryFilesChildrenAndImagesTheApplicationNeedNotHave(Jdk jdk)
      throws Exception {
    String rights =
        """
        permission java.io.FilePermission "%s/-", "read,write,delete";
        permission java.io.FilePermission "%s/-", "read,write,delete";
        permission java.io.FilePermission "/bin/echo", "execute";
        permission java.lang.RuntimePermission "exitVM.0";
        """
            .formatted(data, System.getProperty("java.io.tmpdir"));
    for (Child child : List.of(plain(jdk, rights), agent(jdk, rights))) {
      var result = child.run("", "dev.durable.programs.Confined", data.toString());
      assertEquals(
          List.of(
              "temporary file: true", "its directory: true", "a child's output: 0", "image: true"),
          checked(result, jdk));
      assertEquals("said\n", Files.readString(data.resolve("output")));
      Files.delete(data.resolve("new"));
    }
  }

  private static String write(Path path) {
    return "permission java.io.FilePermission \"" + path + "\", \"write\";\n";
  }

  /** A child with the agent, whose own classes have these rights, under a security manager. */
  private Child agent(Jdk jdk, String rights) throws IOException {
    return plain(jdk, rights).protecting(directory.resolve("durable.conf"), data + "/**");
  }

  private Child plain(Jdk jdk, String rights) throws IOException {
    return under(
        """
        grant {
          %s};
        grant codeBase "file:%s" {
          permission java.security.AllPermission;
        };
        grant codeBase "file:%s/-" {
          permission java.security.AllPermission;
        };
        """
            .formatted(rights, Child.AGENT, library),
        jdk);
  }

  private Child under(String policy, Jdk jdk) throws IOException {
    Path file = Files.writeString(directory.resolve("policy"), policy);
    return Child.on(jdk).with("-Djava.security.manager", "-Djava.security.policy==" + file);
  }

  private static List<String> run(Child child, Jdk jdk, String... calls) throws Exception {
    return checked(child.call(calls), jdk);
  }

  /** The output of a child that ended well and said no more than it must. */
  private static List<String> checked(Child.Result result, Jdk jdk) {
    assertEquals(0, result.exit(), result.err());
    var said = new ArrayList<>(result.err().lines().toList());
    if (result.agent()) {
      assertTrue(
          said.removeIf(s -> s.startsWith("durable: ") && s.endsWith(" hooks")), result::err);
    }
    assertEquals(jdk.feature() == 17 ? WARNINGS_OF_17 : List.of(), said);
    return result.lines();
  }
}
