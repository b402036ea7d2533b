package dev.durable.weave;

import dev.durable.weave.CallGraph.Method;
import dev.durable.weave.CallGraph.Node;
import dev.durable.weave.MethodList.Entry;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * How the public API of a JDK gets at files: from the native methods at which Java leaves for the
 * kernel backwards, through all that calls them, up to where a guard stands in the way.
 */
final class Coverage {
  /**
   * What is known of the JDK's methods.
   *
   * @param sinks native methods that create, write, move, link or delete
   * @param harmless native methods that don't
   * @param beyond native methods that write files by themselves
   * @param reading methods on the way to a sink that don't write what they are given
   * @param elsewhere methods on the way to a guarded one that don't write to the path they are
   *     given
   * @param guarded methods whose guards protect
   * @param onlookers methods whose guards answer, but protect nothing
   * @param exceptions public methods that need no guard
   * @param also public methods that write, but whose paths can't be followed
   */
  record Lists(
      MethodList sinks,
      MethodList harmless,
      MethodList beyond,
      MethodList reading,
      MethodList elsewhere,
      MethodList guarded,
      MethodList onlookers,
      MethodList exceptions,
      MethodList also) {
    static final Lists OF_THE_JDK =
        new Lists(
            MethodList.read("sinks.txt"),
            MethodList.read("harmless-natives.txt"),
            MethodList.read("beyond.txt"),
            MethodList.read("reading.txt"),
            MethodList.read("elsewhere.txt"),
            MethodList.read("guarded.txt"),
            MethodList.read("onlookers.txt"),
            MethodList.read("exceptions.txt"),
            MethodList.read("also.txt"));

    List<MethodList> all() {
      return List.of(
          sinks, harmless, beyond, reading, elsewhere, guarded, onlookers, exceptions, also);
    }
  }

  /** Whose native methods take paths as addresses, too. */
  private static final Set<String> OF_FILES = Set.of("java/io", "sun/nio/fs", "sun/nio/ch");

  private final CallGraph graph = new CallGraph();
  private final ClassFiles classes;
  private final Lists lists;
  private final Set<Method> guarded = new LinkedHashSet<>();
  private final Set<String> unlisted = new TreeSet<>();
  private final List<Method> natives = new ArrayList<>();
  private final Set<Entry> met = new HashSet<>();

  /** Reads all classes, and weaves those that {@code guards} are for. */
  Coverage(ClassFiles classes, Lists lists, List<Guard> guards) throws IOException {
    this.classes = classes;
    this.lists = lists;
    classes.visit(this::read);
    var woven = new Woven(guards);
    for (String owner : woven.owners()) {
      if (graph.has(owner)) {
        woven.weave(owner, classes.read(owner));
      }
    }
    guard(woven);
  }

  private void read(byte[] bytes, String module, boolean exported) {
    Node node = graph.read(bytes, exported);
    String name = node.name;
    boolean ofFiles =
        name.contains("/") && OF_FILES.contains(name.substring(0, name.lastIndexOf('/')));
    for (Method method : node.methods.values()) {
      if (method.is(Opcodes.ACC_NATIVE)
          && (ofFiles && mayTakeAddress(method)
              || (ofFiles || module.equals("java.base")) && takesText(method, ofFiles))) {
        natives.add(method);
      }
    }
  }

  private void guard(Woven woven) {
    for (String owner : woven.owners()) {
      for (Method method : graph.methods(owner, "*")) {
        if (woven.answersFor(method)) {
          if (find(lists.guarded, method) != null) {
            guarded.add(method);
          } else if (find(lists.onlookers, method) == null) {
            unlisted.add(method.toString());
          }
        }
      }
    }
  }

  /** Methods whose guards answer, and of which nobody has said whether that protects. */
  Set<String> unlistedGuards() {
    return unlisted;
  }

  /** A long that isn't a position in an open file. */
  private static boolean mayTakeAddress(Method method) {
    boolean address = false;
    for (Type type : Type.getArgumentTypes(method.descriptor)) {
      if (type.getDescriptor().equals("Ljava/io/FileDescriptor;")) {
        return false;
      }
      address |= type == Type.LONG_TYPE;
    }
    return address;
  }

