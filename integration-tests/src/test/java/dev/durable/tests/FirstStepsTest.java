package dev.durable.tests;

import static dev.durable.tests.Child.line;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The agent does its work, and nobody notices. */
class FirstStepsTest {
  @TempDir Path directory;

  @OnEveryJdk
  void aProtectedFileIsReplacedAndAnUnprotectedOneWrittenInPlace(Jdk jdk) throws Exception {
    Path guarded = Files.createDirectory(directory.resolve("guarded")).resolve("file");
    Path free = Files.createDirectory(directory.resolve("free")).resolve("file");
    Files.writeString(guarded, "old");
    Files.writeString(free, "old");
    Object guardedInode = Files.getAttribute(guarded, "unix:ino");
    Object freeInode = Files.getAttribute(free, "unix:ino");

    var result =
        Child.on(jdk)
            .protecting(directory.resolve("durable.conf"), guarded.getParent() + "/**")
            .call(line("write", guarded, "new"), line("write", free, "new"))
            .quietly();

    assertEquals(java.util.List.of("ok " + guarded, "ok " + free), result.lines());
    assertEquals("new", Files.readString(guarded));
    assertEquals("new", Files.readString(free));
    assertNotEquals(guardedInode, Files.getAttribute(guarded, "unix:ino"));
    assertEquals(freeInode, Files.getAttribute(free, "unix:ino"));
  }
}
