package dev.durable.cli.scan;

import dev.durable.barriers.BarrierPreview;
import dev.durable.cli.Json;
import dev.durable.config.Configuration;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the barriers of a configuration match in an application, to be printed. */
public final class BarrierFindings {
  private final Configuration configuration;
  private final List<Library> libraries;
  private final List<BarrierPreview.Line> lines;

  private BarrierFindings(Configuration configuration, List<Library> libraries) {
    this.configuration = configuration;
    this.libraries = libraries;
    Map<String, byte[]> classes = new LinkedHashMap<>();
    for (Library library : libraries) {
      for (Map.Entry<String, byte[]> shape : library.shapes.entrySet()) {
        classes.putIfAbsent(shape.getKey(), shape.getValue()); // As on a class path.
      }
    }
    this.lines = new BarrierPreview(configuration.barriers(), classes).lines();
  }

  /**
   * Reads the class files in these jars and directories.
   *
   * @throws IOException if one of the paths can't be read
   */
  public static BarrierFindings in(List<Path> paths, Configuration configuration)
      throws IOException, InterruptedException {
    return new BarrierFindings(
        configuration, Scanner.scan(paths, new Shapes(), Progress.onTerminal()));
  }

  /** Whether each barrier matches something. */
  public boolean allMatch() {
    for (BarrierPreview.Line line : lines) {
      if (line.methods().isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** What could not be read, and why. */
  public List<String> problems() {
    return Library.problems(libraries);
  }

  /** Prints each barrier with the methods that it matches. */
  public void print(PrintWriter out) {
    out.printf(
        "%s: %s; %s%n",
        configuration.file(),
        Library.counted(lines.size(), "barrier", "barriers"),
        Library.counted(libraries));
    for (BarrierPreview.Line line : lines) {
      out.printf("%n%s: %s%n", line.barrier().place(), line.barrier());
      for (String method : line.methods()) {
        out.printf("  %s%n", method);
      }
      if (line.methods().isEmpty()) {
        out.printf("  ! it matches nothing: %s%n", line.nearMiss());
      }
    }
  }

  /** Prints the same as one JSON object. */
  public void printJson(PrintWriter out) {
    out.print("{\"barriers\": [");
    String separator = "\n";
    for (BarrierPreview.Line line : lines) {
      out.printf(
          "%s{\"place\": %s, \"methods\": %s, \"matches\": [",
          separator, Json.quoted(line.barrier().place()), Json.quoted(line.barrier().text()));
      String between = "\n  ";
      for (String method : line.methods()) {
        out.print(between + Json.quoted(method));
        between = ",\n  ";
      }
      String nearMiss = line.methods().isEmpty() ? Json.quoted(line.nearMiss()) : "null";
      out.printf("], \"nearMiss\": %s}", nearMiss);
      separator = ",\n";
    }
    out.println("\n]}");
  }
}
