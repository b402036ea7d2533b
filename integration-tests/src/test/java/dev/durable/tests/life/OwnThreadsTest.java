package dev.durable.tests.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.Machine;
import dev.durable.tests.OnEveryJdk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** The threads of the agent's, which the application's threads happen to begin. */
class OwnThreadsTest {
  @TempDir Path directory;

  @OnEveryJdk
  void theyHaveNothingOfTheApplications(Jdk jdk) throws Exception {
    Machine.needsLinux();
    Path data = Files.createDirectory(directory.resolve("data"));
    List<String> lines =
        Child.on(jdk)
            .protecting(directory.resolve("durable.conf"), data + "/**")
            .run("", "dev.durable.programs.Heirs", data.toString())
            .quietly()
            .lines();
    assertTrue(lines.contains("durable-keeper: system, 5"), lines::toString);
    assertEquals(
        List.of(),
        lines.stream().filter(line -> !line.matches("durable-[a-z]+: system, 5")).toList());
  }
}
