package dev.durable.weave;

import dev.durable.weave.CallGraph.Method;
import dev.durable.weave.Coverage.Lists;
import dev.durable.weave.MethodList.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was found out about a JDK with the agent's guards; its classes are read once.
 *
 * @param unknownNatives see {@link Coverage#unknownNatives()}
 * @param unprotected see {@link Coverage#unprotected()}
 * @param unlistedGuards see {@link Coverage#unlistedGuards()}
 * @param calls see {@link Coverage#given} and {@link Coverage#excepted}: by the class, name and
 *     descriptor of a call
 * @param given the same, with overloads taken together
 * @param met the entries of the lists that fit something
 */
record Findings(
    Set<String> unknownNatives,
    Map<String, String> unprotected,
    Set<String> unlistedGuards,
    Set<Entry> guards,
    Set<Entry> exceptions,
    Set<Entry> beyond,
    Map<String, Set<Entry>> calls,
    Map<Api, Set<Entry>> given,
    Set<Entry> met) {

  /** A method of the public API, or all of its overloads. */
  record Api(String inPackage, String type, String name) implements Comparable<Api> {
    static Api of(Method method) {
      String owner = method.owner.name;
      int slash = owner.lastIndexOf('/');
      String type = owner.substring(slash + 1).replace('$', '.');
      String name = method.name.equals("<init>") ? "new" : method.name;
      return new Api(owner.substring(0, slash).replace('/', '.'), type, name);
    }

    @Override
    public int compareTo(Api other) {
      return toString().compareTo(other.toString());
    }
  }

  private static final Map<Jdk, Findings> KNOWN = new ConcurrentHashMap<>();

  static Findings of(Jdk jdk) {
    return KNOWN.computeIfAbsent(jdk, Findings::find);
  }

  private static String call(Method method) {
    return method.owner.name + ' ' + method.name + ' ' + method.descriptor;
  }

  private static Findings find(Jdk jdk) {
    try (var classes = new JdkClasses(jdk)) {
      var coverage = new Coverage(classes, Lists.OF_THE_JDK, AllGuards.list());
      var calls = new TreeMap<String, Set<Entry>>();
      var given = new TreeMap<Api, Set<Entry>>();
      coverage
          .given()
          .forEach(
              (method, through) -> {
                calls.put(call(method), through);
                given.computeIfAbsent(Api.of(method), api -> new LinkedHashSet<>()).addAll(through);
              });
      coverage.excepted().forEach(method -> calls.put(call(method), Set.of()));
      var unknown = coverage.unknownNatives();
      var unprotected = coverage.unprotected();
      return new Findings(
          unknown,
          unprotected,
          coverage.unlistedGuards(),
          coverage.guards(),
          coverage.exceptions(),
          coverage.beyond(),
          calls,
          given,
          coverage.met());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
