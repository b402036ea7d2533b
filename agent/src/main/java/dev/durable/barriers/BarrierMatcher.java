package dev.durable.barriers;

import dev.durable.config.Barrier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;

/**
 * Which methods of a class have a barrier: those that a line names in this class, and those that
 * override one that it names in a superclass or interface. With an annotation, these are methods
 * that have it, and the public methods of classes and interfaces that have it.
 */
public final class BarrierMatcher {
  private final List<Finding> findings;
  private final boolean withJdk;

  BarrierMatcher(List<Finding> findings) {
    this.findings = findings;
    boolean any = false;
    for (Finding finding : findings) {
      any |= finding.barrier.mayNameTypeOfJdk();
    }
    this.withJdk = any;
  }

  /** The methods that have code in this class and a barrier, and the lines that say so. */
  Map<MethodDescription.InDefinedShape, List<Finding>> match(TypeDescription type) {
    Map<MethodDescription.InDefinedShape, List<Finding>> matched = new LinkedHashMap<>();
    List<TypeDescription.Generic> ancestors = null;
    for (Finding finding : findings) {
      Barrier barrier = finding.barrier;
      boolean isAnnotation = barrier.annotation() != null;
      boolean isNamed = !isAnnotation && barrier.namesType(type.getName());
      boolean hasMethod = false;
      for (MethodDescription.InDefinedShape method : type.getDeclaredMethods()) {
        if (!isWritten(method) || !isAnnotation && !barrier.namesMethod(method.getName())) {
          continue;
        }
        hasMethod = true;
        boolean named = isAnnotation ? isAnnotated(type, method, barrier) : isNamed;
        if (named && !isAnnotation && !barrier.namesParameters(parameters(method))) {
          finding.otherParameters(method);
          named = false;
        }
        if (!named && isVirtual(method)) {
          if (ancestors == null) {
            ancestors = Ancestors.of(type, withJdk);
          }
          named = overridesNamed(method, ancestors, finding);
        }
        if (named && hasCode(method)) {
          if (!isCovered(method, type)) {
            List<Finding> lines = matched.get(method);
            if (lines == null) {
              lines = new ArrayList<>();
              matched.put(method, lines);
            }
            lines.add(finding);
          }
        } else if (named) {
          finding.noCode(type, method);
        } else if (isAnnotation) {
          finding.seen(type, method);
        }
      }
      if (isNamed && !hasMethod) {
        finding.noMethod(type);
      } else if (!isAnnotation && !isNamed) {
        finding.otherType(type.getName());
      }
    }
    return matched;
  }

  private static boolean overridesNamed(
      MethodDescription method, List<TypeDescription.Generic> ancestors, Finding finding) {
    Barrier barrier = finding.barrier;
    for (TypeDescription.Generic ancestor : ancestors) {
      String name = ancestor.asErasure().getName();
      if (barrier.annotation() == null && !barrier.namesType(name)) {
        continue;
      }
      try {
        for (MethodDescription overridden : ancestor.getDeclaredMethods()) {
          if (overrides(method, overridden)
              && (barrier.annotation() == null
                  ? barrier.namesParameters(parameters(overridden.asDefined()))
                  : isAnnotated(ancestor.asErasure(), overridden, barrier))) {
            return true;
          }
        }
      } catch (RuntimeException e) {
        // There is no file of this one, or of a type that it names.
      }
    }
    return false;
  }

  /** As the source has it; what the compiler has made overrides as the JVM has it. */
  private static boolean overrides(MethodDescription method, MethodDescription overridden) {
    return overridden.getName().equals(method.getName())
        && isVirtual(overridden)
        && parameters(method.isBridge() ? overridden.asDefined() : overridden)
            .equals(parameters(method));
  }

  private static boolean isAnnotated(
      TypeDescription type, MethodDescription method, Barrier barrier) {
    return Annotations.has(method, barrier.annotation())
        || method.isPublic() && Annotations.has(type, barrier.annotation());
  }

  /** Whether it is a method of the source, or one that the compiler has made of it to override. */
  private static boolean isWritten(MethodDescription method) {
    return method.isMethod() && (!method.isSynthetic() || method.isBridge());
  }

  private static boolean isVirtual(MethodDescription method) {
    return method.isMethod() && !method.isStatic() && !method.isPrivate();
  }

  private static boolean hasCode(MethodDescription method) {
    return !method.isAbstract() && !method.isNative();
  }

  /**
   * Whether it is the compiler's, and only calls another method of this class: one that overrides
   * the same as it does. Others of the compiler's call what the class inherits.
   */
  private static boolean isCovered(MethodDescription method, TypeDescription type) {
    if (!method.isBridge()) {
      return false;
    }
    for (TypeDescription.Generic ancestor : Ancestors.of(type, true)) {
      try {
        for (MethodDescription overridden : ancestor.getDeclaredMethods()) {
          if (overrides(method, overridden) && isOverridden(overridden, type)) {
            return true;
          }
        }
      } catch (RuntimeException e) {
        // There is no file of this one, or of a type that it names.
      }
    }
    return false;
  }

  /** Whether the source of this class overrides it. */
  private static boolean isOverridden(MethodDescription overridden, TypeDescription type) {
    for (MethodDescription method : type.getDeclaredMethods()) {
      if (!method.isBridge() && overrides(method, overridden)) {
        return true;
      }
    }
    return false;
  }

  /** Class, name and parameters, as a line would name them. */
  static String text(MethodDescription method) {
    String type = method.getDeclaringType().asErasure().getName();
    return type + "." + method.getName() + "(" + String.join(", ", parameters(method)) + ")";
  }

  static List<String> parameters(MethodDescription method) {
    List<String> names = new ArrayList<>();
    for (TypeDescription type : method.getParameters().asTypeList().asErasures()) {
      names.add(type.getActualName());
    }
    return names;
  }
}
