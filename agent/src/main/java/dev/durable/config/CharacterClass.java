package dev.durable.config;

/** What {@code [a-z]} or {@code [!a-z]} stands for: one character of a name. Immutable. */
final class CharacterClass {
  private final boolean negated;

  /** First and last code point of each range, one after the other. */
  private final int[] ranges;

  CharacterClass(boolean negated, int[] ranges) {
    this.negated = negated;
    this.ranges = ranges;
  }

  boolean contains(int codePoint) {
    return codePoint != '/' && isInRanges(codePoint) != negated;
  }

  /** Whether it has a character other than the dot. */
  boolean hasOtherThanDot() {
    if (negated) {
      return true;
    }
    for (int i = 0; i < ranges.length; i += 2) {
      for (int c = ranges[i]; c <= ranges[i + 1]; c++) {
        if (c != '.' && c != '/') {
          return true;
        }
      }
    }
    return false;
  }

  /** This class for paths in which upper and lower case are the same and all is lower case. */
  CharacterClass inLowerCase() {
    int[] folded = new int[2 * ranges.length];
    for (int i = 0; i < ranges.length; i++) {
      folded[i] = Character.toLowerCase(ranges[i]);
      folded[ranges.length + i] = ranges[i];
    }
    return new CharacterClass(negated, folded);
  }

  private boolean isInRanges(int codePoint) {
    for (int i = 0; i < ranges.length; i += 2) {
      if (ranges[i] <= codePoint && codePoint <= ranges[i + 1]) {
        return true;
      }
    }
    return false;
  }
}
