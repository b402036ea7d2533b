package dev.durable.cli.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;

/** A page that needs no other file: for screens of any size, light and dark, and for paper. */
public final class ReportPage {
  private static final int MOST_ROWS = 50;

  private static final String STYLE =
      ":root{--ink:#1a1d21;--soft:#5c6570;--paper:#fff;--line:#d9dee4;--bar:#2f6fb3;--bad:#b3372f;"
          + "--tile:#f3f6f9}"
          + "@media(prefers-color-scheme:dark){:root{--ink:#e6e9ed;--soft:#a2abb6;--paper:#15181c;"
          + "--line:#353b43;--bar:#6aa8ea;--bad:#f08a80;--tile:#1f242a}}"
          + "*{box-sizing:border-box}"
          + "body{margin:0 auto;max-width:62rem;padding:1rem;color:var(--ink);"
          + "background:var(--paper);font:16px/1.5 system-ui,sans-serif}"
          + "h1{font-size:1.6rem;margin:.5rem 0}h2{font-size:1.2rem;margin:2.2rem 0 .6rem}"
          + "h3{font-size:1rem;margin:1.2rem 0 .3rem}p{margin:.4rem 0}.soft{color:var(--soft)}"
          + ".tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:.6rem}"
          + ".tile{background:var(--tile);border-radius:.5rem;padding:.6rem .8rem}"
          + ".tile b{display:block;font-size:1.5rem;font-variant-numeric:tabular-nums}"
          + ".bad b,.bad td:first-child{color:var(--bad)}"
          + ".wide{overflow-x:auto}table{border-collapse:collapse;width:100%}"
          + "th,td{text-align:left;padding:.3rem .6rem .3rem 0;border-bottom:1px solid var(--line);"
          + "vertical-align:top}th{font-weight:600;color:var(--soft)}"
          + "td.n,th.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}"
          + "code{font:.875em ui-monospace,monospace;overflow-wrap:anywhere}"
          + ".bars{display:grid;grid-template-columns:6rem 1fr 4rem;gap:.15rem .6rem;"
          + "align-items:center;font-size:.875rem}.bars i{display:block;height:.9rem;"
          + "background:var(--bar);border-radius:.15rem;min-width:1px;print-color-adjust:exact;"
          + "-webkit-print-color-adjust:exact}"
          + ".bars span{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}"
          + "@media print{:root{--ink:#000;--soft:#444;--paper:#fff;--line:#bbb;--bar:#555;"
          + "--bad:#000;--tile:#fff}body{max-width:none;padding:0;font-size:10pt}"
          + ".tile{border:1px solid var(--line)}.wide{overflow:visible}"
          + "h2,h3{break-after:avoid}tr,.tile,.bars{break-inside:avoid}}";

  private final StringBuilder html = new StringBuilder();
  private final Findings findings;

  private ReportPage(Findings findings) {
    this.findings = findings;
  }

  /** The page. */
  public static String of(Findings findings, String recording) {
    ReportPage page = new ReportPage(findings);
    page.write(recording);
    return page.html.toString();
  }

  private void write(String recording) {
    html.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n");
    html.append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n");
    html.append("<meta name=\"color-scheme\" content=\"light dark\">\n");
    html.append("<title>durable: ").append(text(recording)).append("</title>\n<style>");
    html.append(STYLE).append("</style></head><body>\n");
    html.append("<h1>What durable.jar has done</h1>\n");
    html.append("<p class=\"soft\">").append(text(recording)).append(", ");
    html.append(moment(findings.begin)).append(" to ").append(moment(findings.end));
    html.append("</p>\n");
    tiles();
    outcomes();
    rules();
    durations();
    slowest();
    obstacles();
    failures();
    unsafe();
    html.append("</body></html>\n");
  }

  private static String moment(long millis) {
    return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
        .withZone(ZoneOffset.UTC)
        .format(Instant.ofEpochMilli(millis));
  }

