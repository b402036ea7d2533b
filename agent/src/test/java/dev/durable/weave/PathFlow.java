package dev.durable.weave;

import dev.durable.weave.CallGraph.Method;
import dev.durable.weave.CallGraph.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Follows paths backwards: from the parameters by which methods get the path of a file that they
 * write, through calls, fields and what is made of other values, to the parameters of the public
 * API where an application names the file.
 */
final class PathFlow {
  /** A parameter of a method, the object itself being the first; or, without method, a field. */
  private record Place(Method method, int parameter, String field) {}

  private final CallGraph graph;
  private final ClassFiles files;
  private final Set<Method> guarded;
  private final Predicate<Method> isHarmless;
  private final Map<Method, Flows> flows = new HashMap<>();
  private final Map<Node, ClassNode> classes = new HashMap<>();

  /** The ends of the paths that pass through a place. */
  private final Map<Place, Set<Method>> ends = new LinkedHashMap<>();

  private final Deque<Place> waiting = new ArrayDeque<>();

  /**
   * @param guarded where paths end
   * @param isHarmless whether a method doesn't write to the path that it is given
   */
  PathFlow(CallGraph graph, ClassFiles files, Set<Method> guarded, Predicate<Method> isHarmless) {
    this.graph = graph;
    this.files = files;
    this.guarded = guarded;
    this.isHarmless = isHarmless;
  }

  /** The methods of the public API from which paths come, with the guarded ones where they end. */
  Map<Method, Set<Method>> toApi() {
    for (Method method : guarded) {
      Type[] parameters = locals(method);
      for (int i = 0; i < parameters.length; i++) {
        if (Origins.isPath(parameters[i])) {
          reach(new Place(method, i, null), Set.of(method));
        }
      }
    }
    while (!waiting.isEmpty()) {
      Place place = waiting.remove();
      Set<Method> through = ends.get(place);
      if (place.method != null) {
        callersOf(place, through);
      } else {
        storesTo(place, through);
      }
    }
    Map<Method, Set<Method>> api = new HashMap<>();
    for (Map.Entry<Place, Set<Method>> entry : ends.entrySet()) {
      Method method = entry.getKey().method;
      if (method != null) {
        for (Method each : graph.apiOf(method)) {
          api.computeIfAbsent(each, e -> new LinkedHashSet<>()).addAll(entry.getValue());
        }
      }
    }
    return api;
  }

  private void reach(Place place, Set<Method> through) {
    if (ends.computeIfAbsent(place, p -> new LinkedHashSet<>()).addAll(through)
        && !waiting.contains(place)) {
      waiting.add(place);
    }
  }

  private void callersOf(Place place, Set<Method> through) {
    String selector = place.method.selector();
    for (Method caller : graph.callers(place.method)) {
      for (Flows.Call call : flows(caller).calls) {
        if (call.selector().equals(selector)
            && graph.mayReach(graph.node(call.owner()), place.method)
            && place.parameter < call.arguments().size()) {
          reachAll(caller, call.arguments().get(place.parameter), through);
        }
      }
    }
  }

  private void storesTo(Place place, Set<Method> through) {
    for (Method method : graph.storing(place.field)) {
      Set<Origins.Origin> stored = flows(method).stores.get(place.field);
      if (stored != null) {
        reachAll(method, stored, through);
      }
    }
  }

  private void reachAll(Method method, Set<Origins.Origin> origins, Set<Method> through) {
    if (isHarmless.test(method)) {
      return;
    }
    if (guarded.contains(method)) {
      // The first guard on the way decides.
      through = Set.of(method);
    }
    boolean called = method.isApi() || !graph.callers(method).isEmpty();
    for (Origins.Origin origin : origins) {
      if (origin.field() != null && called) {
        reach(new Place(null, 0, origin.field()), through);
      } else if (origin.field() == null) {
        reach(new Place(method, origin.parameter(), null), through);
      }
    }
  }

  private static Type[] locals(Method method) {
    Type[] parameters = Type.getArgumentTypes(method.descriptor);
    if (method.is(Opcodes.ACC_STATIC)) {
      return parameters;
    }
    Type[] locals = new Type[parameters.length + 1];
    locals[0] = Type.getObjectType(method.owner.name);
    System.arraycopy(parameters, 0, locals, 1, parameters.length);
    return locals;
  }

  private Flows flows(Method method) {
    return flows.computeIfAbsent(
        method,
        m -> {
          ClassNode type = classes.computeIfAbsent(m.owner, this::parse);
          for (MethodNode code : type.methods) {
            if (code.name.equals(m.name) && code.desc.equals(m.descriptor)) {
              return Flows.of(graph, type.name, code);
            }
          }
          throw new IllegalStateException("no " + m);
        });
  }

  private ClassNode parse(Node node) {
    try {
      ClassNode type = new ClassNode();
      CallGraph.reader(files.read(node.name)).accept(type, ClassReader.SKIP_DEBUG);
      return type;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
