package dev.durable.tests.syscalls;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A system call that strace has seen.
 *
 * @param thread that made it
 * @param name as the kernel calls it
 * @param arguments in strace's words, each descriptor with its path
 * @param result in strace's words; empty if there was none, since the process was killed
 */
record SystemCall(long thread, String name, String arguments, String result) {

  private static final Pattern DESCRIPTOR = Pattern.compile("(?<![\\w<])\\d+<(/[^>]*)>");
  private static final Pattern GIVEN = Pattern.compile("\\.{0,3}, (\\d+)(?:, \\d+)?$");
  private static final Pattern NAME = Pattern.compile("(?<!<)\"(/[^\"]*)\"");
  private static final Pattern ERROR = Pattern.compile("-1 (E\\w+) .*");

  /** That there is no such thing in this file system; that it was interrupted. */
  private static final Set<String> HARMLESS = Set.of("EINVAL", "EOPNOTSUPP", "EINTR");

  /** The kernel's names for one thing, and ours. All else goes by its own name. */
  private static final Map<String, String> VERBS =
      Map.ofEntries(
          Map.entry("openat", "open"),
          Map.entry("pwrite64", "write"),
          Map.entry("writev", "write"),
          Map.entry("pwritev", "write"),
          Map.entry("sendfile", "write"),
          Map.entry("copy_file_range", "write"),
          Map.entry("renameat", "rename"),
          Map.entry("renameat2", "rename"),
          Map.entry("linkat", "link"),
          Map.entry("unlinkat", "unlink"),
          Map.entry("mkdirat", "mkdir"),
          Map.entry("fchmod", "chmod"),
          Map.entry("fchmodat", "chmod"),
          Map.entry("fchown", "chown"),
          Map.entry("fchownat", "chown"),
          Map.entry("lchown", "chown"),
          Map.entry("fsetxattr", "setxattr"),
          Map.entry("ftruncate", "truncate"));

  /** Those that neither change nor force anything; what isn't listed here does. */
  private static final Set<String> READING =
      Set.of(
          "stat",
          "lstat",
          "fstat",
          "newfstatat",
          "statx",
          "statfs",
          "fstatfs",
          "access",
          "faccessat",
          "faccessat2",
          "readlink",
          "readlinkat",
          "getxattr",
          "lgetxattr",
          "fgetxattr",
          "listxattr",
          "llistxattr",
          "flistxattr",
          "getdents64",
          "read",
          "pread64",
          "lseek",
          "fcntl",
          "dup",
          "fadvise64",
          "mmap");

  /** Whether the process was killed on entry. */
  private boolean wasCutOff() {
    return result.isEmpty() || result.equals("?");
  }

  /** Its error; null if there was none. */
  String error() {
    Matcher error = ERROR.matcher(result);
    return error.matches() ? error.group(1) : null;
  }

  /** Whether strace has put its result there, instead of the kernel. */
  boolean isInjected() {
    return result.contains("(INJECTED)");
  }

  /** Whether it is a write that took less than it was given. */
  boolean isCutShort() {
    Matcher given = GIVEN.matcher(arguments);
    return name.matches("write|pwrite64")
        && given.find()
        && result.matches("\\d+")
        && Long.parseLong(result) < Long.parseLong(given.group(1));
  }

  /** Whether it failed, and nobody knows what was lost. */
  boolean hasFailed() {
    String error = error();
    return error != null && !HARMLESS.contains(error);
  }

  /** Whether it changes or forces something, the opening and closing of descriptors aside. */
  boolean changes() {
    return switch (verb()) {
      case "open" -> arguments.contains("O_CREAT") || arguments.contains("O_TRUNC");
      case "close" -> false;
      // A copy by the kernel ends when there is no more to copy.
      case "write" -> !result.equals("0");
      default -> !READING.contains(name);
    };
  }

  boolean opensForWriting() {
    return verb().equals("open")
        && (arguments.contains("O_WRONLY") || arguments.contains("O_RDWR"));
  }

  /** The descriptor that an open gave, or that a close takes; else something else. */
  String descriptor() {
    return (verb().equals("close") ? arguments : result).split("<")[0];
  }

  /** What was done, in a word. */
  private String verb() {
    return VERBS.getOrDefault(name, name);
  }

  /** Whether {@code base}, or something below it, is concerned. */
  boolean concerns(Path base) {
    // Most are about nothing in there, which is quickly seen.
    return arguments.contains(base.toString())
        && paths().stream().anyMatch(path -> Path.of(path).startsWith(base));
  }

  /** The files that it is about, those that are only read from aside. */
  private List<String> paths() {
    List<String> descriptors = all(DESCRIPTOR);
    return switch (name) {
      case "sendfile" -> descriptors.subList(0, 1);
      case "copy_file_range" -> descriptors.subList(1, 2);
      // What is written may look like a path.
      case "write", "pwrite64", "read", "pread64" -> descriptors;
      default -> descriptors.isEmpty() ? all(NAME) : descriptors;
    };
  }

  private List<String> all(Pattern pattern) {
    var found = new ArrayList<String>();
    for (Matcher m = pattern.matcher(arguments); m.find(); ) {
      found.add(m.group(1));
    }
    return found;
  }

  /** What is done to which files, by their short names: {@code rename here/TEMP -> here/f}. */
  String what(Path base) {
    return exactVerb()
        + " "
        + paths().stream().map(path -> shortName(base, path)).collect(Collectors.joining(" -> "));
  }

  /** The same with what became of it, if that isn't success. */
  String step(Path base) {
    String error = error();
    return what(base) + (wasCutOff() ? ": killed" : error == null ? "" : ": " + error);
  }

  /** The same, with what an open is for. */
  String exactVerb() {
    if (verb().equals("open")) {
      boolean truncates = arguments.contains("O_TRUNC");
      if (arguments.contains("O_CREAT")) {
        return arguments.contains("O_EXCL") ? "create" : truncates ? "overwrite" : "open or create";
      }
      return truncates ? "truncate" : "open";
    }
    return name.equals("unlinkat") && arguments.contains("AT_REMOVEDIR") ? "rmdir" : verb();
  }

  /** Relative to the base, which is a dot; the agent's own files go by what they are. */
  private static String shortName(Path base, String path) {
    Path relative = base.relativize(Path.of(path));
    String name =
        relative
            .toString()
            .replaceAll("\\.durable-safety~", "SAFETY")
            .replaceAll("\\.durable-[^/]+\\.ready~", "READY")
            .replaceAll("\\.durable-[^/]+~", "TEMP");
    return name.isEmpty() ? "." : name;
  }
}
