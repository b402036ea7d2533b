package dev.durable.tests.bench;

import dev.durable.tests.evidence.Table;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;

/** A page of docs: prose from a template, with the figures of a run in their places. */
final class Page {
  private static final Pattern PLACE = Pattern.compile("\\$\\{(\\w+)\\}");

  private final String name;
  private final Map<String, String> sections = new LinkedHashMap<>();
  private final Map<String, CategoryChart> charts = new LinkedHashMap<>();

  /**
   * @param name of the page and its template, without the extension
   */
  Page(String name) {
    this.name = name;
  }

  void put(String place, Object text) {
    sections.put(place, text.toString().strip());
  }

  void put(String file, CategoryChart chart) {
    charts.put(file, chart);
  }

  Table table(String... columns) {
    return new Table(columns);
  }

  private String template() throws IOException {
    try (InputStream in = Page.class.getResourceAsStream("/bench/" + name + ".md")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String text() throws IOException {
    return PLACE
        .matcher(template())
        .replaceAll(
            place -> {
              String section = sections.get(place.group(1));
              return section == null ? "" : java.util.regex.Matcher.quoteReplacement(section);
            });
  }

  /** Whether there is something for each place of the template. */
  boolean isComplete() throws IOException {
    return PLACE
        .matcher(template())
        .results()
        .allMatch(place -> !sections.getOrDefault(place.group(1), "").isBlank());
  }

  void print() {
    sections.forEach((place, text) -> System.out.println("\n" + place + "\n\n" + text));
  }

  void write(Path docs) throws IOException {
    Files.writeString(docs.resolve(name + ".md"), text());
    for (var chart : charts.entrySet()) {
      BitmapEncoder.saveBitmap(
          chart.getValue(),
          docs.resolve(chart.getKey()).toString(),
          BitmapEncoder.BitmapFormat.PNG);
    }
  }
}
