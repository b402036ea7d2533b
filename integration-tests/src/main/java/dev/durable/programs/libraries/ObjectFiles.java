package dev.durable.programs.libraries;

import java.beans.XMLDecoder;
import java.beans.XMLEncoder;
import java.io.BufferedInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The JDK's ways to store objects. */
final class ObjectFiles {
  private ObjectFiles() {}

  static void addTo(Map<String, Way> ways) {
    ways.put(
        "ObjectOutputStream",
        new Way(Way.Kind.PIECEWISE, ObjectFiles::serialise, ObjectFiles::deserialise));
    ways.put("XMLEncoder", new Way(Way.Kind.PIECEWISE, ObjectFiles::encode, ObjectFiles::decode));
  }

  private static void serialise(File file, Lines lines) throws IOException {
    try (ObjectOutputStream out = new ObjectOutputStream(new FileOutputStream(file))) {
      for (String line : lines) {
        out.writeObject(line);
      }
      out.writeObject(null);
    }
  }

  private static List<String> deserialise(File file) throws Exception {
    List<String> lines = new ArrayList<>();
    try (ObjectInputStream in =
        new ObjectInputStream(new BufferedInputStream(new FileInputStream(file)))) {
      for (Object line; (line = in.readObject()) != null; ) {
        lines.add((String) line);
      }
    }
    return lines;
  }

  private static void encode(File file, Lines lines) throws IOException {
    try (XMLEncoder encoder = new XMLEncoder(new FileOutputStream(file))) {
      for (String line : lines) {
        encoder.writeObject(line);
      }
      encoder.writeObject(null);
    }
  }

  private static List<String> decode(File file) throws IOException {
    List<String> lines = new ArrayList<>();
    try (XMLDecoder decoder = new XMLDecoder(new BufferedInputStream(new FileInputStream(file)))) {
      for (Object line; (line = decoder.readObject()) != null; ) {
        lines.add((String) line);
      }
    }
    return lines;
  }
}
