package dev.durable.programs.steps;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a program calls its files: "@" is its directory, and temporary files, whose names differ
 * from run to run, have names of the program's own.
 */
final class Names {
  /** What createTempFile and its like wanted to make, but didn't. */
  private static final Pattern RANDOM = Pattern.compile("\\b(p|pre)\\d{5,}");

  private final String directory;
  private final Map<String, String> temporary = new LinkedHashMap<>();

  Names(String directory) {
    this.directory = directory;
  }

  /** From now on, {@code name} is that file. */
  void call(String name, String file) {
    temporary.put(directory + "/" + name, file);
  }

  /** The real name. */
  String real(String name) {
    String real = directory + name.substring(1);
    return temporary.getOrDefault(real, real);
  }

  /** The name that it would have if it were no temporary file's. */
  String literal(String name) {
    return directory + name.substring(1);
  }

  Iterable<String> temporary() {
    return temporary.keySet();
  }

  /** What it is called in the program. */
  String inProgram(String real) {
    return "@" + real.substring(directory.length());
  }

  /** A text as it would be if the directory and the temporary files had these names. */
  String hidden(String text) {
    for (Map.Entry<String, String> name : temporary.entrySet()) {
      text = text.replace(name.getValue(), name.getKey());
      text = text.replace(last(name.getValue()), last(name.getKey()));
    }
    String above = directory.substring(0, directory.lastIndexOf('/'));
    text = text.replace(directory, "@").replace(above, "@/..");
    return RANDOM.matcher(text).replaceAll("$1#");
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
