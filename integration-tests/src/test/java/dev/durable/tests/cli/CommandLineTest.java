package dev.durable.tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.Machine;
import dev.durable.tests.OnOldestAndNewestJdk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code java -jar durable.jar} as a whole: help, completion, mistakes, exit status. */
class CommandLineTest {
  @TempDir Path directory;

  @OnOldestAndNewestJdk
  void withoutACommandItPrintsItsHelp(Jdk jdk) throws Exception {
    var result = Child.on(jdk).command().quietly();
    assertTrue(result.out().contains("Usage: java -jar durable.jar"), result.out());
    assertTrue(result.out().contains("-javaagent:durable.jar=durable.conf"), result.out());
    assertEquals(result.out(), Child.on(jdk).command("--help").quietly().out());
  }

  @Test
  void everyCommandHasHelp() throws Exception {
    List<String> commands = commands(Jdk.newest());
    assertTrue(commands.containsAll(List.of("scan", "check", "sweep")), commands::toString);
    for (String command : commands) {
      String help = Child.on(Jdk.newest()).command("help", command).quietly().out();
      assertTrue(help.contains("Usage: java -jar durable.jar " + command), help);
    }
  }

  /** The first words of the lines below "Commands:". */
  private static List<String> commands(Jdk jdk) throws Exception {
    String help = Child.on(jdk).command().out();
    return help.lines()
        .dropWhile(line -> !line.equals("Commands:"))
        .skip(1)
        .takeWhile(line -> !line.isBlank())
        .filter(line -> line.matches("  \\S.*"))
        .map(line -> line.strip().split(" ")[0])
        .toList();
  }

  @OnOldestAndNewestJdk
  void aCommandThatDoesNotExistIsAMistakeInOneLineWithAHint(Jdk jdk) throws Exception {
    var result = Child.on(jdk).command("complete");
    assertEquals(2, result.exit());
    assertEquals("", result.out());
    assertEquals(
        "durable: Unmatched argument at index 0: 'complete'; did you mean completion?; see"
            + " java -jar durable.jar --help\n",
        result.err());
  }

  @Test
  void bashCompletesCommandsAndTheirOptions() throws Exception {
    Machine.needs("bash");
    Path script = directory.resolve("completion.bash");
    Files.writeString(script, Child.on(Jdk.newest()).command("completion").quietly().out());

    assertTrue(completions(script, "durable", "").contains("completion"));
    assertTrue(completions(script, "durable", "comp").contains("completion"));
    assertTrue(completions(script, "durable", "completion", "--").contains("--name"));
  }

  /** What bash offers for the last of these words. */
  private static List<String> completions(Path script, String... words) throws Exception {
    String line = String.join(" ", words);
    var bash =
        new ProcessBuilder(
                "bash",
                "-c",
                "source \"$1\"; shift; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); COMP_LINE=\"$*\";"
                    + " COMP_POINT=${#COMP_LINE};"
                    + " $(complete -p durable | sed 's/.*-F \\([^ ]*\\).*/\\1/');"
                    + " printf '%s\\n' \"${COMPREPLY[@]}\"",
                "bash",
                script.toString())
            .redirectErrorStream(true);
    bash.command().addAll(List.of(words));
    Process process = bash.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), () -> line + ": " + said);
    return said.lines().map(String::strip).toList();
  }
}
