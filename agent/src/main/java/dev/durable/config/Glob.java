package dev.durable.config;

import java.util.Arrays;

/**
 * A compiled glob without groups. It matches what the JDK's {@code glob:} matcher on Unix does,
 * with one difference: {@code **} also crosses line breaks, so that no file stays unprotected for
 * its odd name. Immutable.
 *
 * <p>Each star need only be tried against ever more text until the next star of its kind is
 * reached, for that one can take what the earlier gave up. So matching never takes exponential
 * time, and it allocates nothing.
 */
final class Glob {
  /** Tokens; those from 0 up are code points that stand for themselves. */
  static final int ANY_CHARACTER = -1;

  /** A single star: any characters of one name. */
  static final int ANY_NAME = -2;

  /** A double star: any characters. */
  static final int ANY_PATH = -3;

  /** This and below: the classes, in turn. */
  static final int FIRST_CLASS = -4;

  /** What the text so far ends in, as far as it decides whether it can be a file's path. */
  private static final int SEPARATOR = 1;

  private static final int DOT = 2;
  private static final int DOT_DOT = 4;
  private static final int NAME = 8;

  private final int[] tokens;
  private final CharacterClass[] classes;

  Glob(int[] tokens, CharacterClass[] classes) {
    this.tokens = tokens;
    this.classes = classes;
  }

  boolean isEmpty() {
    return tokens.length == 0;
  }

  /** The text before the first wildcard. */
  String prefix() {
    return new String(tokens, 0, prefixLength());
  }

  /** What follows {@link #prefix}. */
  Glob rest() {
    return new Glob(Arrays.copyOfRange(tokens, prefixLength(), tokens.length), classes);
  }

  /** All characters that stand for themselves. */
  String literals() {
    StringBuilder literals = new StringBuilder();
    for (int token : tokens) {
      if (token >= 0) {
        literals.appendCodePoint(token);
      }
    }
    return literals.toString();
  }

  /** This glob for paths in which upper and lower case are the same and all is lower case. */
  Glob inLowerCase() {
    int[] folded = new int[tokens.length];
    for (int i = 0; i < tokens.length; i++) {
      folded[i] = tokens[i] < 0 ? tokens[i] : Character.toLowerCase(tokens[i]);
    }
    CharacterClass[] foldedClasses = new CharacterClass[classes.length];
    for (int i = 0; i < classes.length; i++) {
      foldedClasses[i] = classes[i].inLowerCase();
    }
    return new Glob(folded, foldedClasses);
  }

  /** Whether the text from that index to its end is what this glob stands for. */
  boolean matches(String text, int from) {
    int end = text.length();
    int at = from;
    int token = 0;
    int afterName = -1; // the token after the last single star, and the text it has not taken
    int nameEnd = 0;
    int afterPath = -1; // the same of the last double star
    int pathEnd = 0;
    while (true) {
      if (token < tokens.length) {
        if (tokens[token] == ANY_PATH) {
          if (++token == tokens.length) {
            return true;
          }
          afterPath = token;
          pathEnd = at;
          afterName = -1;
          continue;
        }
        if (tokens[token] == ANY_NAME) {
          afterName = ++token;
          nameEnd = at;
          continue;
        }
        if (at < end) {
          int c = text.codePointAt(at);
          if (accepts(tokens[token], c)) {
            at += Character.charCount(c);
            token++;
            continue;
          }
        }
      } else if (at == end) {
        return true;
      }
      if (afterName >= 0 && nameEnd < end && text.charAt(nameEnd) != '/') {
        nameEnd += Character.charCount(text.codePointAt(nameEnd));
        at = nameEnd;
        token = afterName;
      } else if (afterPath >= 0 && pathEnd < end) {
        pathEnd += Character.charCount(text.codePointAt(pathEnd));
        at = pathEnd;
        token = afterPath;
      } else {
        return false;
      }
    }
  }

  /** Whether something that this glob stands for begins with the text from that index on. */
  boolean canBegin(String text, int from) {
    boolean[] reached = new boolean[tokens.length + 1];
    reach(reached, 0);
    for (int at = from; at < text.length(); ) {
      int c = text.codePointAt(at);
      boolean[] next = new boolean[tokens.length + 1];
      for (int token = 0; token < tokens.length; token++) {
        if (!reached[token]) {
          continue;
        }
        if (tokens[token] == ANY_PATH || tokens[token] == ANY_NAME) {
          if (tokens[token] == ANY_PATH || c != '/') {
            reach(next, token);
          }
        } else if (accepts(tokens[token], c)) {
          reach(next, token + 1);
        }
      }
      reached = next;
      at += Character.charCount(c);
    }
    for (int token = 0; token < tokens.length; token++) {
      if (reached[token]) {
        return true;
      }
    }
    return false;
  }

  /** Marks a token as the next one, and those after it that may stand for nothing. */
  private void reach(boolean[] reached, int token) {
    reached[token] = true;
    while (token < tokens.length && (tokens[token] == ANY_PATH || tokens[token] == ANY_NAME)) {
      reached[++token] = true;
    }
  }

  /**
   * Whether directory, separator, name and then something that this glob stands for can be the
   * normalised path of a file: it has no empty name and none that is "." or "..".
   */
  boolean canFollow(String name) {
    int ends = SEPARATOR;
    for (int i = 0; i < name.length(); i++) {
      ends = with(name.charAt(i) == '.', name.charAt(i) != '.', false, ends);
    }
    for (int token : tokens) {
      if (token == ANY_NAME || token == ANY_PATH) {
        int before;
        do {
          before = ends;
          ends |= with(true, true, token == ANY_PATH, ends);
        } while (ends != before);
      } else if (token >= 0) {
        ends = with(token == '.', token != '.' && token != '/', token == '/', ends);
      } else if (token == ANY_CHARACTER) {
        ends = with(true, true, false, ends);
      } else {
        CharacterClass set = classes[FIRST_CLASS - token];
        ends = with(set.contains('.'), set.hasOtherThanDot(), false, ends);
      }
    }
    return (ends & NAME) != 0;
  }

  /** What a text with one of these ends can end in after one more of these characters. */
  private static int with(boolean dot, boolean other, boolean separator, int ends) {
    int longer = 0;
    if (dot) {
      longer |= (ends & SEPARATOR) != 0 ? DOT : 0;
      longer |= (ends & DOT) != 0 ? DOT_DOT : 0;
      longer |= (ends & (DOT_DOT | NAME)) != 0 ? NAME : 0;
    }
    if (other && ends != 0) {
      longer |= NAME;
    }
    if (separator && (ends & NAME) != 0) {
      longer |= SEPARATOR;
    }
    return longer;
  }

  private boolean accepts(int token, int c) {
    if (token >= 0) {
      return token == c;
    }
    return token == ANY_CHARACTER ? c != '/' : classes[FIRST_CLASS - token].contains(c);
  }

  private int prefixLength() {
    int length = 0;
    while (length < tokens.length && tokens[length] >= 0) {
      length++;
    }
    return length;
  }
}
