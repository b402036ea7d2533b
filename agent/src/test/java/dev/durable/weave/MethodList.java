package dev.durable.weave;

import dev.durable.weave.CallGraph.Method;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.objectweb.asm.Type;

/**
 * Methods of the JDK with what is to be said about them, from a text file: a line that ends with a
 * colon, and below it the methods that it is about, indented. A method without parameters stands
 * for all of its name, an asterisk for all of its class.
 */
record MethodList(List<Entry> entries) {
  /** One line. */
  record Entry(String owner, String name, String parameters, String about) {
    boolean fits(Method method) {
      return method.owner.name.equals(owner)
          && (name.equals("*") || method.name.equals(name))
          && (parameters == null || parametersOf(method).equals(parameters));
    }

    /** The class's simple name and the method's. */
    String shortName() {
      return owner.substring(owner.lastIndexOf('/') + 1).replace('$', '.') + '.' + name;
    }

    @Override
    public String toString() {
      String described = owner.replace('/', '.') + '.' + name;
      return parameters == null ? described : described + '(' + parameters + ')';
    }
  }

  static MethodList read(String file) {
    try (InputStream in =
        Objects.requireNonNull(MethodList.class.getResourceAsStream(file), file)) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static MethodList parse(String text) {
    var entries = new ArrayList<Entry>();
    String about = null;
    for (String line : text.lines().toList()) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (line.endsWith(":")) {
        about = line.substring(0, line.length() - 1);
        continue;
      }
      String method = line.strip();
      int bracket = method.indexOf('(');
      String parameters = bracket < 0 ? null : method.substring(bracket + 1, method.length() - 1);
      String named = bracket < 0 ? method : method.substring(0, bracket);
      int dot = named.lastIndexOf('.');
      entries.add(
          new Entry(
              named.substring(0, dot).replace('.', '/'),
              named.substring(dot + 1),
              parameters,
              Objects.requireNonNull(about, line)));
    }
    return new MethodList(entries);
  }

  MethodList without(Entry entry) {
    return new MethodList(entries.stream().filter(each -> each != entry).toList());
  }

  /** The entry for a method, or null. */
  Entry of(Method method) {
    for (Entry entry : entries) {
      if (entry.fits(method)) {
        return entry;
      }
    }
    return null;
  }

  private static String parametersOf(Method method) {
    var names = new ArrayList<String>();
    for (Type type : Type.getArgumentTypes(method.descriptor)) {
      String name = type.getClassName();
      names.add(name.substring(name.lastIndexOf('.') + 1));
    }
    return String.join(", ", names);
  }
}
