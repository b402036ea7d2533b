package dev.durable.programs.libraries;

import java.io.BufferedWriter;
import java.io.File;
import java.io.FileWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Formatter;
import java.util.List;
import java.util.Map;
import java.util.Scanner;

/** The JDK's writers of text. */
final class Texts {
  private Texts() {}

  static void addTo(Map<String, Way> ways) {
    ways.put("FileWriter", piecewise(Texts::byFileWriter));
    ways.put("PrintWriter", piecewise(Texts::byPrintWriter));
    ways.put("PrintStream", piecewise(Texts::byPrintStream));
    ways.put("Formatter", piecewise(Texts::byFormatter));
    ways.put("Scanner and rewrite", piecewise(Texts::byScannerAndRewrite));
  }

  private static Way piecewise(Way.Write write) {
    return new Way(Way.Kind.PIECEWISE, write, Texts::read);
  }

  static List<String> read(File file) throws IOException {
    return Files.readAllLines(file.toPath());
  }

  private static void byFileWriter(File file, Lines lines) throws IOException {
    try (BufferedWriter writer = new BufferedWriter(new FileWriter(file))) {
      for (String line : lines) {
        writer.write(line);
        writer.newLine();
      }
    }
  }

  private static void byPrintWriter(File file, Lines lines) throws IOException {
    try (PrintWriter writer = new PrintWriter(file)) {
      lines.forEach(writer::println);
    }
  }

  private static void byPrintStream(File file, Lines lines) throws IOException {
    try (PrintStream stream = new PrintStream(file)) {
      lines.forEach(stream::println);
    }
  }

  private static void byFormatter(File file, Lines lines) throws IOException {
    try (Formatter formatter = new Formatter(file)) {
      for (String line : lines) {
        formatter.format("%s%n", line);
      }
    }
  }

  /** Reads what is there, then writes all of it anew. */
  private static void byScannerAndRewrite(File file, Lines lines) throws IOException {
    List<String> old = new ArrayList<>();
    if (file.exists()) {
      try (Scanner scanner = new Scanner(file)) {
        while (scanner.hasNextLine()) {
          old.add(scanner.nextLine());
        }
      }
    }
    try (PrintWriter writer = new PrintWriter(file)) {
      for (int i = 0; i < Math.max(old.size(), lines.size()); i++) {
        writer.println(lines.get(i));
      }
    }
  }
}
