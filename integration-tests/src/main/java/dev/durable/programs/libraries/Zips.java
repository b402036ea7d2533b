package dev.durable.programs.libraries;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Archives: some lines in each of their entries. */
final class Zips {
  private static final int LINES_IN_AN_ENTRY = 100;
  private static final String ONLY_ENTRY = "lines";

  private Zips() {}

  static void addTo(Map<String, Way> ways) {
    ways.put("ZipOutputStream", new Way(Way.Kind.PIECEWISE, Zips::zip, Zips::read));
    // The manifest's time is now.
    ways.put(
        "JarOutputStream",
        new Way(Way.Kind.PIECEWISE, Zips::jar, Zips::read).withTimesOrRandomNumbers());
    ways.put(
        "Zip file system",
        new Way(Way.Kind.WHOLE, Zips::update, Zips::readEntry).withTimesOrRandomNumbers());
  }

  private static void zip(File file, Lines lines) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(new FileOutputStream(file))) {
      fill(zip, lines);
    }
  }

  private static void jar(File file, Lines lines) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    try (JarOutputStream jar = new JarOutputStream(new FileOutputStream(file), manifest)) {
      fill(jar, lines);
    }
  }

  private static void fill(ZipOutputStream zip, Lines lines) throws IOException {
    int number = 0;
    for (String line : lines) {
      if (number % LINES_IN_AN_ENTRY == 0) {
        ZipEntry entry = new ZipEntry(ONLY_ENTRY + number);
        entry.setTime(0);
        zip.putNextEntry(entry);
      }
      zip.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      number++;
    }
  }

  private static List<String> read(File file) throws IOException {
    List<String> lines = new ArrayList<>();
    try (ZipInputStream zip =
        new ZipInputStream(new BufferedInputStream(new FileInputStream(file)))) {
      for (ZipEntry entry; (entry = zip.getNextEntry()) != null; ) {
        if (entry.getName().startsWith(ONLY_ENTRY)) {
          addLines(zip, lines);
        }
      }
    }
    return lines;
  }

  private static void addLines(InputStream in, List<String> lines) throws IOException {
    BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    for (String line; (line = reader.readLine()) != null; ) {
      lines.add(line);
    }
  }

  private static void update(File file, Lines lines) throws IOException {
    URI uri = URI.create("jar:" + file.toURI());
    Map<String, String> create = Collections.singletonMap("create", "true");
    try (FileSystem zip = FileSystems.newFileSystem(uri, create)) {
      Files.write(zip.getPath(ONLY_ENTRY), lines.bytes());
    }
  }

  private static List<String> readEntry(File file) throws IOException {
    List<String> lines = new ArrayList<>();
    try (ZipFile zip = new ZipFile(file)) {
      addLines(zip.getInputStream(zip.getEntry(ONLY_ENTRY)), lines);
    }
    return lines;
  }
}
