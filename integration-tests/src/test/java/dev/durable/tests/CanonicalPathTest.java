package dev.durable.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** What java.io.File remembers. */
class CanonicalPathTest {
  @TempDir Path directory;

  @OnEveryJdk
  void aRenameMakesFileForgetCanonicalPathsAsEver(Jdk jdk) throws Exception {
    Path data = Files.createDirectory(directory.resolve("data"));
    var result =
        Child.on(jdk)
            .protecting(directory.resolve("durable.conf"), data + "/**")
            .run("", "dev.durable.programs.Canonical", data.toString())
            .quietly();
    assertEquals(List.of("one", "true", "two"), result.lines());
  }
}
