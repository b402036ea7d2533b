package dev.durable.programs.libraries;

import java.io.BufferedInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FileWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Writer;
import java.util.AbstractSet;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/** {@link Properties#store} in its forms. */
final class PropertyFiles {
  private PropertyFiles() {}

  static void addTo(Map<String, Way> ways) {
    // Those that aren't XML begin with the time.
    ways.put(
        "Properties.store to a FileOutputStream",
        new Way(Way.Kind.PIECEWISE, PropertyFiles::toStream, PropertyFiles::read)
            .withTimesOrRandomNumbers());
    ways.put(
        "Properties.store to a FileWriter",
        new Way(Way.Kind.PIECEWISE, PropertyFiles::toWriter, PropertyFiles::read)
            .withTimesOrRandomNumbers());
    ways.put(
        "Properties.storeToXML",
        new Way(Way.Kind.PIECEWISE, PropertyFiles::toXml, PropertyFiles::readXml));
  }

  private static void toStream(File file, Lines lines) throws IOException {
    try (OutputStream out = new FileOutputStream(file)) {
      new LinesAsProperties(lines).store(out, null);
    }
  }

  private static void toWriter(File file, Lines lines) throws IOException {
    try (Writer out = new FileWriter(file)) {
      new LinesAsProperties(lines).store(out, null);
    }
  }

  private static void toXml(File file, Lines lines) throws IOException {
    try (OutputStream out = new FileOutputStream(file)) {
      new LinesAsProperties(lines).storeToXML(out, null);
    }
  }

  private static List<String> read(File file) throws IOException {
    Properties properties = new Properties();
    try (InputStream in = new BufferedInputStream(new FileInputStream(file))) {
      properties.load(in);
    }
    return Lines.of(properties);
  }

  private static List<String> readXml(File file) throws IOException {
    Properties properties = new Properties();
    try (InputStream in = new BufferedInputStream(new FileInputStream(file))) {
      properties.loadFromXML(in);
    }
    return Lines.of(properties);
  }

  /** Meets the middle when what it stores is looked up: by the keys in Java 8, by entries later. */
  private static final class LinesAsProperties extends Properties {
    private final Lines lines;

    LinesAsProperties(Lines lines) {
      this.lines = lines;
      putAll(lines.map());
    }

    @Override
    public synchronized Enumeration<Object> keys() {
      return Collections.enumeration(piecewise(new LinkedHashSet<>(keySet())));
    }

    @Override
    public Set<Map.Entry<Object, Object>> entrySet() {
      return piecewise(new LinkedHashSet<>(super.entrySet()));
    }

    /** The same set, whose elements are taken one by one together with the lines. */
    private <T> Set<T> piecewise(Set<T> all) {
      return new AbstractSet<T>() {
        @Override
        public Iterator<T> iterator() {
          Iterator<T> elements = all.iterator();
          Iterator<String> alongside = lines.iterator();
          return new Iterator<T>() {
            @Override
            public boolean hasNext() {
              return elements.hasNext();
            }

            @Override
            public T next() {
              alongside.next();
              return elements.next();
            }
          };
        }

        @Override
        public int size() {
          return all.size();
        }
      };
    }
  }
}
