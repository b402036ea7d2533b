package dev.durable.config;

/**
 * What stands after {@code -javaagent:durable.jar=}: items separated by commas, in any order. The
 * settings are {@code mode=enforce|audit|off}, {@code report=FILE}, {@code quiet} and {@code
 * on-startup-error=fail|warn}; the item that is none is the configuration file. A file or a value
 * may be {@code "quoted"}, in which {@code \"} and {@code \\} stand for the character itself.
 */
public final class AgentArguments {
  static final String MODE = "mode";
  static final String QUIET = "quiet";
  static final String ON_STARTUP_ERROR = "on-startup-error";
  static final String REPORT = "report";

  private final Line line;
  private String file;
  private Configuration.Mode mode;
  private boolean quiet;
  private String onStartupError;
  private String report;

  private AgentArguments(String text) {
    line = new Line("agent argument", text);
  }

  /**
   * Reads the agent's argument.
   *
   * @param text null or empty for none
   * @throws ConfigurationException where it is faulty; its {@link ConfigurationException#warnOnly}
   *     then tells whether the faulty text has {@code on-startup-error=warn} in it
   */
  public static AgentArguments parse(String text) throws ConfigurationException {
    String given = text == null ? "" : text;
    AgentArguments arguments = new AgentArguments(given);
    try {
      arguments.readItems();
    } catch (ConfigurationException e) {
      throw new ConfigurationException(e.getMessage(), given.contains(ON_STARTUP_ERROR + "=warn"));
    }
    return arguments;
  }

  /** Those that name a file and say nothing else. */
  public static AgentArguments ofFile(String name) {
    AgentArguments arguments = new AgentArguments(name);
    arguments.file = name;
    return arguments;
  }

  /** Whether the agent's own lines, other than warnings and errors, are to be left out. */
  public boolean quiet() {
    return quiet;
  }

  /** Whether a mistake in the configuration is to be a warning and not the end of the start. */
  public boolean warnOnStartupError() {
    return "warn".equals(onStartupError);
  }

  /** The configuration file as named, or null. */
  String file() {
    return file;
  }

  /** The file for the report of an audit, which overrides the configuration's, or null. */
  String report() {
    return report;
  }

  /** The mode that overrides the file's, or null. */
  Configuration.Mode mode() {
    return mode;
  }

  private void readItems() throws ConfigurationException {
    line.skipBlanks();
    while (line.hasNext()) {
      if (!line.nextIs(',')) {
        readItem();
      }
      line.skipBlanks();
      if (line.hasNext() && line.next() != ',') {
        throw line.mistake(line.index() - 1, "more text after a quoted name", "a comma or nothing");
      }
      line.skipBlanks();
    }
  }

  private void readItem() throws ConfigurationException {
    int start = line.index();
    String name = line.name();
    int afterName = line.index();
    line.skipBlanks();
    boolean itemEnds = !line.hasNext() || line.nextIs(',');
    if (!name.isEmpty() && line.nextIs('=')) {
      line.next();
      line.skipBlanks();
      readSetting(start, name);
    } else if (itemEnds && QUIET.equals(name)) {
      only(start, quiet, QUIET);
      quiet = true;
    } else if (itemEnds
        && (MODE.equals(name) || ON_STARTUP_ERROR.equals(name) || REPORT.equals(name))) {
      throw line.mistake(afterName, Words.quoted(name) + " without a value", "\"=\" and a value");
    } else {
      line.moveTo(start);
      only(start, file != null, "file");
      file = value();
      if (file.isEmpty()) {
        throw line.mistake(start, "an empty name", "the configuration file's name");
      }
    }
  }

  private void readSetting(int start, String name) throws ConfigurationException {
    int valueStart = line.index();
    String value = value();
    if (MODE.equals(name)) {
      only(start, mode != null, MODE);
      mode = Configuration.Mode.of(line, valueStart, value);
    } else if (ON_STARTUP_ERROR.equals(name)) {
      only(start, onStartupError != null, ON_STARTUP_ERROR);
      line.choice(valueStart, ON_STARTUP_ERROR, value, "fail", "warn");
      onStartupError = value;
    } else if (REPORT.equals(name)) {
      only(start, report != null, REPORT);
      report = value;
      if (report.isEmpty()) {
        throw line.mistake(valueStart, "an empty name", "the name of a file for the report");
      }
    } else if (QUIET.equals(name)) {
      throw line.mistake(start, "a value for quiet", "quiet alone");
    } else {
      throw line.mistake(
          start,
          "the setting " + Words.quoted(name),
          Words.oneOf(MODE + "=", REPORT + "=", ON_STARTUP_ERROR + "=", QUIET)
              + " (a file's name with \"=\" in it is quoted)"
              + Words.hint(name, MODE, REPORT, ON_STARTUP_ERROR, QUIET));
    }
  }

  private void only(int start, boolean given, String what) throws ConfigurationException {
    if (given) {
      throw line.mistake(start, "a second " + what, "one");
    }
  }

  /** What stands here up to the next comma, or in quotation marks. */
  private String value() throws ConfigurationException {
    StringBuilder value = new StringBuilder();
    if (!line.nextIs('"')) {
      while (line.hasNext() && !line.nextIs(',')) {
        value.append(line.next());
      }
      return value.toString().trim();
    }
    int start = line.index();
    line.next();
    while (!line.nextIs('"')) {
      if (line.nextIs('\\')) {
        line.next();
        if (!line.nextIs('"') && !line.nextIs('\\')) {
          value.append('\\');
        }
      }
      if (!line.hasNext()) {
        throw line.mistake(start, "an opening quotation mark", "a closing one after it");
      }
      value.append(line.next());
    }
    line.next();
    return value.toString();
  }
}
