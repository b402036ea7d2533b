package dev.durable.tests.syscalls;

import dev.durable.programs.Calls;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is in a scene: names with their contents, written as {@code here/f=old}; {@code here/d/} is
 * a directory, {@code here/l->f} a symbolic link ({@code ->@here/f} one to an absolute path),
 * {@code here/g==here/f} a hard link.
 */
final class State {
  static final String LINK = "-> ";
  static final String SAME = "== ";

  private State() {}

  /**
   * Reads it. {@code \\n} and {@code \\0} are those bytes, {@code *9} is a pattern of that length.
   */
  static Map<String, String> parse(String text) {
    var state = new TreeMap<String, String>();
    for (String word : text.strip().split("\\s+")) {
      if (word.contains("->")) {
        put(state, word, "->", LINK);
      } else if (word.contains("==")) {
        put(state, word, "==", SAME);
      } else if (word.contains("=")) {
        put(state, word, "=", "");
      } else if (word.endsWith("/")) {
        state.put(word, "");
      } else if (!word.equals("nothing")) {
        throw new IllegalArgumentException(text);
      }
    }
    return state;
  }

  private static void put(Map<String, String> state, String word, String sign, String prefix) {
    int at = word.indexOf(sign);
    String content = word.substring(at + sign.length());
    state.put(word.substring(0, at), prefix + (prefix.isEmpty() ? content(content) : content));
  }

  private static String content(String text) {
    return text.startsWith("*")
        ? new String(Calls.pattern(Integer.parseInt(text.substring(1))), StandardCharsets.US_ASCII)
        : text.replace("\\n", "\n").replace("\\0", "\0");
  }

  /** The same as it is found in a scene: a hard link has its content. */
  static Map<String, String> found(Map<String, String> state, Scene scene) {
    var found = new TreeMap<>(state);
    found.replaceAll(
        (name, content) ->
            content.startsWith(SAME)
                ? state.get(content.substring(SAME.length()))
                : content.startsWith(LINK + "@")
                    ? LINK + scene.resolve(content.substring(LINK.length() + 1))
                    : content);
    return found;
  }
}
