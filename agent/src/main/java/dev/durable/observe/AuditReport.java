package dev.durable.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An audit as a text: lines of tabs and fields, for programs and people. The first line names the
 * format, the second the fields; {@code \t}, {@code \n} and {@code \\} in a field stand for a tab,
 * a line break and a backslash.
 */
public final class AuditReport {
  /** The first line. */
  public static final String TITLE = "# durable audit 1";

  private static final String FIELDS = "# unsafe\tcount\tforced\tkind\tfile\tcode\tremedy";

  private static final int SHOWN = 10;

  private final Audit audit;

  public AuditReport(Audit audit) {
    this.audit = audit;
  }

  /** All of it. */
  public String text() {
    StringBuilder text = new StringBuilder(TITLE + "\n" + FIELDS + "\n");
    for (Audit.Entry entry : audit.entries()) {
      text.append(entry.unsafe()).append('\t');
      text.append(entry.count()).append('\t');
      text.append(entry.forced()).append('\t');
      text.append(entry.kind.label).append('\t');
      text.append(escaped(entry.file)).append('\t');
      text.append(escaped(entry.site)).append('\t');
      text.append(entry.kind.remedy).append('\n');
    }
    if (audit.dropped() > 0) {
      text.append("# ").append(audit.dropped()).append(" more writes were counted, not noted\n");
    }
    return text.toString();
  }

  private static String escaped(String field) {
    return field.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n");
  }

  /** What matters most, in a few lines. */
  public List<String> summary() {
    List<Audit.Entry> all = audit.entries();
    long count = 0;
    long unsafe = 0;
    for (Audit.Entry entry : all) {
      count += entry.count();
      unsafe += entry.unsafe();
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "audit: %d of %d changes of files would not have survived a crash",
            unsafe,
            count + audit.dropped()));
    for (Audit.Entry entry : all.subList(0, Math.min(SHOWN, all.size()))) {
      if (entry.unsafe() > 0) {
        lines.add(
            String.format(
                Locale.ROOT,
                "audit: %d times %s by %s: %s",
                entry.unsafe(),
                entry.kind.label,
                entry.site,
                entry.file));
      }
    }
    return lines;
  }
}
