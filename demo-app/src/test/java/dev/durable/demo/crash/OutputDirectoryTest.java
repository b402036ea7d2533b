package dev.durable.demo.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputDirectoryTest {
  @TempDir Path root;

  @Test
  void temporaryFilesAreNoneOfTheFilesAndTheAgentsAreLeftovers() throws IOException {
    var index = create("index.md");
    var metadata = create("episodes/whaling/.metadata.yaml");
    create("index.md.tmp");
    var leftover = create("episodes/whaling/.durable-1-2~");
    var directory = new OutputDirectory(root);

    assertEquals(Set.of(index, metadata), directory.files());
    assertEquals(Set.of(leftover), directory.leftovers());
  }

  @Test
  void isDeletedWithAllThatIsInIt() throws IOException {
    create("episodes/whaling/summary.md");
    var directory = new OutputDirectory(root.resolve("episodes"));

    directory.delete();
    assertFalse(Files.exists(root.resolve("episodes")));
    directory.delete();
  }

  private Path create(String name) throws IOException {
    var file = root.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.createFile(file);
  }
}
