package dev.durable.config;

import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Reads the configuration's lines: settings and rules. */
final class ConfigurationParser {
  private static final String MODE_FORM = "mode = enforce|audit|off";
  private static final String FORMS = MODE_FORM + " or report = FILE";

  private final FileSystem fileSystem = FileSystems.getDefault();
  private final PathText paths;
  private final Map<String, String> environment;

  /** The directories besides a rule's own that may keep safety copies. */
  private final List<Path> commonRoots = new ArrayList<Path>();

  private final List<PathPattern> patterns = new ArrayList<PathPattern>();
  private final List<Barrier> barriers = new ArrayList<Barrier>();
  private Configuration.Mode mode;
  private String report;
  private int ruleCount;

  ConfigurationParser(PathText paths, Map<String, String> environment, Path file) {
    this.paths = paths;
    this.environment = environment;
    addRoot(commonRoots, file.getParent());
    addRoot(commonRoots, home());
  }

  /** The mode that the lines set, or null. */
  Configuration.Mode mode() {
    return mode;
  }

  /** The file for the report that the lines set, or null. */
  String report() {
    return report;
  }

  /** How many of the lines were rules. */
  int ruleCount() {
    return ruleCount;
  }

  Rules rules() {
    return new Rules(paths, patterns);
  }

  List<Barrier> barriers() {
    return barriers;
  }

  void read(Line line) throws ConfigurationException {
    if (line.atEnd()) {
      return;
    }
    int start = line.index();
    String name = line.name();
    boolean isWord = !line.hasNext() || line.nextIsBlank();
    line.skipBlanks();
    if (!name.isEmpty() && line.nextIs('=')) {
      line.next();
      line.skipBlanks();
      readSetting(line, start, name);
    } else if (isWord && name.equals(BarrierLine.WORD)) {
      barriers.add(BarrierLine.read(line));
    } else if (isWord && (isSetting(name) || isForArgumentOnly(name))) {
      throw wrongSetting(line, start, name);
    } else {
      line.moveTo(start);
      readRule(line);
    }
  }

  private void readSetting(Line line, int start, String name) throws ConfigurationException {
    if (!isSetting(name)) {
      throw wrongSetting(line, start, name);
    }
    boolean isMode = name.equals(AgentArguments.MODE);
    if (isMode ? mode != null : report != null) {
      throw line.mistake(start, "a second " + name, "one");
    }
    int valueStart = line.index();
    String value = line.atEnd() ? "" : line.word();
    if (isMode) {
      mode = Configuration.Mode.of(line, valueStart, value);
    } else if (value.isEmpty()) {
      throw line.mistake(valueStart, "nothing", "the name of a file for the report");
    } else {
      report = value;
    }
    if (!line.atEnd()) {
      throw line.mistake(
          line.index(),
          Words.quoted(line.word()),
          "nothing after the " + (isMode ? "mode" : "file"));
    }
  }

  private static boolean isSetting(String name) {
    return name.equals(AgentArguments.MODE) || name.equals(AgentArguments.REPORT);
  }

  private static boolean isForArgumentOnly(String name) {
    return name.equals(AgentArguments.QUIET) || name.equals(AgentArguments.ON_STARTUP_ERROR);
  }

  private static ConfigurationException wrongSetting(Line line, int start, String name) {
    String found = Words.quoted(name);
    if (isSetting(name)) {
      return line.mistake(
          start,
          found + " without \"=\"",
          (name.equals(AgentArguments.MODE) ? MODE_FORM : "report = FILE")
              + " (a path: ./"
              + name
              + ")");
    }
    if (isForArgumentOnly(name)) {
      return line.mistake(
          start,
          found + ", which is for the agent's argument only",
          "-javaagent:durable.jar=FILE,"
              + (name.equals(AgentArguments.QUIET)
                  ? AgentArguments.QUIET
                  : AgentArguments.ON_STARTUP_ERROR + "=fail|warn")
              + " (a path: ./"
              + name
              + ")");
    }
    if (name.equals(BarrierLine.WORD)) {
      return line.mistake(
          start, found + " with \"=\"", "barrier and a method (a path with \"=\" in it is quoted)");
    }
    if (Attributes.isName(name)) {
      return line.mistake(start, "the attribute " + found + " without a path", "a path before it");
    }
    return line.mistake(
        start,
        "the setting " + found,
        FORMS
            + " (a path with \"=\" in it is quoted)"
            + Words.hint(name, AgentArguments.MODE, AgentArguments.REPORT));
  }

