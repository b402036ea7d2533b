package dev.durable.weave;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;

/**
 * Who calls whom in a set of class files, to be asked backwards: the callers of a method. It errs
 * on the side of too many callers, but for what keeps the answer meaningful:
 *
 * <ul>
 *   <li>A virtual call with very many possible targets ({@code Runnable.run}, {@code
 *       OutputStream.write}) leads to none of them. Who makes the object answers for what is done
 *       with it: an internal class's method that is called so counts as called by those who create
 *       the class's objects.
 *   <li>Class initialisers are called by nobody: their paths aren't a caller's. What only
 *       reflection or a service loader calls isn't, either.
 * </ul>
 *
 * A call that visibly opens a file for reading only is no call here.
 */
final class CallGraph {
  /** More targets than this, and a virtual call says nothing about where it goes. */
  private static final int TELLING = 24;

  /** A class or interface. */
  static final class Node {
    final String name;
    boolean exported;
    boolean read;
    Node superclass;
    final List<Node> interfaces = new ArrayList<>();
    final List<Node> subtypes = new ArrayList<>();
    final Map<String, Method> methods = new HashMap<>();
    final Set<String> fields = new HashSet<>();
    final Set<Method> makers = new LinkedHashSet<>();
    private Set<Node> supertypes;
    private Set<Node> cousins;

    Node(String name) {
      this.name = name;
    }

    @Override
    public String toString() {
      return name.replace('/', '.');
    }
  }

  /** A method or constructor with its body, or without one. */
  static final class Method {
    final Node owner;
    final String name;
    final String descriptor;
    final int access;

    /** The field that this method returns and nothing else, and its class; or null. */
    String[] got;

    Method(Node owner, String name, String descriptor, int access) {
      this.owner = owner;
      this.name = name;
      this.descriptor = descriptor;
      this.access = access;
    }

    String selector() {
      return name + descriptor;
    }

    boolean is(int flag) {
      return (access & flag) != 0;
    }

    /** Whether an application may call it, or inherit it. */
    boolean isApi() {
      return owner.exported && is(Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED);
    }

    @Override
    public String toString() {
      return owner.name + "." + name + descriptor;
    }
  }

  /** Where a method is called by one name, on one class. */
  static final class Calls {
    final Node owner;
    final Set<Method> exact = new LinkedHashSet<>();
    final Set<Method> virtual = new LinkedHashSet<>();
    private Boolean telling;

    Calls(Node owner) {
      this.owner = owner;
    }
  }

  private final Map<String, Node> nodes = new HashMap<>();
  private final Map<String, Map<String, Calls>> calls = new HashMap<>();
  private final Map<String, List<Node>> declaring = new HashMap<>();

  /** By the field's name and the class that it is reached through. */
  private final Map<String, Map<String, Set<Method>>> stores = new HashMap<>();

  /**
   * @param exported whether the class's package can be seen by everyone
   */
  Node read(byte[] bytes, boolean exported) {
    var reader = new CallGraphReader(this, exported);
    reader(bytes).accept(reader, ClassReader.SKIP_FRAMES | ClassReader.SKIP_DEBUG);
    return reader.node();
  }

  boolean has(String name) {
    return nodes.containsKey(name) && nodes.get(name).read;
  }

  /** Reads a class file also if it is newer than this ASM. */
  static ClassReader reader(byte[] bytes) {
    if (((bytes[6] & 0xff) << 8 | bytes[7] & 0xff) > Opcodes.V27) {
      bytes[6] = 0;
      bytes[7] = Opcodes.V27;
    }
    return new ClassReader(bytes);
  }

  Node node(String name) {
    return nodes.computeIfAbsent(name, Node::new);
  }

  /** All methods with this name, or any for an asterisk, of this class; empty if there are none. */
  List<Method> methods(String owner, String name) {
    List<Method> found = new ArrayList<>();
    Node node = nodes.get(owner);
    if (node != null) {
      for (Method method : node.methods.values()) {
        if (name.equals("*") || method.name.equals(name)) {
          found.add(method);
        }
      }
    }
    return found;
  }

  /** Those who may call a method, each once. */
  Set<Method> callers(Method method) {
    Set<Method> callers = new LinkedHashSet<>();
    boolean throughObjects = false;
    for (Calls of : calls.getOrDefault(method.selector(), Map.of()).values()) {
      if (isFor(of.owner, method)) {
        callers.addAll(of.exact);
      }
      if (!of.virtual.isEmpty() && mayReach(of.owner, method)) {
        if (isTelling(of, method.selector())) {
          callers.addAll(of.virtual);
        } else {
          throughObjects = true;
        }
      }
    }
    if (throughObjects && !method.owner.exported) {
      callers.addAll(makers(method.owner));
    }
    return callers;
  }

  /** Whether a call of that name on {@code type} may lead to {@code method}. */
  boolean mayReach(Node type, Method method) {
    return isFor(type, method)
        || !method.is(Opcodes.ACC_STATIC)
            && !method.name.startsWith("<")
            && (supertypes(method.owner).contains(type) || cousins(method.owner).contains(type));
  }

