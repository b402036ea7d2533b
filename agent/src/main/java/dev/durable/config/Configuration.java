package dev.durable.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** What the user has configured: the mode, the rules and the barriers. */
public final class Configuration {

  /** What is done with the writes to protected paths. */
  public enum Mode {
    /** They are made crash-safe. */
    ENFORCE,
    /** They are let through as they are, and reported. */
    AUDIT,
    /** They are let through as they are. */
    OFF;

    /** The mode that the value at that place names. */
    static Mode of(Line line, int index, String value) throws ConfigurationException {
      return values()[line.choice(index, "mode", value, "enforce", "audit", "off")];
    }
  }

  private final Mode mode;
  private final Path file;
  private final int ruleCount;
  private final Rules rules;
  private final Path report;
  private final List<Barrier> barriers;

  private Configuration(
      Mode mode, Path file, int ruleCount, Rules rules, Path report, List<Barrier> barriers) {
    this.report = report;
    this.mode = mode;
    this.barriers = barriers;
    this.file = file;
    this.ruleCount = ruleCount;
    this.rules = rules;
  }

  /**
   * Reads the configuration file: the one that the argument names, else that of {@code
   * DURABLE_CONFIG} in the environment, else {@code durable.conf} in the working directory.
   *
   * @throws ConfigurationException if there is none, if it cannot be read, or for the first mistake
   *     in it
   */
  public static Configuration load(AgentArguments arguments) throws ConfigurationException {
    try {
      return load(arguments, System.getenv(), Paths.get("").toAbsolutePath());
    } catch (ConfigurationException e) {
      throw new ConfigurationException(e.getMessage(), arguments.warnOnStartupError());
    }
  }

  static Configuration load(
      AgentArguments arguments, Map<String, String> environment, Path workingDirectory)
      throws ConfigurationException {
    ConfigurationFile file = ConfigurationFile.locate(arguments, environment, workingDirectory);
    boolean windows = workingDirectory.getFileSystem().getSeparator().equals("\\");
    PathText paths = new PathText(windows, workingDirectory.toString());
    ConfigurationParser parser = new ConfigurationParser(paths, environment, file.path());
    for (Line line : file.lines()) {
      parser.read(line);
    }
    Mode mode = arguments.mode() != null ? arguments.mode() : parser.mode();
    Rules rules = parser.rules();
    // Loads the classes that a decision needs now, not within a call of the application.
    rules.policyThroughLinks(file.path().toString(), file.path());
    String report = arguments.report() != null ? arguments.report() : parser.report();
    return new Configuration(
        mode == null ? Mode.ENFORCE : mode,
        file.path(),
        parser.ruleCount(),
        rules,
        report == null ? null : path(report, workingDirectory),
        Collections.unmodifiableList(parser.barriers()));
  }

  private static Path path(String report, Path workingDirectory) throws ConfigurationException {
    try {
      return workingDirectory.resolve(report);
    } catch (InvalidPathException e) {
      throw new ConfigurationException(
          "found report=" + report + ", expected the name of a file (" + e.getReason() + ")");
    }
  }

  public Mode mode() {
    return mode;
  }

  /** The file that was read; absolute. */
  public Path file() {
    return file;
  }

  /** How many lines of the file are rules, those that take out included. */
  public int ruleCount() {
    return ruleCount;
  }

  /** How many rules and, if there are any, barriers there are, as a text. */
  public String rulesInWords() {
    String rules = ruleCount + (ruleCount == 1 ? " rule" : " rules");
    int more = barriers.size();
    return more == 0 ? rules : rules + ", " + more + (more == 1 ? " barrier" : " barriers");
  }

  /** Where the report of an audit is to be written; absolute, or null for nowhere. */
  public Path report() {
    return report;
  }

  public Rules rules() {
    return rules;
  }

  /** The lines that name methods, in their order; empty in most configurations. */
  public List<Barrier> barriers() {
    return barriers;
  }
}
