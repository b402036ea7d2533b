package dev.durable.tests.syscalls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.durable.tests.Jdk;
import dev.durable.tests.Machine;
import dev.durable.tests.OnEveryJdk;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The JDK hands on the text of an error, not its number, and in the process's language: what an
 * error means to the agent must not depend on that.
 */
@Timeout(value = 60, threadMode = SEPARATE_THREAD)
class LocalisedErrorsTest {
  private static final String GERMAN = "de_DE.UTF-8";

  @TempDir static Path locales;
  @TempDir Path directory;

  @BeforeAll
  static void needsStraceAndGerman() throws Exception {
    Strace.needed();
    Machine.needs("localedef");
    if (!Files.exists(Path.of("/usr/share/locale/de/LC_MESSAGES/libc.mo"))
        || !Files.exists(Path.of("/usr/share/i18n/locales/de_DE"))) {
      Machine.skip("no German texts of errors (libc-l10n and locales, in Debian's words)");
    }
    String locale = locales.resolve(GERMAN).toString();
    Process localedef =
        new ProcessBuilder("localedef", "-i", "de_DE", "-f", "UTF-8", locale).inheritIO().start();
    assertEquals(0, localedef.waitFor());
  }

  @OnEveryJdk
  void anObstacleIsOneInAnyLanguageAndAFullDiskIsNone(Jdk jdk) throws Exception {
    Path base = directory.toRealPath().resolve("base");
    Path file = base.resolve("here/f");
    try (Caller caller =
        Caller.protecting(base, jdk, "env", "LOCPATH=" + locales, "LC_ALL=" + GERMAN)) {
      assertEquals(
          "java.nio.file.FileSystemException file="
              + file
              + " other=null reason=Auf dem Gerät ist kein Speicherplatz mehr verfügbar",
          replace(caller, base, "rename:error=ENOSPC:when=1"));
      assertEquals(Operation.REPLACE.before, Tree.read(base));

      assertEquals("ok " + file, replace(caller, base, "rename:error=EBUSY:when=1"));
      assertEquals("ok " + file, replace(caller, base, "rename:error=EPERM:when=1"));
      assertEquals("ok " + file, replace(caller, base, "fsync:error=EINVAL:when=2"));
      assertEquals(Operation.REPLACE.after, Tree.read(base));

      var warnings = caller.warnings();
      assertEquals(3, warnings.size(), warnings::toString);
      assertTrue(warnings.get(0).contains("mount point"), warnings.get(0));
      assertTrue(warnings.get(1).contains("doesn't let this user rename"), warnings.get(1));
      assertTrue(warnings.get(2).contains("can't be forced"), warnings.get(2));
    }
  }

  private static String replace(Caller caller, Path base, String injection) throws Exception {
    Operation.REPLACE.prepare(base);
    return Operation.REPLACE.trace(caller, base, injection).answer();
  }
}
