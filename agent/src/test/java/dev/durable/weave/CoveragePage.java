package dev.durable.weave;

import static java.util.stream.Collectors.joining;

import dev.durable.weave.Coverage.Lists;
import dev.durable.weave.Findings.Api;
import dev.durable.weave.MethodList.Entry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Writes docs/coverage.md from what was found out about the JDKs. */
final class CoveragePage {
  /** Packages that get a table of their own. */
  private static final Pattern BASE =
      Pattern.compile("java\\.(io|lang|nio|util)(\\.(?!logging|prefs).*)?");

  private static final String OTHERS = "Other packages";

  private final Collection<Jdk> jdks;
  private final StringBuilder page = new StringBuilder();

  CoveragePage(Collection<Jdk> jdks) {
    this.jdks = jdks;
  }

  String text() {
    page.append(
        """
        <!-- Generated. To write it anew: \
        mvn -pl agent test -Dtest=CoveragePageTest -Dcoverage.write -->

        # Coverage

        The public methods of the JDK that can create, write, move, link or delete a file by its \
        path, and what becomes of that on a protected path: Java 8, 11, 17, 21 and 25, on Linux.

        A few methods are guarded, and the others get at files through these. That there is no \
        other way is a test: `CoverageTest` reads all class files of a JDK, starts at the native \
        methods at which Java leaves for the kernel, and goes back through all callers to the \
        public API, stopping where a guard stands. It fails for a public method that it reaches, \
        unless that is one of the [exceptions](#exceptions), and for a native method of which \
        nobody has said what it does. So a JDK with a new way of writing files turns the build red.

        ## Guarded methods

        What happens on a protected path; [guarantees.md](guarantees.md) has the details. On other \
        paths these methods do what they always do.

        """);
    about("what happens", Lists.OF_THE_JDK.guarded(), byFeature(Findings::guards));
    page.append(
        """

        ## Exceptions

        Public methods that reach the kernel without a guard:

        """);
    about("why", Lists.OF_THE_JDK.exceptions(), byFeature(Findings::exceptions));
    page.append(
        """

        Out of reach, since native code writes the file and no Java method does:

        """);
    about("what", Lists.OF_THE_JDK.beyond(), byFeature(Findings::beyond));
    page.append(
        """

        ## The public API

        Where an application names the file, and the guarded method at which that path arrives. \
        Overloads are taken together; `new` stands for constructors. These tables come from \
        following paths through the class files, which loses sight of some that are kept in other \
        objects: a method that is missing here arrives at a guarded one all the same.
        """);
    Map<String, Map<Api, Map<Entry, Set<Integer>>>> parts = new TreeMap<>();
    given()
        .forEach(
            (api, guards) ->
                parts
                    .computeIfAbsent(
                        BASE.matcher(api.inPackage()).matches() ? api.inPackage() : OTHERS,
                        part -> new TreeMap<>())
                    .put(api, guards));
    Map<Api, Map<Entry, Set<Integer>>> others = parts.remove(OTHERS);
    parts.forEach(this::part);
    part(OTHERS, others);
    return page.toString();
  }

  /** A table of methods of which the same is to be said together. */
  private void about(String head, MethodList list, Map<Entry, Set<Integer>> features) {
    Map<List<String>, List<String>> rows = new LinkedHashMap<>();
    for (Entry entry : list.entries()) {
      String range = range(features.getOrDefault(entry, Set.of()));
      rows.computeIfAbsent(List.of(range, entry.about()), same -> new ArrayList<>())
          .add(code(entry.toString()));
    }
    row("method", "Java", head);
    row("---", "---", "---");
    rows.forEach((said, methods) -> row(String.join("<br>", methods), said.get(0), said.get(1)));
  }

  /** The public methods of a package, or of all the lesser ones. */
  private void part(String title, Map<Api, Map<Entry, Set<Integer>>> methods) {
    Map<List<String>, List<String>> rows = new LinkedHashMap<>();
    methods.forEach(
        (api, guards) -> {
          Set<Integer> features = new TreeSet<>();
          guards.values().forEach(features::addAll);
          String type = title.equals(OTHERS) ? api.inPackage() + '.' + api.type() : api.type();
          rows.computeIfAbsent(
                  List.of(code(type), range(features), through(guards, features)),
                  same -> new ArrayList<>())
              .add(code(api.name()));
        });
    page.append("\n### ").append(title).append("\n\n");
    row("class", "methods", "Java", "through");
    row("---", "---", "---", "---");
    rows.forEach(
        (said, names) -> row(said.get(0), String.join(", ", names), said.get(1), said.get(2)));
  }

  private Map<Api, Map<Entry, Set<Integer>>> given() {
    Map<Api, Map<Entry, Set<Integer>>> all = new TreeMap<>();
    for (Jdk jdk : jdks) {
      Findings.of(jdk)
          .given()
          .forEach(
              (api, guards) ->
                  guards.forEach(
                      guard ->
                          all.computeIfAbsent(api, a -> new LinkedHashMap<>())
                              .computeIfAbsent(guard, g -> new TreeSet<>())
                              .add(jdk.feature())));
    }
    return all;
  }

  private String through(Map<Entry, Set<Integer>> guards, Set<Integer> features) {
    Map<String, Set<Integer>> names = new TreeMap<>();
    guards.forEach(
        (guard, in) -> names.computeIfAbsent(guard.shortName(), n -> new TreeSet<>()).addAll(in));
    return names.entrySet().stream()
        .map(
            each ->
                code(each.getKey())
                    + (each.getValue().equals(features) ? "" : " (" + range(each.getValue()) + ")"))
        .collect(joining(", "));
  }

  private Map<Entry, Set<Integer>> byFeature(Function<Findings, Set<Entry>> part) {
    Map<Entry, Set<Integer>> all = new LinkedHashMap<>();
    for (Jdk jdk : jdks) {
      for (Entry entry : part.apply(Findings.of(jdk))) {
        all.computeIfAbsent(entry, e -> new TreeSet<>()).add(jdk.feature());
      }
    }
    return all;
  }

  /** Versions that follow each other, as the first and the last of them. */
  private String range(Set<Integer> features) {
    var parts = new ArrayList<String>();
    Integer first = null;
    Integer last = null;
    for (Jdk jdk : jdks) {
      if (features.contains(jdk.feature())) {
        first = first == null ? jdk.feature() : first;
        last = jdk.feature();
      } else if (first != null) {
        parts.add(first.equals(last) ? "" + first : first + "–" + last);
        first = null;
      }
    }
    if (first != null) {
      parts.add(first.equals(last) ? "" + first : first + "–" + last);
    }
    return String.join(", ", parts);
  }

  private static String code(String text) {
    return '`' + text + '`';
  }

  private void row(String... cells) {
    page.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
