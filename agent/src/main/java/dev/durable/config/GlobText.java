package dev.durable.config;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.Set;

/**
 * A glob as the configuration gives it, quotation marks removed and {@code ${…}} substituted. Of
 * each character it is known where in the line it came from, and whether it was substituted: such a
 * character stands for itself, whatever it means in a glob.
 *
 * <p>Quoted or not, a backslash is the glob's own: it makes the next character stand for itself,
 * and so keeps a blank or a quotation mark from ending the name.
 */
final class GlobText {
  private final StringBuilder text = new StringBuilder();
  private final BitSet substituted = new BitSet();
  private int[] origins = new int[16];
  private final PathText paths;
  private String written;
  private int end;

  private GlobText(PathText paths) {
    this.paths = paths;
  }

  /** Reads the path that stands next in the line. */
  static GlobText read(Line line, PathText paths, Map<String, String> environment)
      throws ConfigurationException {
    GlobText glob = new GlobText(paths);
    int start = line.index();
    boolean quoted = line.nextIs('"');
    if (quoted) {
      line.next();
    }
    while (quoted ? !line.nextIs('"') : line.hasNext() && !line.nextIsBlank()) {
      if (!line.hasNext()) {
        throw line.mistake(start, "an opening quotation mark", "a closing one after it");
      }
      if (line.nextIs('"')) {
        throw line.mistake(
            line.index(),
            "a quotation mark within a name",
            "the whole name in quotation marks, or \\\" for the character itself");
      }
      glob.readNext(line, environment);
    }
    glob.end = line.index();
    glob.written = line.text(quoted ? start + 1 : start, glob.end);
    if (glob.length() == 0) {
      throw line.mistake(start, "an empty name", "a path");
    }
    if (quoted) {
      line.next();
      if (line.hasNext() && !line.nextIsBlank()) {
        throw line.mistake(line.index(), "more text after a closing quotation mark", "a blank");
      }
    }
    return glob;
  }

  private void readNext(Line line, Map<String, String> environment) throws ConfigurationException {
    int index = line.index();
    char c = line.next();
    if (c == '$' && line.nextIs('{')) {
      line.moveTo(index);
      substitute(line, environment);
      return;
    }
    append(c, index, false);
    if (c == '\\' && line.hasNext()) {
      append(line.next(), index + 1, false);
    }
  }

  private void substitute(Line line, Map<String, String> environment)
      throws ConfigurationException {
    int index = line.index();
    while (line.next() != '}') {
      if (!line.hasNext()) {
        throw line.mistake(index, "\"${\"", "a closing \"}\" after it");
      }
    }
    String reference = line.text(index, line.index());
    String name = reference.substring(2, reference.length() - 1);
    boolean isVariable = name.startsWith("env:");
    if (isVariable) {
      name = name.substring(4);
    }
    String value =
        isVariable ? environment.get(name) : name.isEmpty() ? null : System.getProperty(name);
    if (value == null) {
      Set<String> known =
          isVariable ? environment.keySet() : System.getProperties().stringPropertyNames();
      throw line.mistake(
          index,
          Words.quoted(reference),
          "the name of "
              + (isVariable ? "an environment variable" : "a system property")
              + " that is set"
              + Words.hint(name, known.toArray(new String[0])));
    }
    if (value.isEmpty()) {
      // It would turn ${dir}/** into all of the file system, by accident.
      throw line.mistake(index, Words.quoted(reference) + ", which is empty", "a value in it");
    }
    value = paths.withSlashes(value);
    for (int i = 0; i < value.length(); i++) {
      append(value.charAt(i), index, true);
    }
  }

  private void append(char c, int origin, boolean isSubstituted) {
    if (text.length() == origins.length) {
      origins = Arrays.copyOf(origins, 2 * origins.length);
    }
    origins[text.length()] = origin;
    substituted.set(text.length(), isSubstituted);
    text.append(c);
  }

  int length() {
    return text.length();
  }

  /** Whether at this place stands this character of the glob's syntax. */
  boolean is(char c, int index) {
    return index < text.length() && text.charAt(index) == c && !substituted.get(index);
  }

  int codePoint(int index) {
    return text.codePointAt(index);
  }

  /** Where in the line this character came from; for the end, where the glob ends. */
  int origin(int index) {
    return index < text.length() ? origins[index] : end;
  }

  /** As the line has it, in quotation marks. */
  @Override
  public String toString() {
    return followedBy("");
  }

  /** As the line has it with something after it, in quotation marks. */
  String followedBy(String more) {
    return Words.quoted(written + more);
  }
}