  private void readRule(Line line) throws ConfigurationException {
    boolean takesOut = line.nextIs('!');
    if (takesOut) {
      line.next();
      if (!line.hasNext() || line.nextIsBlank()) {
        throw line.mistake(line.index() - 1, "\"!\" alone", "a path right after it");
      }
    }
    int start = line.index();
    GlobText text = GlobText.read(line, paths, environment);
    String rule = line.text(start, line.index());
    List<Glob> globs = GlobParser.parse(line, text);
    Attributes attributes = null;
    if (!takesOut) {
      attributes = Attributes.read(line);
    } else if (!line.atEnd()) {
      throw line.mistake(
          line.index(), Words.quoted(line.word()), "nothing after a path that is taken out");
    }
    ruleCount++;
    for (Glob glob : globs) {
      patterns.add(pattern(glob, attributes, rule, line, start, text));
    }
    if (globs.size() == 1) {
      refuseDirectory(patterns.get(patterns.size() - 1), line, start, text);
    }
  }

  private PathPattern pattern(
      Glob glob, Attributes attributes, String rule, Line line, int start, GlobText text)
      throws ConfigurationException {
    String prefix = paths.absolute(glob.prefix());
    int nameStart = prefix.lastIndexOf('/') + 1;
    String directory = paths.rebuilt(prefix.substring(0, nameStart));
    String name = prefix.substring(nameStart);
    Glob rest = glob.rest();
    if (!rest.canFollow(name)) {
      throw line.mistake(
          start,
          text + ", which no file's path matches",
          text.is('/', text.length() - 1)
              ? text.followedBy("**")
              : "a path that ends in a name and has no \"//\", \"/./\" or \"/../\""
                  + " after a wildcard");
    }
    try {
      fileSystem.getPath(glob.literals());
      List<Path> safetyRoots = safetyRoots(fileSystem.getPath(directory));
      return new PathPattern(
          ruleCount,
          line.place(),
          rule,
          attributes == null ? null : attributes.policy(safetyRoots, rule),
          directory,
          name,
          paths.comparable(rest));
    } catch (InvalidPathException e) {
      throw line.mistake(
          start,
          text + ", which can name no file here (" + e.getReason() + ")",
          "characters of this JVM's encoding for file names, "
              + System.getProperty("sun.jnu.encoding")
              + " (it comes from the locale, such as LC_ALL=C.UTF-8)");
    }
  }

  /** Who names a directory means what is in it, which the name alone does not match. */
  private void refuseDirectory(PathPattern pattern, Line line, int start, GlobText text)
      throws ConfigurationException {
    if (pattern.isLiteral() && RealPath.isDirectory(fileSystem.getPath(pattern.prefix()))) {
      throw line.mistake(
          start, text + ", which is a directory", "a file, or " + text.followedBy("/**"));
    }
  }

  private List<Path> safetyRoots(Path directory) {
    List<Path> roots = new ArrayList<Path>();
    addRoot(roots, directory);
    for (Path common : commonRoots) {
      addRoot(roots, common);
    }
    return Collections.unmodifiableList(roots);
  }

  /** Adds a directory, unless it is there already or is the file system's root. */
  private static void addRoot(List<Path> roots, Path directory) {
    if (directory != null && directory.getParent() != null && !roots.contains(directory)) {
      roots.add(directory);
    }
  }

  /** The user's home, or null where it is unknown ("?") or no path. */
  private Path home() {
    try {
      Path home = fileSystem.getPath(System.getProperty("user.home", ""));
      return home.isAbsolute() ? home.normalize() : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }
}
