package dev.durable.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentArgumentsTest {

  private static String mistakeIn(String argument) {
    return assertThrows(ConfigurationException.class, () -> AgentArguments.parse(argument))
        .getMessage();
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {" ", ",", " , ,"})
  void noArgumentNamesNoFileAndSetsNothing(String argument) throws ConfigurationException {
    var arguments = AgentArguments.parse(argument);
    assertNull(arguments.file());
    assertNull(arguments.mode());
    assertFalse(arguments.quiet());
    assertFalse(arguments.warnOnStartupError());
  }

  @Test
  void theItemThatIsNoSettingIsTheFile() throws ConfigurationException {
    assertEquals("/etc/durable.conf", AgentArguments.parse("/etc/durable.conf").file());
    assertEquals("C:\\conf\\a.conf", AgentArguments.parse("quiet, C:\\conf\\a.conf ").file());
    assertEquals("mode.conf", AgentArguments.parse("mode.conf").file());
    assertEquals("/srv/a=b/c.conf", AgentArguments.parse("/srv/a=b/c.conf").file());
    assertEquals("my rules", AgentArguments.parse("my rules").file());
  }

  @Test
  void settingsStandInAnyOrder() throws ConfigurationException {
    var arguments =
        AgentArguments.parse("quiet,mode=audit,/etc/durable.conf,on-startup-error=warn");
    assertEquals("/etc/durable.conf", arguments.file());
    assertEquals(Configuration.Mode.AUDIT, arguments.mode());
    assertTrue(arguments.quiet());
    assertTrue(arguments.warnOnStartupError());
  }

  @Test
  void blanksAroundItemsAndValuesDoNotCount() throws ConfigurationException {
    var arguments = AgentArguments.parse(" a.conf , mode = off , on-startup-error = fail ");
    assertEquals("a.conf", arguments.file());
    assertEquals(Configuration.Mode.OFF, arguments.mode());
    assertFalse(arguments.warnOnStartupError());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          "/srv/my rules, new.conf"       | /srv/my rules, new.conf
          "/srv/a \\"b\\" c.conf",quiet   | /srv/a "b" c.conf
          "\\\\server\\share\\a.conf"     | \\server\\share\\a.conf
          "mode=audit"                    | mode=audit
          "quiet"                         | quiet
          """)
  void aQuotedFileMayHaveAnyCharacter(String argument, String file) throws ConfigurationException {
    var arguments = AgentArguments.parse(argument);
    assertEquals(file, arguments.file());
    assertNull(arguments.mode());
  }

  @Test
  void aValueMayBeQuoted() throws ConfigurationException {
    assertEquals(Configuration.Mode.AUDIT, AgentArguments.parse("mode=\"audit\"").mode());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          a.conf,mode=adit  | 13: found mode "adit", expected enforce, audit or off; did you mean audit?
          mode=             | 6: found mode "", expected enforce, audit or off
          mode              | 5: found "mode" without a value, expected "=" and a value
          mode=off,mode=off | 10: found a second mode, expected one
          quiet,quiet       | 7: found a second quiet, expected one
          quiet=true        | 1: found a value for quiet, expected quiet alone
          a.conf,b.conf     | 8: found a second file, expected one
          on-startup-error  | 17: found "on-startup-error" without a value, expected "=" and a value
          on-startup-error=exit | 18: found on-startup-error "exit", expected fail or warn
          mod=audit         | 1: found the setting "mod", expected mode=, report=, on-startup-error= or quiet (a file's name with "=" in it is quoted); did you mean mode?
          level=atomic      | 1: found the setting "level", expected mode=, report=, on-startup-error= or quiet (a file's name with "=" in it is quoted)
          "a.conf           | 1: found an opening quotation mark, expected a closing one after it
          "a.conf\\         | 1: found an opening quotation mark, expected a closing one after it
          "a.conf" b        | 10: found more text after a quoted name, expected a comma or nothing
          quiet,""          | 7: found an empty name, expected the configuration file's name
          """)
  void aMistakeIsToldWithItsColumn(String argument, String message) {
    assertEquals("agent argument:" + message, mistakeIn(argument));
  }

  @Test
  void aFaultyArgumentStillTellsThatItsWriterWantsAWarningOnly() {
    assertTrue(warnOnly("mode=adit,on-startup-error=warn"));
    assertTrue(warnOnly("on-startup-error=warn,\"a.conf"));
    assertFalse(warnOnly("mode=adit"));
    assertFalse(warnOnly("mode=adit,on-startup-error=fail"));
  }

  private static boolean warnOnly(String argument) {
    return assertThrows(ConfigurationException.class, () -> AgentArguments.parse(argument))
        .warnOnly();
  }
}
