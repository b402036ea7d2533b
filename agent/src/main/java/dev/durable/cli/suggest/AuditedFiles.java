package dev.durable.cli.suggest;

import dev.durable.cli.Failure;
import dev.durable.observe.AuditReport;
import java.util.ArrayList;
import java.util.List;

/** One line of an audit's report. */
public final class AuditedFiles {
  private static final int FIELDS = 7;

  final long unsafe;
  final String kind;
  final String file;
  final String code;

  private AuditedFiles(long unsafe, String kind, String file, String code) {
    this.unsafe = unsafe;
    this.kind = kind;
    this.file = file;
    this.code = code;
  }

  /**
   * Reads a report.
   *
   * @throws Failure if it is none
   */
  public static List<AuditedFiles> parse(String report) {
    String[] lines = report.split("\n");
    if (!lines[0].equals(AuditReport.TITLE)) {
      throw new Failure(
          "found \"" + lines[0] + "\" in the first line, expected \"" + AuditReport.TITLE + "\"");
    }
    List<AuditedFiles> all = new ArrayList<>();
    for (int i = 0; i < lines.length; i++) {
      if (!lines[i].startsWith("#") && !lines[i].isEmpty()) {
        all.add(parse(lines[i].split("\t", -1), i + 1));
      }
    }
    return all;
  }

  private static AuditedFiles parse(String[] fields, int line) {
    if (fields.length != FIELDS || !fields[0].matches("[0-9]{1,18}")) {
      throw new Failure("found a line " + line + " of another form, expected an audit's report");
    }
    return new AuditedFiles(
        Long.parseLong(fields[0]), fields[3], plain(fields[4]), plain(fields[5]));
  }

  private static String plain(String field) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c == '\\' && i + 1 < field.length()) {
        char next = field.charAt(++i);
        c = next == 't' ? '\t' : next == 'n' ? '\n' : next;
      }
      text.append(c);
    }
    return text.toString();
  }
}
