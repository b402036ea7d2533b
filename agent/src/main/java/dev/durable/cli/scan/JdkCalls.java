package dev.durable.cli.scan;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * All calls of the JDK that write to a path, as they were found in the class files of the supported
 * JDKs together with docs/coverage.md. A line of the list: class, name, descriptor, guards.
 */
final class JdkCalls {
  private static final String LIST = "calls.txt";

  /** By class, then by name and descriptor. */
  private final Map<String, Map<String, JdkCall>> calls = new HashMap<>();

  private JdkCalls() {}

  static JdkCalls load() throws IOException {
    JdkCalls all = new JdkCalls();
    try (InputStream in = JdkCalls.class.getResourceAsStream(LIST);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line; (line = lines.readLine()) != null; ) {
        if (!line.startsWith("#")) {
          String[] fields = line.split(" ");
          Set<String> guards = new LinkedHashSet<>(Arrays.asList(fields).subList(3, fields.length));
          all.add(
              new JdkCall(fields[0], fields[1], fields[2], Collections.unmodifiableSet(guards)));
        }
      }
    }
    return all;
  }

  private void add(JdkCall call) {
    calls
        .computeIfAbsent(call.owner, owner -> new HashMap<>())
        .put(call.name + call.descriptor, call);
  }

  /** Whether the list has a method of this class. */
  boolean has(String owner) {
    return calls.containsKey(owner);
  }

  /** The call of this method, or null if it isn't in the list. */
  JdkCall find(String owner, String name, String descriptor) {
    Map<String, JdkCall> ofOwner = calls.get(owner);
    return ofOwner == null ? null : ofOwner.get(name + descriptor);
  }

  Collection<Map<String, JdkCall>> all() {
    return calls.values();
  }
}
