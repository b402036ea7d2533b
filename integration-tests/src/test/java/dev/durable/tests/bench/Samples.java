package dev.durable.tests.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measured numbers of one kind, or ratios of such that were measured side by side. */
final class Samples {
  private final List<Double> values = new ArrayList<>();

  Samples add(double value) {
    values.add(value);
    return this;
  }

  /** Of each with its counterpart. */
  Samples dividedBy(Samples others) {
    var ratios = new Samples();
    for (int i = 0; i < values.size(); i++) {
      ratios.add(values.get(i) / others.values.get(i));
    }
    return ratios;
  }

  double median() {
    var sorted = values.stream().sorted().toList();
    return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
  }

  private double quantile(double share) {
    return values.stream().sorted().toList().get((int) (share * (values.size() - 1)));
  }

  /** The median, as it is read best. */
  String text() {
    return number(median());
  }

  /** The median, and what the middle half of the samples lies between. */
  String ratio() {
    return String.format(Locale.ROOT, "%.2f (%.2f-%.2f)", median(), quantile(0.25), quantile(0.75));
  }

  static String number(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%,.0f", value);
  }
}