  private void tiles() {
    html.append("<div class=\"tiles\">");
    long done = 0;
    for (Map.Entry<String, Long> outcome : findings.outcomes.entrySet()) {
      done += outcome.getKey().equals("failed") ? 0 : outcome.getValue();
    }
    if (!findings.outcomes.isEmpty()) {
      long obstacles = sum(findings.obstacles);
      long failures = sum(findings.failures);
      tile("protected calls", number(done), false);
      tile("files", number(findings.files), false);
      tile("bytes", bytes(findings.bytes), false);
      tile("in place for an obstacle", number(obstacles), obstacles > 0);
      tile("failed", number(failures), failures > 0);
    }
    if (!findings.unsafe.isEmpty()) {
      long unsafe = 0;
      for (Map<String, Findings.Group> kind : findings.unsafe.values()) {
        unsafe += sum(kind);
      }
      tile("unsafe writes", number(unsafe), true);
    }
    html.append("</div>\n");
  }

  private static long sum(Map<String, Findings.Group> groups) {
    long sum = 0;
    for (Findings.Group group : groups.values()) {
      sum += group.count;
    }
    return sum;
  }

  private void tile(String name, String value, boolean bad) {
    html.append(bad ? "<div class=\"tile bad\"><b>" : "<div class=\"tile\"><b>");
    html.append(value).append("</b>").append(text(name)).append("</div>");
  }

  private void head(String title, String... columns) {
    html.append("<h2>").append(text(title)).append("</h2>\n<div class=\"wide\"><table><tr>");
    for (String column : columns) {
      boolean isNumber = column.startsWith("#");
      html.append(isNumber ? "<th class=\"n\">" : "<th>");
      html.append(text(isNumber ? column.substring(1) : column)).append("</th>");
    }
    html.append("</tr>\n");
  }

  private void end() {
    html.append("</table></div>\n");
  }

  private void cell(String content) {
    html.append("<td>").append(content).append("</td>");
  }

  private void numberCell(String content) {
    html.append("<td class=\"n\">").append(content).append("</td>");
  }

  private void outcomes() {
    if (!findings.outcomes.isEmpty()) {
      head("Outcomes", "Outcome", "#Times");
      for (Map.Entry<String, Long> outcome : findings.outcomes.entrySet()) {
        html.append(outcome.getKey().equals("failed") ? "<tr class=\"bad\">" : "<tr>");
        cell(text(outcome.getKey()));
        numberCell(number(outcome.getValue()));
        html.append("</tr>\n");
      }
      end();
    }
  }

  private void rules() {
    if (!findings.rules.isEmpty()) {
      head("Rules", "Rule", "Outcomes");
      for (Map.Entry<String, Map<String, Long>> rule : findings.rules.entrySet()) {
        List<String> outcomes = new ArrayList<>();
        rule.getValue().forEach((outcome, count) -> outcomes.add(outcome + " " + number(count)));
        html.append("<tr>");
        cell(code(rule.getKey()));
        cell(text(String.join(", ", outcomes)));
        html.append("</tr>\n");
      }
      end();
    }
  }

  private void durations() {
    if (findings.slowest().isEmpty()) {
      return;
    }
    html.append("<h2>How long it took</h2>\n");
    html.append("<p class=\"soft\">Each row reaches twice as far as the one above it.</p>\n");
    for (Map.Entry<String, long[]> stage : findings.durations.entrySet()) {
      long[] counts = stage.getValue();
      int first = 0;
      int last = counts.length - 1;
      while (first <= last && counts[first] == 0) {
        first++;
      }
      if (first > last) {
        continue;
      }
      while (counts[last] == 0) {
        last--;
      }
      long most = LongStream.of(counts).max().getAsLong();
      html.append("<h3>").append(text(stage.getKey())).append("</h3><div class=\"bars\">");
      for (int i = first; i <= last; i++) {
        boolean endless = i == counts.length - 1;
        html.append("<span>");
        html.append(endless ? "longer" : "&lt; " + micros(1L << i)).append("</span>");
        html.append("<div><i style=\"width:");
        html.append(String.format(Locale.ROOT, "%.1f", 100.0 * counts[i] / most));
        html.append("%\"></i></div><span>").append(number(counts[i])).append("</span>");
      }
      html.append("</div>\n");
    }
  }

