package dev.durable.programs.libraries;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is written: lines that don't compress well, more than fit into the buffers on the way.
 * Whoever takes one after the other meets the {@link Middle}, once.
 */
final class Lines extends AbstractList<String> {
  private static final int COUNT = 2000;
  private static final String LINE = "line";

  private final int version;
  private final Middle middle;
  private boolean reached;

  Lines(int version, Middle middle) {
    this.version = version;
    this.middle = middle;
  }

  @Override
  public String get(int i) {
    if (i == COUNT / 2 && !reached) {
      reached = true;
      middle.reached();
    }
    long mixed = (version * 31L + i) * 0x9E3779B97F4A7C15L;
    return String.format(
        "version %d line %d %016x%016x", version, i, mixed, mixed * 0xD1342543DE82EF95L);
  }

  @Override
  public int size() {
    return COUNT;
  }

  /** The same with nothing in the middle. */
  Lines again() {
    return new Lines(version, Middle.GO);
  }

  /** All in one. */
  String text() {
    return String.join("\n", again()) + "\n";
  }

  byte[] bytes() {
    return text().getBytes(StandardCharsets.UTF_8);
  }

  /** As a map by the number. */
  Map<String, String> map() {
    Map<String, String> map = new LinkedHashMap<>();
    for (String line : again()) {
      map.put(LINE + map.size(), line);
    }
    return map;
  }

  /** As a stream, read line by line. */
  InputStream input() {
    Iterator<String> lines = iterator();
    Enumeration<InputStream> parts =
        new Enumeration<InputStream>() {
          @Override
          public boolean hasMoreElements() {
            return lines.hasNext();
          }

          @Override
          public InputStream nextElement() {
            return new ByteArrayInputStream((lines.next() + "\n").getBytes(StandardCharsets.UTF_8));
          }
        };
    return new SequenceInputStream(parts);
  }

  /** The lines that such a map was made of. */
  static List<String> of(Map<?, ?> map) {
    String[] lines = new String[map.size()];
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      lines[Integer.parseInt(entry.getKey().toString().substring(LINE.length()))] =
          (String) entry.getValue();
    }
    return Arrays.asList(lines);
  }
}
