package dev.durable.weave;

import dev.durable.weave.MethodList.Entry;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Writes the list of the JDK's calls that {@code scan} looks for: docs/coverage.md, by overload.
 */
final class CallList {
  private final Collection<Jdk> jdks;

  CallList(Collection<Jdk> jdks) {
    this.jdks = jdks;
  }

  String text() {
    Map<String, Set<String>> all = new TreeMap<>();
    for (Jdk jdk : jdks) {
      Findings.of(jdk)
          .calls()
          .forEach(
              (call, guards) ->
                  guards.stream()
                      .map(Entry::shortName)
                      .forEach(all.computeIfAbsent(call, c -> new TreeSet<>())::add));
    }
    var text = new StringBuilder();
    text.append(
        "# Generated with docs/coverage.md: class, method and descriptor of each call of\n");
    text.append("# the JDK that writes to a path, and the guarded methods at which it arrives.\n");
    all.forEach(
        (call, guards) -> {
          text.append(call);
          guards.forEach(guard -> text.append(' ').append(guard));
          text.append('\n');
        });
    return text.toString();
  }
}