  private void slowest() {
    if (!findings.slowest().isEmpty()) {
      head("The slowest", "File and code", "#Call", "#Force", "#Rename", "#Directory");
      for (Happening one : findings.slowest()) {
        html.append("<tr>");
        cell(code(one.path) + "<br><span class=\"soft\">" + code(one.code) + "</span>");
        for (long nanos : new long[] {one.total, one.force, one.rename, one.directory}) {
          numberCell(nanos == 0 ? "" : micros(nanos / 1000));
        }
        html.append("</tr>\n");
      }
      end();
    }
  }

  private void obstacles() {
    if (!findings.obstacles.isEmpty()) {
      head("Obstacles", "#Times", "What stood in the way, and what to do");
      for (Map.Entry<String, Findings.Group> obstacle : findings.obstacles.entrySet()) {
        Findings.Group group = obstacle.getValue();
        html.append("<tr>");
        numberCell(number(group.count));
        long without = group.count - group.flagged;
        cell(
            "<b>"
                + text(group.why)
                + "</b>"
                + (without > 0 ? " (" + number(without) + " times without a safety copy)" : "")
                + "<br>"
                + text(Advice.on(obstacle.getKey()))
                + examples(group));
        html.append("</tr>\n");
      }
      end();
    }
  }

  private static String examples(Findings.Group group) {
    StringBuilder all = new StringBuilder();
    for (String path : group.paths) {
      all.append("<br>").append(code(path));
    }
    return all.toString();
  }

  private void failures() {
    if (!findings.failures.isEmpty()) {
      head("Failures", "#Times", "What the application was told");
      for (Map.Entry<String, Findings.Group> failure : mostFirst(findings.failures)) {
        html.append("<tr>");
        numberCell(number(failure.getValue().count));
        cell(text(failure.getKey()) + examples(failure.getValue()));
        html.append("</tr>\n");
      }
      end();
    }
  }

  private void unsafe() {
    for (Map.Entry<String, Map<String, Findings.Group>> kind : findings.unsafe.entrySet()) {
      head("Unsafe: " + kind.getKey(), "#Times", "#Forced", "Code and files");
      for (Map.Entry<String, Findings.Group> site : mostFirst(kind.getValue())) {
        html.append("<tr>");
        numberCell(number(site.getValue().count));
        numberCell(number(site.getValue().flagged));
        cell(
            code(site.getKey())
                + examples(site.getValue())
                + "<br><span class=\"soft\">protected: "
                + text(site.getValue().why)
                + "</span>");
        html.append("</tr>\n");
      }
      end();
    }
  }

  private static List<Map.Entry<String, Findings.Group>> mostFirst(
      Map<String, Findings.Group> groups) {
    List<Map.Entry<String, Findings.Group>> sorted = new ArrayList<>(groups.entrySet());
    sorted.sort(
        Comparator.comparingLong((Map.Entry<String, Findings.Group> one) -> -one.getValue().count));
    return sorted.subList(0, Math.min(MOST_ROWS, sorted.size()));
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value).replace(",", "\u202f");
  }

  private static String bytes(long value) {
    return value < 10_000
        ? number(value)
        : value < 10_000_000
            ? number(value / 1000) + "\u00a0kB"
            : number(value / 1_000_000) + "\u00a0MB";
  }

  private static String micros(long micros) {
    return micros < 1000
        ? micros + "\u00a0\u00b5s"
        : micros < 1_000_000
            ? String.format(Locale.ROOT, micros < 10_000 ? "%.1f" : "%.0f", micros / 1000.0)
                + "\u00a0ms"
            : String.format(Locale.ROOT, "%.1f", micros / 1e6) + "\u00a0s";
  }

  private static String code(String content) {
    return "<code>" + text(content) + "</code>";
  }

  private static String text(String content) {
    return content
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
