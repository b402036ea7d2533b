package dev.durable.programs.libraries;

import java.io.File;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/** SnakeYAML: a document for each line. */
final class Yamls {
  private Yamls() {}

  static void addTo(Map<String, Way> ways) {
    ways.put("SnakeYAML", new Way(Way.Kind.PIECEWISE, Yamls::dump, Yamls::load));
  }

  private static void dump(File file, Lines lines) throws IOException {
    try (FileWriter writer = new FileWriter(file)) {
      new Yaml().dumpAll(lines.iterator(), writer);
    }
  }

  private static List<String> load(File file) throws IOException {
    List<String> lines = new ArrayList<>();
    try (FileReader reader = new FileReader(file)) {
      for (Object line : new Yaml().loadAll(reader)) {
        lines.add((String) line);
      }
    }
    return lines;
  }
}
