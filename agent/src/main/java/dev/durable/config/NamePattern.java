package dev.durable.config;

/**
 * Names of classes, methods or types of parameters: {@code *} stands for any characters but a dot,
 * {@code ..} for a dot, or two with any packages between them.
 */
class NamePattern {
  /** In a list of parameters: any number of them, of any types. */
  static final NamePattern ANY_NUMBER = new NamePattern("..");

  private static final String ANY_TYPE = "*";

  private final String text;

  NamePattern(String text) {
    this.text = text;
  }

  /** A parameter's type, where a star of its own stands for any. */
  static NamePattern ofParameter(String text) {
    if (text.equals(ANY_TYPE)) {
      return new NamePattern(text) {
        @Override
        boolean matches(String name) {
          return true;
        }
      };
    }
    return text.equals("..") ? ANY_NUMBER : new NamePattern(text);
  }

  boolean matches(String name) {
    return matches(0, name, 0);
  }

  private boolean matches(int at, String name, int from) {
    while (at < text.length()) {
      if (text.charAt(at) == '*') {
        for (int end = from; ; end++) {
          if (matches(at + 1, name, end)) {
            return true;
          }
          if (end == name.length() || name.charAt(end) == '.') {
            return false;
          }
        }
      }
      if (from == name.length() || text.charAt(at) != name.charAt(from)) {
        return false;
      }
      if (text.startsWith("..", at)) {
        for (int dot = from; dot >= 0; dot = name.indexOf('.', dot + 1)) {
          if (matches(at + 2, name, dot + 1)) {
            return true;
          }
        }
        return false;
      }
      at++;
      from++;
    }
    return from == name.length();
  }

  /** Whether a name that begins so may match. */
  boolean mayBeginWith(String beginning) {
    for (int i = 0; i < text.length() && i < beginning.length(); i++) {
      if (text.charAt(i) == '*' || text.startsWith("..", i)) {
        return true;
      }
      if (text.charAt(i) != beginning.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** What stands behind the last dot, if it has no wildcards; else null. */
  String lastName() {
    String last = text.substring(text.lastIndexOf('.') + 1);
    return last.indexOf('*') >= 0 ? null : last;
  }
}
