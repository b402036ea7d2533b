package dev.durable.barriers;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.bytebuddy.description.type.TypeDefinition;
import net.bytebuddy.description.type.TypeDescription;

/**
 * The superclasses and interfaces of a class, with their type arguments, read from class files: no
 * class is loaded for that. What no class loader has a file of, since a program has made it at run
 * time, isn't found.
 */
final class Ancestors {
  private final List<TypeDescription.Generic> found = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final boolean withJdk;

  private Ancestors(boolean withJdk) {
    this.withJdk = withJdk;
  }

  /**
   * @param withJdk whether those in the JDK's own packages are wanted, too
   */
  static List<TypeDescription.Generic> of(TypeDescription type, boolean withJdk) {
    Ancestors ancestors = new Ancestors(withJdk);
    ancestors.addAbove(type);
    return ancestors.found;
  }

  private void addAbove(TypeDefinition type) {
    try {
      add(type.getSuperClass());
      for (TypeDescription.Generic implemented : type.getInterfaces()) {
        add(implemented);
      }
    } catch (RuntimeException e) {
      // There is no file of this one.
    }
  }

  private void add(TypeDescription.Generic type) {
    if (type == null) {
      return;
    }
    String name = type.asErasure().getName();
    if ((withJdk || !name.startsWith("java.")) && names.add(name)) {
      found.add(type);
      addAbove(type);
    }
  }
}
