package dev.durable.tests.edges;

import static dev.durable.tests.Child.line;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.Machine;
import dev.durable.tests.OnEveryJdk;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is no regular file on a disk is left to the plain call, even where all is protected. */
class SpecialTargetsTest extends EdgeTest {

  @OnOldestAndNewestJdk
  void aDirectoryIsNoFile(Jdk jdk) throws Exception {
    Twins twins =
        twins(jdk, d -> Files.createSymbolicLink(d.resolve("link"), directory(d, "sub", "755")));
    for (String name : new String[] {"@/sub", "@/link", "@"}) {
      assertEquals(
          "java.nio.file.FileSystemException file=" + name + " other=null reason=Is a directory",
          twins.call("write", name, "new"));
      twins.call("write", name, "new", "APPEND");
      assertEquals(
          "java.nio.file.FileAlreadyExistsException file=" + name + " other=null reason=null",
          twins.call("write", name, "new", "CREATE_NEW"));
    }
  }

  @OnOldestAndNewestJdk
  void aFifoPassesOnWhatIsWritten(Jdk jdk) throws Exception {
    Path guarded = directory(newDirectory(), "guarded", "755");
    Path fifo = guarded.resolve("fifo");
    Shell.run("mkfifo", fifo);
    Session session = protectingSession(jdk, User.SELF);

    for (String call : new String[] {"write", "lines", "string"}) {
      Process reader = new ProcessBuilder("cat", fifo.toString()).start();
      assertEquals("ok " + fifo, session.call(call, fifo, "new"));
      String read = new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals("new", read.strip());
    }
    assertEquals(List.of(fifo), list(guarded), "still a FIFO, and nothing else");
    assertTrue(Files.readAttributes(fifo, "isOther").containsValue(true));
  }

  @OnOldestAndNewestJdk
  void aSocketIsRefused(Jdk jdk) throws Exception {
    var sockets = new ArrayList<ServerSocketChannel>();
    try {
      Twins twins =
          twins(
              jdk,
              d -> {
                var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                sockets.add(socket);
                socket.bind(UnixDomainSocketAddress.of(d.resolve("socket")));
                file(d, "file", "old");
              });
      twins.call("write", "@/socket", "new");
      twins.call("write", "@/socket", "new", "CREATE_NEW");
      // Its name is one like any other.
      twins.call("move", "@/socket", "@/moved");
      twins.call("move", "@/file", "@/moved", "REPLACE_EXISTING");
    } finally {
      for (ServerSocketChannel socket : sockets) {
        socket.close();
      }
    }
  }

  @OnOldestAndNewestJdk
  void aDeviceIsADevice(Jdk jdk) throws Exception {
    Machine.needsRoot();
    Twins twins =
        twins(
            jdk,
            d -> {
              Shell.run("mknod", d.resolve("null"), "c", "1", "3");
              Shell.run("mknod", d.resolve("full"), "c", "1", "7");
              Files.createSymbolicLink(d.resolve("link"), Path.of("/dev/null"));
            });
    assertEquals("ok @/null", twins.call("write", "@/null", "new"));
    assertEquals("ok @/link", twins.call("lines", "@/link", "new"));
    assertEquals("ok @/null", twins.call("write", "@/null", "new", "APPEND"));
    assertEquals(
        "java.io.IOException message=No space left on device",
        twins.call("write", "@/full", "new"));
  }

  @OnEveryJdk
  void whereAllIsProtectedDevicesAndProcStayWhatTheyAre(Jdk jdk) throws Exception {
    Path home = newDirectory();
    Object device = Files.getAttribute(Path.of("/dev/null"), "unix:rdev");
    String[] calls = {
      line("write", "/dev/null", "new"),
      line("write", "/dev/null", "new", "APPEND"),
      line("write", "/proc/self/comm", "renamed"),
      line("read", "/proc/self/comm"),
      line("write", "/proc/self/no", "new"),
      line("write", "/proc/self/oom_score_adj", "x"),
      line("move", "/proc/self/comm", home.resolve("comm")),
      line("rename", "/proc/self/comm", "/proc/self/other")
    };

    Child.Result guarded = everythingProtected(jdk, home).call(calls).quietly();

    assertEquals(child(jdk, User.SELF).call(calls).out(), guarded.out());
    assertTrue(guarded.lines().contains("ok renamed\\n"), guarded.out());
    assertEquals(device, Files.getAttribute(Path.of("/dev/null"), "unix:rdev"));
  }

