package dev.durable.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Turns a glob of the JDK's syntax into globs without groups: {@code /srv/{a,b}/*} stands for
 * {@code /srv/a/*} and {@code /srv/b/*}, so that each has a literal beginning to be found by. What
 * the JDK's parser refuses is refused here, too.
 */
final class GlobParser {
  /** Ten groups of two; what asks for more is taken for a slip. */
  private static final int MOST_ALTERNATIVES = 1024;

  private final Line line;
  private final GlobText text;
  private final List<CharacterClass> classes = new ArrayList<CharacterClass>();
  private int at;

  private GlobParser(Line line, GlobText text) {
    this.line = line;
    this.text = text;
  }

  /**
   * Parses the glob.
   *
   * @param line where it stands, for the messages
   * @throws ConfigurationException for a mistake in its syntax
   */
  static List<Glob> parse(Line line, GlobText text) throws ConfigurationException {
    return new GlobParser(line, text).parse();
  }

  private List<Glob> parse() throws ConfigurationException {
    List<int[]> alternatives = Collections.singletonList(new int[0]);
    while (at < text.length()) {
      int start = at;
      List<int[]> next = text.is('{', at) ? group() : Collections.singletonList(sequence(false));
      if (alternatives.size() * next.size() > MOST_ALTERNATIVES) {
        throw mistake(
            start,
            "groups that stand for more than " + MOST_ALTERNATIVES + " globs",
            "fewer; give each its own line");
      }
      alternatives = product(alternatives, next);
    }
    CharacterClass[] all = classes.toArray(new CharacterClass[0]);
    List<Glob> globs = new ArrayList<Glob>(alternatives.size());
    for (int[] tokens : alternatives) {
      globs.add(new Glob(tokens, all));
    }
    return globs;
  }

  private static List<int[]> product(List<int[]> heads, List<int[]> tails) {
    List<int[]> product = new ArrayList<int[]>(heads.size() * tails.size());
    for (int[] head : heads) {
      for (int[] tail : tails) {
        int[] tokens = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, tokens, head.length, tail.length);
        product.add(tokens);
      }
    }
    return product;
  }

  private List<int[]> group() throws ConfigurationException {
    int open = at++;
    List<int[]> members = new ArrayList<int[]>();
    while (true) {
      members.add(sequence(true));
      if (at == text.length()) {
        throw mistake(open, "an opening \"{\"", "a closing \"}\" after it");
      }
      if (text.is('}', at++)) {
        return members;
      }
    }
  }

  /** The tokens from here to the next group or, within one, to the end of its member. */
  private int[] sequence(boolean inGroup) throws ConfigurationException {
    int[] tokens = new int[text.length() - at];
    int count = 0;
    while (at < text.length() && !(inGroup && (text.is(',', at) || text.is('}', at)))) {
      if (text.is('{', at)) {
        if (inGroup) {
          throw mistake(at, "\"{\" within a group", "no group within a group");
        }
        break;
      }
      tokens[count++] = token();
    }
    return Arrays.copyOf(tokens, count);
  }

  private int token() throws ConfigurationException {
    if (text.is('*', at)) {
      at++;
      if (text.is('*', at)) {
        at++;
        return Glob.ANY_PATH;
      }
      return Glob.ANY_NAME;
    }
    if (text.is('?', at)) {
      at++;
      return Glob.ANY_CHARACTER;
    }
    if (text.is('[', at)) {
      classes.add(characterClass());
      return Glob.FIRST_CLASS - (classes.size() - 1);
    }
    if (text.is('\\', at) && ++at == text.length()) {
      throw mistake(at - 1, "\"\\\" at the end", "a character after it, to stand for itself");
    }
    return codePoint();
  }

  private int codePoint() {
    int c = text.codePoint(at);
    at += Character.charCount(c);
    return c;
  }

  private CharacterClass characterClass() throws ConfigurationException {
    int open = at++;
    int[] ranges = new int[2 * (text.length() - open)];
    int count = 0;
    boolean negated = text.is('!', at);
    if (negated) {
      at++;
    }
    // As in the JDK: "^" first is itself and no negation; "-" first is itself.
    boolean literalFirst = text.is('-', at) || text.is('^', at) && !negated;
    boolean rangeStarted = false;
    while (!text.is(']', at)) {
      if (at == text.length()) {
        throw mistake(open, "an opening \"[\"", "a closing \"]\" after it");
      }
      if (text.codePoint(at) == '/') {
        throw mistake(at, "\"/\" after \"[\"", "characters of a name and a closing \"]\"");
      }
      if (text.is('-', at) && !literalFirst && !(rangeStarted && text.is(']', at + 1))) {
        if (!rangeStarted) {
          throw mistake(
              at,
              "\"-\" without a character before it",
              "a range such as a-z (a \"-\" of its own stands first or last)");
        }
        int hyphen = at++;
        if (at < text.length()) {
          boolean isSyntax = text.is('[', at) || text.is('\\', at);
          ranges[count - 1] = codePoint();
          if (isSyntax || ranges[count - 1] < ranges[count - 2]) {
            throw mistake(hyphen, "a range that ends before it begins", "a range such as a-z");
          }
        }
        rangeStarted = false;
      } else {
        rangeStarted = !literalFirst;
        ranges[count++] = text.codePoint(at);
        ranges[count++] = codePoint();
      }
      literalFirst = false;
    }
    at++;
    if (count == 0) {
      throw mistake(open, "an empty [ ]", "characters in it");
    }
    return new CharacterClass(negated, Arrays.copyOf(ranges, count));
  }

  private ConfigurationException mistake(int index, String found, String expected) {
    return line.mistake(text.origin(index), found, expected);
  }
}