  private static boolean takesText(Method method, boolean alsoBytes) {
    for (Type type : Type.getArgumentTypes(method.descriptor)) {
      String descriptor = type.getDescriptor();
      if (descriptor.equals("Ljava/lang/String;")
          || descriptor.equals("Ljava/io/File;")
          || alsoBytes && descriptor.equals("[B")) {
        return true;
      }
    }
    return false;
  }

  /** Native methods that take what may be a path, and of which nobody has said what they do. */
  Set<String> unknownNatives() {
    var unknown = new TreeSet<String>();
    for (Method method : natives) {
      if (find(lists.sinks, method) == null
          && find(lists.harmless, method) == null
          && find(lists.beyond, method) == null) {
        unknown.add(method.toString());
      }
    }
    return unknown;
  }

  /** The guards that are in place, as they are listed. */
  Set<Entry> guards() {
    var found = new LinkedHashSet<Entry>();
    for (Method method : guarded) {
      found.add(lists.guarded.of(method));
    }
    return found;
  }

  /** Methods of the public API with the way on which they reach the kernel past all guards. */
  Map<String, String> unprotected() {
    return unprotected(null, Integer.MAX_VALUE);
  }

  /**
   * As {@link #unprotected()}, if {@code missing} weren't guarded.
   *
   * @param most how many are enough to know
   */
  Map<String, String> unprotected(Entry missing, int most) {
    var found = new TreeMap<String, String>();
    var next = new LinkedHashMap<Method, Method>();
    Deque<Method> waiting = new ArrayDeque<>();
    for (Method sink : all(lists.sinks)) {
      next.put(sink, null);
      waiting.add(sink);
    }
    while (!waiting.isEmpty() && found.size() < most) {
      Method method = waiting.remove();
      for (Method api : graph.apiOf(method)) {
        if (find(lists.exceptions, api) == null) {
          found.put(api.toString(), way(method, next));
        }
      }
      for (Method caller : graph.callers(method)) {
        boolean stands = guarded.contains(caller) && (missing == null || !missing.fits(caller));
        if (!stands && !next.containsKey(caller) && find(lists.reading, caller) == null) {
          next.put(caller, method);
          waiting.add(caller);
        }
      }
    }
    return found;
  }

  private static String way(Method method, Map<Method, Method> next) {
    var way = new StringBuilder();
    for (Method at = method; at != null; at = next.get(at)) {
      way.append("\n    -> ").append(at);
    }
    return way.toString();
  }

  /** The public API's methods that take a file's path to a guarded method, and to which. */
  Map<Method, Set<Entry>> given() {
    Map<Method, Set<Entry>> given = new LinkedHashMap<>();
    var flow =
        new PathFlow(graph, classes, guarded, caller -> find(lists.elsewhere, caller) != null);
    flow.toApi()
        .forEach(
            (method, through) -> {
              var entries = given.computeIfAbsent(method, m -> new LinkedHashSet<>());
              through.forEach(each -> entries.add(lists.guarded.of(each)));
            });
    for (Entry also : lists.also.entries()) {
      for (Method method : graph.methods(also.owner(), also.name())) {
        met.add(also);
        lists.guarded.entries().stream()
            .filter(each -> each.toString().equals(also.about()))
            .forEach(each -> given.computeIfAbsent(method, m -> new LinkedHashSet<>()).add(each));
      }
    }
    return given;
  }

  /** What writes by itself, in native code. */
  Set<Entry> beyond() {
    var found = new LinkedHashSet<Entry>();
    all(lists.beyond).forEach(method -> found.add(lists.beyond.of(method)));
    return found;
  }

  /** The methods that the exceptions are about. */
  Set<Method> excepted() {
    return new LinkedHashSet<>(all(lists.exceptions));
  }

  /** The exceptions that this JDK needs. */
  Set<Entry> exceptions() {
    var found = new LinkedHashSet<>(lists.exceptions.entries());
    found.retainAll(met);
    return found;
  }

  /** All entries of the lists that have been of use so far. */
  Set<Entry> met() {
    all(lists.sinks);
    all(lists.beyond);
    return met;
  }

  private List<Method> all(MethodList list) {
    var found = new ArrayList<Method>();
    for (Entry entry : list.entries()) {
      for (Method method : graph.methods(entry.owner(), entry.name())) {
        if (find(list, method) == entry) {
          found.add(method);
        }
      }
    }
    return found;
  }

  private Entry find(MethodList list, Method method) {
    Entry entry = list.of(method);
    if (entry != null) {
      met.add(entry);
    }
    return entry;
  }
}
