package dev.durable.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.durable.weave.Coverage.Lists;
import dev.durable.weave.MethodList.Entry;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Without one of the guards, public methods are found that write past all others. */
class MissingGuardTest {
  /** These stand before others, to do better what would be kept anyway. */
  private static final Set<String> NOT_THE_LAST =
      Set.of(
          "java.nio.file.Files.write",
          "javax.imageio.ImageIO.write",
          "java.nio.file.Files.copy(InputStream, Path, CopyOption[])",
          "java.nio.file.CopyMoveHelper.copyToForeignTarget",
          "java.io.File.mkdirs",
          "java.lang.ProcessImpl.start");

  @Test
  void eachMissingGuardIsNoticed() throws IOException {
    Jdk.needsLinux();
    try (var classes = new JdkClasses(Jdk.running())) {
      var coverage = new Coverage(classes, Lists.OF_THE_JDK, AllGuards.list());
      var unnoticed = new TreeSet<String>();
      for (Entry guard : Lists.OF_THE_JDK.guarded().entries()) {
        if (coverage.unprotected(guard, 1).isEmpty()) {
          unnoticed.add(guard.toString());
        }
      }
      assertEquals(new TreeSet<>(NOT_THE_LAST), unnoticed);
    }
  }
}
