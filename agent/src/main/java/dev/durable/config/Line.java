package dev.durable.config;

/**
 * One line of the configuration, or the agent's argument, read from left to right; it makes the
 * messages about what stands in it.
 */
final class Line {
  private final String place;
  private final String text;
  private int at;

  /**
   * @param place what stands before the column in a message, such as {@code /etc/durable.conf:3}
   */
  Line(String place, String text) {
    this.place = place;
    this.text = text;
  }

  /** What stands before the column in a message. */
  String place() {
    return place;
  }

  /** Where the next character stands, as an index into the line. */
  int index() {
    return at;
  }

  void moveTo(int index) {
    at = index;
  }

  String text(int from, int to) {
    return text.substring(from, to);
  }

  boolean hasNext() {
    return at < text.length();
  }

  boolean nextIs(char c) {
    return hasNext() && text.charAt(at) == c;
  }

  boolean nextIsOneOf(String characters) {
    return hasNext() && characters.indexOf(text.charAt(at)) >= 0;
  }

  boolean nextIsBlank() {
    return nextIs(' ') || nextIs('\t');
  }

  char next() {
    return text.charAt(at++);
  }

  void skipBlanks() {
    while (nextIsBlank()) {
      at++;
    }
  }

  /** Skips blanks; whether only a comment or nothing is left. To be asked between words only. */
  boolean atEnd() {
    skipBlanks();
    return !hasNext() || nextIs('#');
  }

  /** What stands from here to the next blank. */
  String word() {
    int start = at;
    while (hasNext() && !nextIsBlank()) {
      at++;
    }
    return text.substring(start, at);
  }

  /** The lower-case letters and hyphens that stand here: the name of a setting or attribute. */
  String name() {
    int start = at;
    while (hasNext() && (nextIs('-') || (text.charAt(at) >= 'a' && text.charAt(at) <= 'z'))) {
      at++;
    }
    return text.substring(start, at);
  }

  /**
   * Which of the words the value is.
   *
   * @param index where the value stands
   * @param what what it is the value of, for the message
   */
  int choice(int index, String what, String value, String... words) throws ConfigurationException {
    for (int i = 0; i < words.length; i++) {
      if (words[i].equals(value)) {
        return i;
      }
    }
    throw mistake(
        index, what + " " + Words.quoted(value), Words.oneOf(words) + Words.hint(value, words));
  }

  /** What stands before a message about this character: file, line and column. */
  String place(int index) {
    return place + ":" + (text.codePointCount(0, index) + 1);
  }

  ConfigurationException mistake(int index, String found, String expected) {
    return new ConfigurationException(place(index) + ": found " + found + ", expected " + expected);
  }
}
