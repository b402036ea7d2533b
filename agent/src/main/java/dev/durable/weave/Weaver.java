package dev.durable.weave;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Puts the guards into the JDK's classes. Stays registered for as long as the JVM runs, since
 * others (JFR on Java 8 to 22, other agents) have the same classes transformed again.
 */
final class Weaver implements ClassFileTransformer {
  /** By the guarded class. */
  private final Map<String, List<Guard>> guards = new HashMap<String, List<Guard>>();

  private final Set<Guard> seated = new HashSet<Guard>();
  private volatile Throwable failure;

  /** Is told of classes that lose their guards after the start, and why; null during it. */
  private volatile BiConsumer<String, String> losses;

  Weaver(List<Guard> all) {
    for (Guard guard : all) {
      List<Guard> ofOwner = guards.get(guard.owner);
      if (ofOwner == null) {
        ofOwner = new ArrayList<Guard>();
        guards.put(guard.owner, ofOwner);
      }
      ofOwner.add(guard);
    }
  }

  /** Called for every class that is loaded: what is not ours must be let go at once. */
  @Override
  public byte[] transform(
      ClassLoader loader, String name, Class<?> type, ProtectionDomain domain, byte[] bytes) {
    if (loader != null || name == null) {
      return null;
    }
    List<Guard> own = guards.get(name);
    if (own == null) {
      return null;
    }
    BiConsumer<String, String> later = losses;
    try {
      ClassFile file = new ClassFile(bytes);
      if (later != null && file.constants.has(Gate.NAME)) {
        return null; // Another agent redefines the class by what it was given: it is woven already.
      }
      Set<Guard> found = new HashSet<Guard>();
      byte[] woven = file.weave(own, found);
      if (later != null) {
        for (Guard guard : own) {
          if (guard.required && !found.contains(guard)) {
            later.accept(guard.owner.replace('/', '.'), "it has no " + guard.name + " any more");
          }
        }
      }
      synchronized (seated) {
        seated.addAll(found);
      }
      return woven;
    } catch (RuntimeException | Error e) {
      failure = e;
      if (later != null) {
        later.accept(name.replace('/', '.'), e.toString());
      }
      return null;
    }
  }

  /**
   * The start is over, and its failures are found: from now on {@code listener} is told of them.
   */
  void tellOfLosses(BiConsumer<String, String> listener) {
    losses = listener;
  }

  /** The guards that have found their methods. */
  Set<Guard> seated() {
    return seated;
  }

  /** What went wrong in {@link #transform}, where the JVM swallows it; or null. */
  Throwable failure() {
    return failure;
  }
}
