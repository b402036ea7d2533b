package dev.durable.tests.fidelity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How files look, name by name: type, mode, owner, number of names and, behind a bar, what a writer
 * of the file changes.
 */
final class View {
  private static final String MISSING = "-";

  private final Map<String, List<String>> files = new TreeMap<>();

  /** A view as a child tells it. */
  static View parse(String text) {
    var view = new View();
    for (String file : text.split(";")) {
      int blank = file.indexOf(' ');
      if (blank > 0) {
        view.add(file.substring(0, blank), file.substring(blank + 1));
      }
    }
    return view;
  }

  void add(String name, String facts) {
    files.computeIfAbsent(name, n -> new ArrayList<>()).add(facts);
    files.get(name).sort(null);
  }

  /** The names at which the two differ; of a loose one, only what is before the bar counts. */
  List<String> differingFrom(View other, Collection<String> loose) {
    var names = new TreeMap<>(files);
    names.putAll(other.files);
    var differing = new ArrayList<String>();
    for (String name : names.keySet()) {
      boolean isLoose = loose.contains(name);
      if (!facts(name, isLoose).equals(other.facts(name, isLoose))) {
        differing.add(name);
      }
    }
    return differing;
  }

  /** The names of what is in the other view and not here. */
  List<String> missingFrom(View other) {
    return other.files.keySet().stream().filter(n -> other.isThere(n) && !isThere(n)).toList();
  }

  private boolean isThere(String name) {
    return !facts(name).equals(MISSING) && !facts(name).contains("NoSuchFileException");
  }

  /** The mode of what has this name; 0 if there is nothing. */
  int mode(String name) {
    String facts = facts(name);
    return facts.equals(MISSING) ? 0 : Integer.parseInt(facts.substring(1).split(" ")[0], 8);
  }

  String facts(String name) {
    return facts(name, false);
  }

  private String facts(String name, boolean loose) {
    List<String> facts = files.get(name);
    if (facts == null) {
      return MISSING;
    }
    return loose ? facts.stream().map(View::strict).toList().toString() : facts.toString();
  }

  private static String strict(String facts) {
    return facts.replaceFirst("\\|.*", "|");
  }
}