  @OnEveryJdk
  void whereAllIsProtectedAnOpenDescriptorStaysTheSameFile(Jdk jdk) throws Exception {
    // Their names lead to a file that is open, perhaps under another name by now.
    String[] names = {"/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "/dev/fd/1"};
    Path home = newDirectory();
    for (int i = 0; i < names.length; i++) {
      Path open = file(home, "open" + i, "");
      Object inode = inode(open);
      Child child =
          everythingProtected(jdk, home)
              .under("sh", "-c", "out=$1; shift; exec \"$@\" > $out", "sh", open.toString());
      child
          .call(line("write", names[i], "first "), line("write", names[i], "second ", "APPEND"))
          .quietly();

      // As without the agent: the second call finds the answer to the first one.
      Path plain = file(home, "plain" + i, "");
      child(jdk, User.SELF)
          .under("sh", "-c", "out=$1; shift; exec \"$@\" > $out", "sh", plain.toString())
          .call(line("write", names[i], "first "), line("write", names[i], "second ", "APPEND"))
          .quietly();
      assertEquals(Files.readString(plain), Files.readString(open), names[i]);
      assertEquals(inode, inode(open));
    }
  }

  @OnEveryJdk
  void whereAllIsProtectedTheJvmWorks(Jdk jdk) throws Exception {
    Path home = newDirectory();
    Path log = home.resolve("gc.log");
    Path file = file(home, "file", "old");
    Object inode = inode(file);

    everythingProtected(jdk, home)
        .with(jdk.feature() == 8 ? "-Xloggc:" + log : "-Xlog:gc*:file=" + log)
        .with("-XX:+HeapDumpOnOutOfMemoryError", "-Djava.io.tmpdir=" + home)
        .call(line("write", file, "new"))
        .quietly();

    assertNotEquals(inode, inode(file), "replaced");
    assertTrue(Files.size(log) > 0, "the JVM's own log");
    assertEquals(List.of(home.resolve("durable.conf"), file, log), list(home));
  }

  @OnEveryJdk
  void whereAllIsProtectedClassesCanBeArchived(Jdk jdk) throws Exception {
    if (jdk.feature() < 17) {
      return; // Archives made at the exit are newer.
    }
    Path home = newDirectory();
    Path archive = home.resolve("classes.jsa");
    Path jar = home.resolve("programs.jar");
    String programs = System.getProperty("programs");
    Shell.run(jdk.home().resolve("bin/jar"), "cf", jar, "-C", programs, ".");

    Child.Result result =
        everythingProtected(jdk, home)
            .with("-XX:+UnlockDiagnosticVMOptions", "-XX:+AllowArchivingWithJavaAgent")
            // No archive goes with all classes verified.
            .with("-XX:-BytecodeVerificationLocal")
            .with("-XX:ArchiveClassesAtExit=" + archive)
            .classPath(jar.toString())
            .call();

    assertEquals(0, result.exit(), result::err);
    assertTrue(Files.size(archive) > 0, result::err);
  }

  @OnOldestAndNewestJdk
  void filesInMemoryAreReplacedToo(Jdk jdk) throws Exception {
    Path shared = Path.of("/dev/shm");
    if (!Files.isWritable(shared)) {
      Machine.skip("no /dev/shm");
    }
    Path home = newDirectory();
    Path directory = Files.createTempDirectory(shared, "durable-edges-");
    try {
      Path file = file(directory, "file", "old", "640");
      Object inode = inode(file);

      child(jdk, User.SELF)
          .protecting(home.resolve("durable.conf"), directory + "/**")
          .call(
              line("write", file, "new"),
              line("write", directory.resolve("new"), "new", "CREATE_NEW"),
              line("move", directory.resolve("new"), directory.resolve("moved")))
          .quietly();

      assertEquals("new", Files.readString(file));
      assertEquals(0100640, Files.getAttribute(file, "unix:mode"));
      assertNotEquals(inode, inode(file), "replaced");
      assertEquals(List.of(file, directory.resolve("moved")), list(directory));
    } finally {
      Shell.run("rm", "-r", directory);
    }
  }

  private static Child everythingProtected(Jdk jdk, Path home) throws Exception {
    return child(jdk, User.SELF).protecting(home.resolve("durable.conf"), "/**");
  }

  private static List<Path> list(Path directory) throws Exception {
    try (var files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }
}
