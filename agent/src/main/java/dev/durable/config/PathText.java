package dev.durable.config;

/**
 * Paths as text: absolute, normalised and comparable. Allocates only where the text has to change.
 *
 * <p>On Windows (untested) both separators count as "/" and upper case as lower case.
 */
final class PathText {
  private final boolean windows;

  /** Ends in a separator. */
  private final String workingDirectory;

  PathText(boolean windows, String workingDirectory) {
    this.windows = windows;
    String directory = withSlashes(workingDirectory);
    this.workingDirectory = directory.endsWith("/") ? directory : directory + "/";
  }

  String absolute(String path) {
    return isAbsolute(path) ? path : workingDirectory + path;
  }

  /** The text with "/" for every separator. */
  String withSlashes(String path) {
    return windows ? path.replace('\\', '/') : path;
  }

  /** What is compared instead of a path's text: equal for the same name. */
  String comparable(String path) {
    return windows ? inLowerCase(withSlashes(path)) : path;
  }

  Glob comparable(Glob glob) {
    return windows ? glob.inLowerCase() : glob;
  }

  /**
   * An absolute path, as {@link java.io.File} and {@link java.nio.file.Path} give it, without the
   * names "." and "..": ".." takes away the name before it, as {@link java.nio.file.Path#normalize}
   * does it.
   */
  String normalised(String path) {
    for (int at = path.indexOf("/."); at >= 0; at = path.indexOf("/.", at + 1)) {
      int end = at + 2;
      if (end < path.length() && path.charAt(end) == '.') {
        end++;
      }
      if (end == path.length() || path.charAt(end) == '/') {
        return rebuilt(path);
      }
    }
    return path.endsWith("/") ? rebuilt(path) : path;
  }

  /** The same for any absolute text with "/" as its separator, with repeated separators, too. */
  String rebuilt(String path) {
    int root = rootLength(path);
    StringBuilder rebuilt = new StringBuilder(path.length()).append(path, 0, root - 1);
    int start = root;
    while (start <= path.length()) {
      int end = path.indexOf('/', start);
      if (end < 0) {
        end = path.length();
      }
      String name = path.substring(start, end);
      if (name.equals("..")) {
        rebuilt.setLength(Math.max(root - 1, rebuilt.lastIndexOf("/")));
      } else if (!name.isEmpty() && !name.equals(".")) {
        rebuilt.append('/').append(name);
      }
      start = end + 1;
    }
    return rebuilt.length() < root ? path.substring(0, root) : rebuilt.toString();
  }

  private boolean isAbsolute(String path) {
    return path.startsWith("/") || windows && path.length() > 2 && path.charAt(1) == ':';
  }

  /** How many characters the root has, its separator included. */
  private int rootLength(String path) {
    if (windows && path.charAt(1) == ':') {
      return 3;
    }
    if (windows && path.startsWith("//")) {
      int share = path.indexOf('/', path.indexOf('/', 2) + 1);
      return share < 0 ? path.length() : share + 1;
    }
    return 1;
  }

  private static String inLowerCase(String path) {
    char[] folded = path.toCharArray();
    for (int i = 0; i < folded.length; i++) {
      // By way of upper case, as the file system compares names.
      folded[i] = Character.toLowerCase(Character.toUpperCase(folded[i]));
    }
    return new String(folded);
  }
}
