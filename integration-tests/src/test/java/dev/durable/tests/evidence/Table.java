package dev.durable.tests.evidence;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A table in Markdown. */
public final class Table {
  private final StringBuilder text = new StringBuilder();

  public Table(String... columns) {
    row((Object[]) columns);
    text.append("|").append(" --- |".repeat(columns.length)).append("\n");
  }

  /** Adds a row; numbers get separators. */
  public Table row(Object... cells) {
    text.append(Stream.of(cells).map(Table::cell).collect(Collectors.joining(" | ", "| ", " |\n")));
    return this;
  }

  private static String cell(Object value) {
    if (value instanceof Integer || value instanceof Long) {
      return "%,d".formatted(value);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Object::toString).collect(Collectors.joining(", "));
    }
    return value.toString().replace("|", "\\|");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
