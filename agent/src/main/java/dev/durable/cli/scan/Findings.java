package dev.durable.cli.scan;

import dev.durable.cli.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a scan has found, to be printed. */
public final class Findings {
  private final List<Library> libraries;
  private int classes;
  private int places;
  private int unsafe;

  private Findings(List<Library> libraries) {
    this.libraries = libraries;
    for (Library library : libraries) {
      classes += library.classes;
      places += library.places.size();
      unsafe += library.unsafe();
    }
  }

  /**
   * Reads the class files in these jars and directories. Long work shows its progress, if standard
   * error is a terminal.
   *
   * @throws IOException if one of the paths can't be read
   */
  public static Findings in(List<Path> paths) throws IOException, InterruptedException {
    return new Findings(
        Scanner.scan(paths, new ClassScanner(JdkCalls.load()), Progress.onTerminal()));
  }

  /** How many places can lose or spoil what was safe before. */
  public int unsafe() {
    return unsafe;
  }

  /** What could not be read, and why. */
  public List<String> problems() {
    return Library.problems(libraries);
  }

  /** Prints a summary, then each place. */
  public void print(PrintWriter out) {
    out.printf(
        "%s: %s that write, move or delete files, %d of them unsafe as they stand%n",
        Library.counted(libraries), Library.counted(places, "place", "places"), unsafe);
    if (places == 0) {
      return;
    }
    out.printf("%n%8s %8s  library%n", "unsafe", "places");
    List<Library> worstFirst = new ArrayList<>(libraries);
    worstFirst.sort(Comparator.comparingInt(Library::unsafe).reversed());
    for (Library library : worstFirst) {
      if (!library.places.isEmpty()) {
        out.printf("%8d %8d  %s%n", library.unsafe(), library.places.size(), library.name);
      }
    }
    Set<Risk> risks = EnumSet.noneOf(Risk.class);
    Set<Treatment> treatments = EnumSet.noneOf(Treatment.class);
    for (Library library : libraries) {
      if (!library.places.isEmpty()) {
        out.printf("%n%s%n", library.name);
        for (Place place : library.places) {
          out.printf(
              "  %s %-10s -> %-9s  %s  %s%n",
              place.risk.unsafe ? "!" : " ", place.risk, place.treatment, place.call, place);
          risks.add(place.risk);
          treatments.add(place.treatment);
        }
      }
    }
    out.printf("%nAs it stands (!: unsafe):%n");
    for (Risk risk : risks) {
      out.printf("  %s %-10s %s%n", risk.unsafe ? "!" : " ", risk, risk.meaning);
    }
    out.printf("%nWith the agent, on a protected path:%n");
    for (Treatment treatment : treatments) {
      out.printf("  -> %-9s  %s%n", treatment, treatment.meaning);
    }
  }

  /** Prints the same as one JSON object. */
  public void printJson(PrintWriter out) {
    out.printf(
        "{\"classes\": %d, \"places\": %d, \"unsafe\": %d, \"libraries\": [",
        classes, places, unsafe);
    String separator = "\n";
    for (Library library : libraries) {
      out.print(separator);
      printJson(out, library);
      separator = ",\n";
    }
    out.println("\n]}");
  }

  private static void printJson(PrintWriter out, Library library) {
    out.printf(
        "{\"name\": %s, \"classes\": %d, \"unsafe\": %d, \"problems\": [",
        Json.quoted(library.name), library.classes, library.unsafe());
    String separator = "";
    for (String problem : library.problems) {
      out.print(separator + Json.quoted(problem));
      separator = ", ";
    }
    out.print("], \"places\": [");
    separator = "\n  ";
    for (Place place : library.places) {
      out.print(separator);
      out.printf(
          "{\"class\": %s, \"method\": %s, \"source\": %s, \"line\": %d, \"release\": %d,"
              + " \"call\": %s, \"risk\": \"%s\", \"unsafe\": %b, \"agent\": \"%s\"}",
          Json.quoted(place.type),
          Json.quoted(place.method),
          Json.quoted(place.source),
          place.line,
          place.release,
          Json.quoted(place.call.toString()),
          place.risk,
          place.risk.unsafe,
          place.treatment);
      separator = ",\n  ";
    }
    out.print("]}");
  }
}
