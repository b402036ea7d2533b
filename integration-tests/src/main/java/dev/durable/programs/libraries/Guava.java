package dev.durable.programs.libraries;

import com.google.common.io.Files;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Guava's Files. */
final class Guava {
  private Guava() {}

  static void addTo(Map<String, Way> ways) {
    ways.put(
        "Guava Files.write",
        new Way(Way.Kind.WHOLE, (file, lines) -> Files.write(lines.bytes(), file), Texts::read));
    ways.put("Guava Files.asCharSink", new Way(Way.Kind.PIECEWISE, Guava::charSink, Texts::read));
    ways.put("Guava Files.asByteSink", new Way(Way.Kind.PIECEWISE, Guava::byteSink, Texts::read));
    ways.put("Guava Files.copy", new Way(Way.Kind.WHOLE, Guava::copy, Texts::read));
    ways.put("Guava Files.move", new Way(Way.Kind.RENAMES, Guava::move, Texts::read));
  }

  private static void charSink(File file, Lines lines) throws IOException {
    Files.asCharSink(file, StandardCharsets.UTF_8).writeLines(lines);
  }

  private static void byteSink(File file, Lines lines) throws IOException {
    Files.asByteSink(file).writeFrom(lines.input());
  }

  private static void copy(File file, Lines lines) throws IOException {
    Files.copy(Sources.of(file, lines), file);
  }

  private static void move(File file, Lines lines) throws IOException {
    Files.move(Sources.of(file, lines), file);
  }
}
