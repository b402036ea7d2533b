package dev.durable.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** What a subclass of java.io.File adds to its methods. */
class FileSubclassTest {
  private static final String COUNTED = "dev.durable.programs.Counted";

  @TempDir Path directory;

  @OnOldestAndNewestJdk
  void isDoneAsOftenAsWithoutTheAgent(Jdk jdk) throws Exception {
    Path data = Files.createDirectory(directory.resolve("data"));
    String file = data.resolve("file").toString();
    var plain = Child.on(jdk).run("", COUNTED, file).quietly();
    var protectedOne =
        Child.on(jdk)
            .protecting(directory.resolve("durable.conf"), data + "/**")
            .run("", COUNTED, file)
            .quietly();
    assertEquals(plain.lines(), protectedOne.lines());
  }
}
