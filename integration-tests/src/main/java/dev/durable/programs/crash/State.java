package dev.durable.programs.crash;

import java.util.Arrays;

/**
 * What a name stands for, as a word: {@link #ABSENT}, {@link #DIRECTORY}, a symbolic link, or a
 * file's content. A content is made of pieces {@code VERSION:FROM-TO}: each version of a file has
 * its own endless text, of which the file holds some. A piece of version {@code ?} may be anything.
 * A content with {@code +} before it may also be any that begins as the state before and is no
 * longer than this one.
 */
public final class State {
  public static final String ABSENT = "absent";
  public static final String DIRECTORY = "directory";

  /** Anything, or nothing: what is in place is being written. */
  public static final String UNKNOWN = "unknown";

  private static final String LINK = "link:";

  /** Every length is a multiple of this. */
  static final int LINE = 64;

  private State() {}

  /** One whole version. */
  public static String file(int version, int length) {
    return piece(Integer.toString(version), 0, length);
  }

  static String piece(String version, int from, int to) {
    return version + ":" + from + "-" + to;
  }

  /** What is being appended, up to the given length. */
  static String growing(String state) {
    return "+" + state;
  }

  static String link(String target) {
    return LINK + target;
  }

  /** Where a link leads; null for what is no link. */
  private static String target(String state) {
    return state.startsWith(LINK) ? state.substring(LINK.length()) : null;
  }

  public static boolean isGrowing(String state) {
    return state.startsWith("+");
  }

  /** Whether only one content, or none, is in this state. */
  public static boolean isDefinite(String state) {
    return !state.equals(UNKNOWN) && !isGrowing(state) && !state.contains("?");
  }

  /** Whether {@code found} is the content that {@code state} says. */
  public static boolean isContent(String name, String state, byte[] found) {
    if (!isFile(state)) {
      return false;
    }
    int at = 0;
    for (String piece : pieces(state)) {
      String[] words = piece.split("[:-]");
      int from = Integer.parseInt(words[1]);
      int to = Integer.parseInt(words[2]);
      int end = at + to - from;
      if (end > found.length) {
        return false;
      }
      if (!words[0].equals("?")
          && !Arrays.equals(
              text(name, Integer.parseInt(words[0]), from, to),
              Arrays.copyOfRange(found, at, end))) {
        return false;
      }
      at = end;
    }
    return at == found.length;
  }

  /** How long a file is in this state; 0 for what is no file. */
  public static int length(String state) {
    int length = 0;
    for (String piece : pieces(state)) {
      String[] words = piece.split("[:-]");
      length += Integer.parseInt(words[2]) - Integer.parseInt(words[1]);
    }
    return length;
  }

  private static boolean isFile(String state) {
    return state.contains(":") && target(state) == null;
  }

  private static String[] pieces(String state) {
    return isFile(state)
        ? (isGrowing(state) ? state.substring(1) : state).split(",")
        : new String[0];
  }

  /**
   * A part of a version's text: letters in lines of {@link #LINE} bytes, so that a text of some
   * lines is also one for those who write lines.
   *
   * @param name of the file; what stands behind the first dot or slash makes no difference
   */
  static byte[] text(String name, int version, int from, int to) {
    long seed = name.split("[./]")[0].hashCode() * 0x9e3779b97f4a7c15L + version;
    byte[] bytes = new byte[to - from];
    long random = 0;
    for (int i = 0; i < bytes.length; i++) {
      int at = from + i;
      if (i == 0 || at % Long.BYTES == 0) {
        random = mixed(seed * 31 + at / Long.BYTES);
      }
      int letter = 'a' + (int) (random >>> at % Long.BYTES * 8 & 0xff) % 26;
      bytes[i] = (byte) (at % LINE == LINE - 1 ? '\n' : letter);
    }
    return bytes;
  }

  /** The finaliser of SplittableRandom. */
  private static long mixed(long value) {
    long z = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }
}
