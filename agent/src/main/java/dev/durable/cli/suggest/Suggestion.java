package dev.durable.cli.suggest;

import dev.durable.observe.Audit.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A first configuration: a rule for each directory, or for each file where they are few. */
public final class Suggestion {
  /** From so many files on, a directory is protected as a whole. */
  private static final int MANY = 3;

  private static final int CODE_SHOWN = 3;

  /** Where what a crash takes is not missed, most often. */
  private static final String[] TEMPORARY = {"/tmp/", "/var/tmp/", "/dev/", "/proc/", "/run/"};

  private final StringBuilder text = new StringBuilder();

  /** What would not have survived, by directory. */
  private final Map<String, List<AuditedFiles>> directories = new TreeMap<>();

  private Suggestion(List<AuditedFiles> all) {
    for (AuditedFiles one : all) {
      int end = one.file.lastIndexOf('/');
      // A directory that is made says nothing of what will be written in it.
      boolean name = one.kind.equals(Kind.NAMED.label) || one.kind.equals(Kind.DELETED.label);
      if (one.unsafe > 0 && end > 0 && !name) {
        directories.computeIfAbsent(one.file.substring(0, end), d -> new ArrayList<>()).add(one);
      }
    }
  }

  /** The text of the configuration. */
  public static String of(List<AuditedFiles> all) {
    Suggestion suggestion = new Suggestion(all);
    suggestion.write();
    return suggestion.text.toString();
  }

  private void write() {
    long unsafe = 0;
    for (List<AuditedFiles> files : directories.values()) {
      for (AuditedFiles one : files) {
        unsafe += one.unsafe;
      }
    }
    line(
        "# Suggested from an audit, in which a crash could have undone or torn %d writes.", unsafe);
    line(
        "# It has seen only what was written while it ran: read each line, and add what is missing.");
    String whole = null;
    for (Map.Entry<String, List<AuditedFiles>> directory : directories.entrySet()) {
      boolean covered = whole != null && directory.getKey().startsWith(whole);
      if (!covered && directory(directory.getKey(), directory.getValue())) {
        whole = directory.getKey() + "/";
      }
    }
    line("");
    line("mode = enforce");
  }

  /** Returns whether the directory is protected as a whole, with those in it. */
  private boolean directory(String directory, List<AuditedFiles> files) {
    boolean temporary = isTemporary(directory + "/");
    Map<String, List<AuditedFiles>> byFile = new TreeMap<>();
    for (AuditedFiles one : files) {
      byFile.computeIfAbsent(one.file, file -> new ArrayList<>()).add(one);
    }
    if (byFile.size() >= MANY || byFile.containsKey(directory + "/*")) {
      line("");
      code(files);
      rule(directory, "/**", temporary ? "temporary files, it seems" : null);
      return true;
    }
    for (Map.Entry<String, List<AuditedFiles>> file : byFile.entrySet()) {
      line("");
      code(file.getValue());
      String why =
          temporary ? "a temporary file, it seems" : isLog(file) ? "a log, it seems" : null;
      rule(file.getKey(), "", why);
    }
    return false;
  }

  /** Who writes there, the most frequent first. */
  private void code(List<AuditedFiles> files) {
    Map<String, Long> counts = new TreeMap<>();
    for (AuditedFiles one : files) {
      counts.merge(one.kind + " by " + one.code, one.unsafe, Long::sum);
    }
    List<Map.Entry<String, Long>> sorted = new ArrayList<>(counts.entrySet());
    Collections.sort(
        sorted, Comparator.comparingLong((Map.Entry<String, Long> entry) -> -entry.getValue()));
    for (Map.Entry<String, Long> entry : sorted.subList(0, Math.min(CODE_SHOWN, sorted.size()))) {
      line("# %d times %s", entry.getValue(), entry.getKey().replaceAll("[\\r\\n]", " "));
    }
    if (sorted.size() > CODE_SHOWN) {
      line("# and by %d more places in the code", sorted.size() - CODE_SHOWN);
    }
  }

  /** A rule; what had better not be protected is a comment. */
  private void rule(String path, String rest, String whyNot) {
    if (path.matches("(?s).*[\\r\\n].*")) {
      line("# a path with a line break in it, which no line can name");
    } else if (whyNot == null) {
      line("%s%s", escaped(path), rest);
    } else {
      line("# %s%s    # not protected: %s", escaped(path), rest, whyNot);
    }
  }

  private static boolean isTemporary(String directory) {
    for (String prefix : TEMPORARY) {
      if (directory.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLog(Map.Entry<String, List<AuditedFiles>> file) {
    String name = file.getKey().substring(file.getKey().lastIndexOf('/') + 1);
    boolean appended = true;
    for (AuditedFiles one : file.getValue()) {
      appended &= one.kind.equals(Kind.APPENDED.label) || one.kind.equals(Kind.CREATED.label);
    }
    String lower = name.toLowerCase(Locale.ROOT);
    return appended
        && !lower.contains("journal")
        && (lower.matches(".*\\.(log|out|err)(\\..*)?") || lower.startsWith("log."));
  }

  /** The path as a glob that means it alone. */
  private static String escaped(String path) {
    return path.replaceAll("([\\\\*?\\[\\]{}\"#! \\t$])", "\\\\$1");
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