  private boolean isFor(Node type, Method method) {
    return type == method.owner || resolve(type, method.selector()) == method;
  }

  /** A field by the class that declares it, whichever class it is reached through. */
  String field(String owner, String name) {
    for (Node at = node(owner); at != null; at = at.superclass) {
      if (at.fields.contains(name)) {
        return at.name + '.' + name;
      }
    }
    return owner + '.' + name;
  }

  /** The fields that a call returns without further ado: those of all methods it may lead to. */
  Set<String> got(String owner, String selector) {
    Set<String> fields = new LinkedHashSet<>();
    Calls of = calls(node(owner), selector);
    if (isTelling(of, selector)) {
      for (Node each : declaring.getOrDefault(selector, List.of())) {
        Method method = each.methods.get(selector);
        if (method.got != null && mayReach(of.owner, method)) {
          fields.add(field(method.got[0], method.got[1]));
        }
      }
    }
    return fields;
  }

  /** The methods that put an object into a field. */
  Set<Method> storing(String field) {
    Set<Method> storing = new LinkedHashSet<>();
    String name = field.substring(field.lastIndexOf('.') + 1);
    stores
        .getOrDefault(name, Map.of())
        .forEach(
            (owner, methods) -> {
              if (field(owner, name).equals(field)) {
                storing.addAll(methods);
              }
            });
    return storing;
  }

  /** Notes that a class declares an instance method. */
  void declared(Node owner, Method method) {
    declaring.computeIfAbsent(method.selector(), s -> new ArrayList<>()).add(owner);
  }

  /** Notes that a method puts an object into a field. */
  void stored(String owner, String name, Method method) {
    stores
        .computeIfAbsent(name, n -> new HashMap<>())
        .computeIfAbsent(owner, o -> new LinkedHashSet<>())
        .add(method);
  }

  /** The methods of the public API that a method implements from an internal class. */
  Set<Method> apiOf(Method method) {
    Set<Method> api = new LinkedHashSet<>();
    if (method.isApi()) {
      api.add(method);
    } else if (!method.owner.exported && !method.is(Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE)) {
      Calls calls = calls(method.owner, method.selector());
      if (isTelling(calls, method.selector())) {
        for (Node supertype : supertypes(method.owner)) {
          Method declared = supertype.methods.get(method.selector());
          if (declared != null
              && declared.isApi()
              && isTelling(calls(supertype, method.selector()), method.selector())) {
            api.add(declared);
          }
        }
      }
    }
    return api;
  }

  private boolean isTelling(Calls of, String selector) {
    if (of.telling == null) {
      int targets = 0;
      for (Node node : declaring.getOrDefault(selector, List.of())) {
        if (supertypes(node).contains(of.owner) || cousins(node).contains(of.owner)) {
          targets++;
        }
      }
      boolean ofAllObjects = node("java/lang/Object").methods.containsKey(selector);
      of.telling = targets <= TELLING && !ofAllObjects;
    }
    return of.telling;
  }

  private Set<Method> makers(Node node) {
    Set<Method> makers = new LinkedHashSet<>(node.makers);
    for (Node subtype : node.subtypes) {
      makers.addAll(makers(subtype));
    }
    return makers;
  }

  /** The method that a call on a class reaches: its own or the nearest inherited one. */
  private Method resolve(Node node, String selector) {
    for (Node at = node; at != null; at = at.superclass) {
      Method method = at.methods.get(selector);
      if (method != null) {
        return method;
      }
    }
    for (Node supertype : supertypes(node)) {
      Method method = supertype.methods.get(selector);
      if (method != null && !method.is(Opcodes.ACC_ABSTRACT)) {
        return method;
      }
    }
    return null;
  }

  private Set<Node> supertypes(Node node) {
    if (node.supertypes == null) {
      Set<Node> all = new LinkedHashSet<>();
      if (node.superclass != null) {
        all.add(node.superclass);
        all.addAll(supertypes(node.superclass));
      }
      for (Node each : node.interfaces) {
        all.add(each);
        all.addAll(supertypes(each));
      }
      node.supertypes = all;
    }
    return node.supertypes;
  }

  /** What subclasses implement besides: an inherited method may be called as one of theirs. */
  private Set<Node> cousins(Node node) {
    if (node.cousins == null) {
      Set<Node> all = new HashSet<>();
      if (!node.name.equals("java/lang/Object")) {
        for (Node subtype : node.subtypes) {
          all.addAll(supertypes(subtype));
          all.addAll(cousins(subtype));
        }
      }
      node.cousins = all;
    }
    return node.cousins;
  }

  Calls calls(Node owner, String selector) {
    return calls
        .computeIfAbsent(selector, s -> new TreeMap<>())
        .computeIfAbsent(owner.name, o -> new Calls(owner));
  }
}
