package dev.durable.config;

import java.util.Locale;

/** The wording of mistakes: what was found, what may stand there, and what was probably meant. */
final class Words {
  private Words() {}

  static String quoted(String text) {
    return "\"" + text + "\"";
  }

  /** The words as a list: "a", "a or b", "a, b or c". */
  static String oneOf(String... words) {
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < words.length; i++) {
      if (i > 0) {
        list.append(i == words.length - 1 ? " or " : ", ");
      }
      list.append(words[i]);
    }
    return list.toString();
  }

  /**
   * A question for the nearest of the known words, to end a message with; empty where none is near:
   * at most a third of the word is wrong, one letter at least being allowed.
   */
  static String hint(String word, String... known) {
    String lower = word.toLowerCase(Locale.ROOT);
    String nearest = null;
    int least = Math.max(1, word.length() / 3) + 1;
    for (String candidate : known) {
      int distance = distance(lower, candidate.toLowerCase(Locale.ROOT));
      if (distance < least) {
        least = distance;
        nearest = candidate;
      }
    }
    return nearest == null ? "" : "; did you mean " + nearest + "?";
  }

  /** How many letters were inserted, left out, replaced or swapped with their neighbour. */
  private static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int replaced = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least = cost[i - 1][j - 1] + replaced;
        least = Math.min(least, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          least = Math.min(least, cost[i - 2][j - 2] + 1);
        }
        cost[i][j] = least;
      }
    }
    return cost[a.length()][b.length()];
  }

  /** The text with its control characters made visible, so that a message stays one line. */
  static String onOneLine(String text) {
    StringBuilder visible = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) && visible == null) {
        visible = new StringBuilder(text.substring(0, i));
      }
      if (visible != null) {
        if (Character.isISOControl(c)) {
          visible.append("\\u00").append(Character.forDigit(c >> 4, 16));
          visible.append(Character.forDigit(c & 15, 16));
        } else {
          visible.append(c);
        }
      }
    }
    return visible == null ? text : visible.toString();
  }
}
