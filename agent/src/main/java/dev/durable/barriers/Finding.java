package dev.durable.barriers;

import dev.durable.config.Barrier;
import java.util.LinkedHashSet;
import java.util.Set;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;

/** What a barrier line has met among the classes that were seen. */
final class Finding {
  /** So many near misses are told of. */
  private static final int MOST = 3;

  final Barrier barrier;

  /** How a class comes to be seen: "loaded", say. */
  private final String seen;

  private int matched;
  private final Set<String> otherParameters = new LinkedHashSet<>();
  private final Set<String> noCode = new LinkedHashSet<>();
  private final Set<String> noMethod = new LinkedHashSet<>();
  private final Set<String> namesakes = new LinkedHashSet<>();

  Finding(Barrier barrier, String seen) {
    this.barrier = barrier;
    this.seen = seen;
  }

  /** A method was given its barrier. */
  synchronized void matched() {
    matched++;
  }

  synchronized boolean hasMatched() {
    return matched > 0;
  }

  synchronized void otherParameters(MethodDescription method) {
    if (otherParameters.size() < MOST && !method.isBridge()) {
      otherParameters.add(BarrierMatcher.text(method));
    }
  }

  synchronized void noCode(TypeDescription type, MethodDescription method) {
    if (noCode.size() < MOST) {
      String kind = method.isNative() ? "native" : "abstract";
      noCode.add(type.getName() + "." + method.getName() + " is " + kind);
    }
  }

  /** The class is meant, and has no such method of its own. */
  void noMethod(TypeDescription type) {
    synchronized (this) {
      if (noMethod.size() >= MOST || matched > 0) {
        return;
      }
    }
    String name = barrier.methodName();
    String more = "";
    if (name != null) {
      more = inherited(type, name);
      if (more.isEmpty()) {
        Set<String> own = new LinkedHashSet<>();
        for (MethodDescription method : type.getDeclaredMethods()) {
          if (method.isMethod()) {
            own.add(method.getName());
          }
        }
        more = barrier.hint(own.toArray(new String[0]));
      }
    }
    synchronized (this) {
      noMethod.add(type.getName() + " was " + seen + " and has no such method" + more);
    }
  }

  private static String inherited(TypeDescription type, String name) {
    for (TypeDescription.Generic ancestor : Ancestors.of(type, false)) {
      for (MethodDescription method : ancestor.getDeclaredMethods()) {
        if (method.getName().equals(name) && !method.isAbstract()) {
          return " of its own: it is that of " + ancestor.asErasure().getName();
        }
      }
    }
    return "";
  }

  /** A class of this name is not the one that is meant. */
  synchronized void otherType(String name) {
    String simple = barrier.simpleTypeName();
    if (simple != null && namesakes.size() < MOST && name.endsWith("." + simple)) {
      namesakes.add(name);
    }
  }

  /** A method hasn't the annotation that is meant. */
  void seen(TypeDescription type, MethodDescription method) {
    if (hasMatched()) {
      return;
    }
    String other = Annotations.namesake(method, barrier.annotation());
    if (other == null) {
      other = Annotations.namesake(type, barrier.annotation());
    }
    synchronized (this) {
      if (other != null && namesakes.size() < MOST) {
        namesakes.add("@" + other);
      }
    }
  }

  /** Why it has matched nothing, as far as is known. */
  synchronized String nearMiss() {
    if (!otherParameters.isEmpty()) {
      return "there are other parameters: " + join(otherParameters, ", ");
    }
    if (!noCode.isEmpty()) {
      return join(noCode, ", ") + ", and no class with code for it was " + seen;
    }
    if (!noMethod.isEmpty()) {
      return join(noMethod, "; ");
    }
    String what = barrier.annotation() == null ? "no such class was " + seen : "nothing has it";
    return namesakes.isEmpty() ? what : what + ", but " + join(namesakes, ", ") + " is there";
  }

  private static String join(Iterable<String> texts, String between) {
    StringBuilder joined = new StringBuilder();
    for (String text : texts) {
      joined.append(joined.length() == 0 ? "" : between).append(text);
    }
    return joined.toString();
  }
}
