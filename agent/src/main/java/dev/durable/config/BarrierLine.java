package dev.durable.config;

import java.util.ArrayList;
import java.util.List;

/** Reads what follows the word {@code barrier} in a line. */
final class BarrierLine {
  static final String WORD = "barrier";

  private static final String SCOPE = "scope";
  private static final String FORMS =
      "a class and a method, such as com.example.Orders.place, or an annotation, such as"
          + " @com.example.Durable";

  private final Line line;

  private BarrierLine(Line line) {
    this.line = line;
  }

  static Barrier read(Line line) throws ConfigurationException {
    return new BarrierLine(line).read();
  }

  private Barrier read() throws ConfigurationException {
    if (line.atEnd()) {
      throw line.mistake(line.index(), "no method", FORMS + " (a path: ./barrier)");
    }
    int start = line.index();
    String place = line.place(start);
    if (line.nextIs('@')) {
      line.next();
      int nameStart = line.index();
      String annotation = line.word();
      check(nameStart, annotation, false);
      if (annotation.indexOf('.') < 0) {
        throw line.mistake(
            start,
            "the annotation " + Words.quoted("@" + annotation),
            "its full name, such as @com.example.Durable");
      }
      return new Barrier(place, "@" + annotation, annotation, null, null, null, isOfProcess());
    }
    String name = upTo("(");
    check(start, name, true);
    int dot = name.lastIndexOf('.');
    if (dot <= 0 || dot == name.length() - 1 || name.charAt(dot - 1) == '.') {
      throw line.mistake(start, Words.quoted(name), FORMS);
    }
    String method = name.substring(dot + 1);
    List<NamePattern> parameters = line.nextIs('(') ? parameters() : null;
    String text = line.text(start, line.index());
    return new Barrier(
        place,
        text,
        null,
        new NamePattern(name.substring(0, dot)),
        new NamePattern(method),
        parameters,
        isOfProcess());
  }

  /** What stands from here to a blank or one of these characters. */
  private String upTo(String ends) {
    int start = line.index();
    while (line.hasNext() && !line.nextIsBlank() && !line.nextIsOneOf(ends)) {
      line.next();
    }
    return line.text(start, line.index());
  }

  private List<NamePattern> parameters() throws ConfigurationException {
    List<NamePattern> parameters = new ArrayList<NamePattern>();
    int open = line.index();
    line.next();
    line.skipBlanks();
    if (line.nextIs(')')) {
      line.next();
      return parameters;
    }
    while (true) {
      line.skipBlanks();
      int start = line.index();
      String type = upTo(",)");
      line.skipBlanks();
      if (type.isEmpty() && line.hasNext()) {
        throw line.mistake(start, "no type of a parameter", "one, such as java.lang.String");
      }
      if (!line.nextIs(',') && !line.nextIs(')')) {
        throw line.mistake(open, "an opening \"(\"", "types with commas, and a closing \")\"");
      }
      parameters.add(parameter(start, type));
      if (line.next() == ')') {
        if (line.hasNext() && !line.nextIsBlank()) {
          throw line.mistake(line.index(), "more text after a closing \")\"", "a blank");
        }
        return parameters;
      }
    }
  }

  private NamePattern parameter(int start, String type) throws ConfigurationException {
    if (type.equals("..")) {
      return NamePattern.ANY_NUMBER;
    }
    boolean isVariable = type.endsWith("...");
    String array = isVariable ? type.substring(0, type.length() - 3) + "[]" : type;
    String element = array;
    while (element.endsWith("[]")) {
      element = element.substring(0, element.length() - 2);
    }
    check(start, element, true);
    return NamePattern.ofParameter(array);
  }

  /** Refuses what can be no name of a class or method. */
  private void check(int start, String name, boolean wildcards) throws ConfigurationException {
    if (name.isEmpty() || name.charAt(0) == '.') {
      throw line.mistake(start, Words.quoted(name), FORMS);
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean isWildcard = c == '*' || name.startsWith("..", i);
      if (name.startsWith("...", i) || name.startsWith("**", i)) {
        throw line.mistake(
            start + i, Words.quoted(name.substring(i)), "* in a name, or .. between packages");
      }
      if (c == '<') {
        throw line.mistake(
            start + i,
            Words.quoted(name.substring(i)),
            name.startsWith("<init>", i)
                ? "a method; a constructor has no barrier"
                : "a class without type parameters, such as java.util.List");
      }
      if (isWildcard && !wildcards || c != '.' && c != '*' && !Character.isJavaIdentifierPart(c)) {
        throw line.mistake(
            start + i,
            Words.quoted(name.substring(i, i + 1)),
            wildcards
                ? "letters, digits, \".\", \"$\", * or .."
                : "letters, digits, \".\" or \"$\"");
      }
    }
  }

  private boolean isOfProcess() throws ConfigurationException {
    boolean given = false;
    boolean ofProcess = false;
    while (!line.atEnd()) {
      int start = line.index();
      String name = line.name();
      if (!name.equals(SCOPE) || !line.nextIs('=')) {
        line.moveTo(start);
        String hint = name.equals(SCOPE) ? "" : Words.hint(name, SCOPE);
        throw line.mistake(start, Words.quoted(line.word()), "scope=thread|process" + hint);
      }
      if (given) {
        throw line.mistake(start, "a second scope", "one");
      }
      given = true;
      line.next();
      int valueStart = line.index();
      ofProcess = line.choice(valueStart, SCOPE, line.word(), "thread", "process") == 1;
    }
    return ofProcess;
  }
}
