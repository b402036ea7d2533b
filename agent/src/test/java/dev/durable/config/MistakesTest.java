package dev.durable.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a faulty line: where it is, what was found there, what was expected. */
class MistakesTest {

  private static final String FORMS =
      "level=durable|atomic, streams=staged|in-place, stage-limit=60s|none, force=close|write or"
          + " on-obstacle=in-place|fail";

  @TempDir private Path directory;
  private TestConfiguration configuration;

  @BeforeEach
  void inADirectoryOfItsOwn() {
    configuration = new TestConfiguration(directory, Map.of("SRV", "/srv", "EMPTY", ""));
  }

  @Test
  void theFirstMistakeIsToldWithItsLineAndColumn() {
    assertEquals(
        "3:12: found level \"atomc\", expected durable or atomic; did you mean atomic?",
        configuration.mistakeIn("# all", "/a level=atomic", "  /b level=atomc", "/c level=x"));
  }

  @Test
  void columnsCountCharactersAsAnEditorDoes() {
    assertEquals(
        "1:10: found level \"x\", expected durable or atomic",
        configuration.mistakeIn("/😀 level=x"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '\'',
      textBlock =
          """
          /a levl=atomic        → 4: found "levl=atomic", expected FORMS; did you mean level?
          /a stream=staged      → 4: found "stream=staged", expected FORMS; did you mean streams?
          /a Level=atomic       → 4: found "Level=atomic", expected FORMS
          /a atomic             → 4: found "atomic", expected FORMS
          /a level              → 4: found "level", expected FORMS
          /a level = atomic     → 4: found "level", expected FORMS
          /a level=             → 10: found level "", expected durable or atomic
          /a level=Atomic       → 10: found level "Atomic", expected durable or atomic; did you mean atomic?
          /a level=atomic#now   → 10: found level "atomic#now", expected durable or atomic
          /a streams=inplace    → 12: found streams "inplace", expected staged or in-place; did you mean in-place?
          /a force=wirte        → 10: found force "wirte", expected close or write; did you mean write?
          /a on-obstacle=stop   → 16: found on-obstacle "stop", expected in-place or fail
          /a force=write force=write → 16: found a second force, expected each attribute once
          /a stage-limit=60     → 16: found stage-limit "60", expected a number and ms, s, m or h without a blank, such as 60s, or none
          /a stage-limit=s      → 16: found stage-limit "s", expected a number and ms, s, m or h without a blank, such as 60s, or none
          /a stage-limit=1.5s   → 16: found stage-limit "1.5s", expected a number and ms, s, m or h without a blank, such as 60s, or none
          /a stage-limit=-1s    → 16: found stage-limit "-1s", expected a number and ms, s, m or h without a blank, such as 60s, or none
          /a stage-limit=0s     → 16: found stage-limit "0s", expected more than 0 (to stage nothing: streams=in-place)
          /a stage-limit=1234567890s → 16: found stage-limit "1234567890s", expected at most 9 digits
          level=atomic          → 1: found the attribute "level" without a path, expected a path before it
          !/a level=atomic      → 5: found "level=atomic", expected nothing after a path that is taken out
          !                     → 1: found "!" alone, expected a path right after it
          ! /a                  → 1: found "!" alone, expected a path right after it
          """)
  void aMistakeInTheAttributes(String line, String message) {
    assertEquals("1:" + message.replace("FORMS", FORMS), configuration.mistakeIn(line));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '\'',
      textBlock =
          """
          mode = adit     → 8: found mode "adit", expected enforce, audit or off; did you mean audit?
          mode =          → 7: found mode "", expected enforce, audit or off
          mode = # audit  → 8: found mode "", expected enforce, audit or off
          mode = audit on → 14: found "on", expected nothing after the mode
          mode audit      → 1: found "mode" without "=", expected mode = enforce|audit|off (a path: ./mode)
          mdoe = audit    → 1: found the setting "mdoe", expected mode = enforce|audit|off or report = FILE (a path with "=" in it is quoted); did you mean mode?
          quiet           → 1: found "quiet", which is for the agent's argument only, expected -javaagent:durable.jar=FILE,quiet (a path: ./quiet)
          on-startup-error = warn → 1: found "on-startup-error", which is for the agent's argument only, expected -javaagent:durable.jar=FILE,on-startup-error=fail|warn (a path: ./on-startup-error)
          """)
  void aMistakeInASetting(String line, String message) {
    assertEquals("1:" + message, configuration.mistakeIn(line));
  }

  @Test
  void theModeIsSetOnce() {
    assertEquals(
        "2:1: found a second mode, expected one",
        configuration.mistakeIn("mode = audit", "mode = audit"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '\'',
      textBlock =
          """
          /a/[bc       → 4: found an opening "[", expected a closing "]" after it
          /a/[b-       → 4: found an opening "[", expected a closing "]" after it
          /a/[]        → 4: found an empty [ ], expected characters in it
          /a/[!]       → 4: found an empty [ ], expected characters in it
          /a/[b/c]     → 6: found "/" after "[", expected characters of a name and a closing "]"
          /a/[z-a]     → 6: found a range that ends before it begins, expected a range such as a-z
          /a/[a-c-e]   → 8: found "-" without a character before it, expected a range such as a-z (a "-" of its own stands first or last)
          /a/{b,c      → 4: found an opening "{", expected a closing "}" after it
          /a/{b,{c,d}} → 7: found "{" within a group, expected no group within a group
          /a/b\\       → 5: found "\\" at the end, expected a character after it, to stand for itself
          "/a/{b,c"    → 5: found an opening "{", expected a closing "}" after it
          !/a/[bc      → 5: found an opening "[", expected a closing "]" after it
          ${env:SRV}/[ → 12: found an opening "[", expected a closing "]" after it
          /{0,1}{0,1}{0,1}{0,1}{0,1}{0,1}{0,1}{0,1}{0,1}{0,1}{0,1} → 52: found groups that stand for more than 1024 globs, expected fewer; give each its own line
          """)
  void aMistakeInAGlob(String line, String message) {
    assertEquals("1:" + message, configuration.mistakeIn(line));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '\'',
      textBlock =
          """
          "/a b           → 1: found an opening quotation mark, expected a closing one after it
          "/a b\\"        → 1: found an opening quotation mark, expected a closing one after it
          "/a b"level=x   → 7: found more text after a closing quotation mark, expected a blank
          "/a b"# comment → 7: found more text after a closing quotation mark, expected a blank
          /a/"b c"/**     → 4: found a quotation mark within a name, expected the whole name in quotation marks, or \\" for the character itself
          ""              → 1: found an empty name, expected a path
          ${user.home     → 1: found "${", expected a closing "}" after it
          ${              → 1: found "${", expected a closing "}" after it
          /a/${}          → 4: found "${}", expected the name of a system property that is set
          ${usr.home}/a   → 1: found "${usr.home}", expected the name of a system property that is set; did you mean user.home?
          /a/${env:SRVX}  → 4: found "${env:SRVX}", expected the name of an environment variable that is set; did you mean SRV?
          /a/${env:}      → 4: found "${env:}", expected the name of an environment variable that is set
          ${env:EMPTY}/** → 1: found "${env:EMPTY}", which is empty, expected a value in it
          """)
  void aMistakeInAName(String line, String message) {
    assertEquals("1:" + message, configuration.mistakeIn(line));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '\'',
      textBlock =
          """
          /a/b/        → 1: found "/a/b/", which no file's path matches, expected "/a/b/**"
          !/a/b/       → 2: found "/a/b/", which no file's path matches, expected "/a/b/**"
          "/a b/"      → 1: found "/a b/", which no file's path matches, expected "/a b/**"
          /            → 1: found "/", which no file's path matches, expected "/**"
          /a/*/        → 1: found "/a/*/", which no file's path matches, expected "/a/*/**"
          /a/*//b      → 1: found "/a/*//b", which no file's path matches, expected ANOTHER
          /a/*/../b    → 1: found "/a/*/../b", which no file's path matches, expected ANOTHER
          /a/?/./b     → 1: found "/a/?/./b", which no file's path matches, expected ANOTHER
          /a/*/{b,}/c  → 1: found "/a/*/{b,}/c", which no file's path matches, expected ANOTHER
          /a/[.]/c     → 1: found "/a/[.]/c", which no file's path matches, expected ANOTHER
          /a/..        → 1: found "/a/..", which no file's path matches, expected ANOTHER
          """)
  void aPathThatCanNeverMatchIsAMistake(String line, String message) {
    var another =
        "a path that ends in a name and has no \"//\", \"/./\" or \"/../\" after a wildcard";
    assertEquals("1:" + message.replace("ANOTHER", another), configuration.mistakeIn(line));
  }

  @Test
  void theNameOfADirectoryIsAMistakeSinceItDoesNotStandForWhatIsInIt() throws IOException {
    var data = Files.createDirectory(directory.resolve("data"));
    assertEquals(
        "1:1: found \""
            + data
            + "\", which is a directory, expected a file, or \""
            + data
            + "/**\"",
        configuration.mistakeIn(data.toString()));
    assertEquals(
        "1:2: found \"data\", which is a directory, expected a file, or \"data/**\"",
        configuration.mistakeIn("!data"));
  }

  @Test
  void aDirectoryItselfIsMeantByAGlobWithAWildcard() throws Exception {
    var data = Files.createDirectory(directory.resolve("data"));
    assertNotNull(configuration.rules("dat[a]").policyFor(data));
  }

  @Test
  void aNameThatNoFileCanHaveIsAMistake() {
    assertEquals(
        "1:1: found \"/a\\u0000/*\", which can name no file here (Nul character not allowed),"
            + " expected characters of this JVM's encoding for file names, "
            + System.getProperty("sun.jnu.encoding")
            + " (it comes from the locale, such as LC_ALL=C.UTF-8)",
        configuration.mistakeIn("/a\0/*"));
  }

  @Test
  void aMistakeIsToldOnOneLineWhateverTheLineHolds() {
    assertEquals(
        "1:4: found \"\\u001b[1m\\u0007\", expected " + FORMS,
        configuration.mistakeIn("/a \033[1m\007"));
  }
}
