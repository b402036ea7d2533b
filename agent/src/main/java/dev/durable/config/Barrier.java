package dev.durable.config;

import java.util.List;

/**
 * A line of the configuration that names methods: when one of them returns, what was written in
 * place during the call is on disk. Either by an annotation, or by class, name and perhaps
 * parameters. Names are those that {@code Class.getName} gives, of arrays as the source writes
 * them.
 */
public final class Barrier {
  private final String place;
  private final String text;
  private final String annotation;
  private final NamePattern type;
  private final NamePattern method;
  private final List<NamePattern> parameters;
  private final boolean ofProcess;

  Barrier(
      String place,
      String text,
      String annotation,
      NamePattern type,
      NamePattern method,
      List<NamePattern> parameters,
      boolean ofProcess) {
    this.place = place;
    this.text = text;
    this.annotation = annotation;
    this.type = type;
    this.method = method;
    this.parameters = parameters;
    this.ofProcess = ofProcess;
  }

  /** Whether these lines, in this order, mean the same. */
  public static boolean areSame(List<Barrier> some, List<Barrier> others) {
    boolean same = some.size() == others.size();
    for (int i = 0; same && i < some.size(); i++) {
      Barrier one = some.get(i);
      Barrier other = others.get(i);
      same = one.text.equals(other.text) && one.ofProcess == other.ofProcess;
    }
    return same;
  }

  /** Where it stands: file, line and column. */
  public String place() {
    return place;
  }

  /** What names the methods, as it stands there. */
  public String text() {
    return text;
  }

  /** Whether a call answers for what any thread writes meanwhile, rather than its own alone. */
  public boolean ofProcess() {
    return ofProcess;
  }

  /** The class of the annotation by which methods are named; else null, and these hold: */
  public String annotation() {
    return annotation;
  }

  /** Whether a class or interface of this name may be the one that is meant. */
  public boolean namesType(String name) {
    return type.matches(name);
  }

  /** Whether a class in one of the JDK's own packages may be meant. */
  public boolean mayNameTypeOfJdk() {
    return type != null && type.mayBeginWith("java.");
  }

  public boolean namesMethod(String name) {
    return method.matches(name);
  }

  /** Whether any parameters are meant, rather than certain ones. */
  public boolean namesAnyParameters() {
    return parameters == null;
  }

  public boolean namesParameters(List<String> types) {
    return parameters == null || match(types, 0, 0);
  }

  private boolean match(List<String> types, int type, int pattern) {
    if (pattern == parameters.size()) {
      return type == types.size();
    }
    NamePattern next = parameters.get(pattern);
    if (next == NamePattern.ANY_NUMBER) {
      return match(types, type, pattern + 1)
          || type < types.size() && match(types, type + 1, pattern);
    }
    return type < types.size()
        && next.matches(types.get(type))
        && match(types, type + 1, pattern + 1);
  }

  /** The class's simple name, if it has no wildcards; else null. */
  public String simpleTypeName() {
    return type == null ? null : type.lastName();
  }

  /** The method's name, if it has no wildcards; else null. */
  public String methodName() {
    return method == null ? null : method.lastName();
  }

  /** A question for the nearest of the names to the method's, if one is near; else empty. */
  public String hint(String... names) {
    return methodName() == null ? "" : Words.hint(methodName(), names);
  }

  @Override
  public String toString() {
    return "barrier " + text;
  }
}
