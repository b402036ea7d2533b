package dev.durable.demo.publisher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The text of one episode, and its name: that of its file without {@code .txt}. */
final class Transcript {
  private static final String EXTENSION = ".txt";

  private final String name;
  private final String text;

  Transcript(String name, String text) {
    this.name = name;
    this.text = text;
  }

  /** All {@code .txt} files of the directory, read as UTF-8, in the order of their names. */
  static List<Transcript> readAll(Path directory) throws IOException {
    List<Path> files = new ArrayList<Path>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, "*" + EXTENSION)) {
      for (Path file : stream) {
        files.add(file);
      }
    }
    Collections.sort(files);
    List<Transcript> transcripts = new ArrayList<Transcript>();
    for (Path file : files) {
      String fileName = file.getFileName().toString();
      transcripts.add(
          new Transcript(
              fileName.substring(0, fileName.length() - EXTENSION.length()),
              new String(Files.readAllBytes(file), StandardCharsets.UTF_8)));
    }
    return transcripts;
  }

  String name() {
    return name;
  }

  String text() {
    return text;
  }

  /** The text in lines, headed by the edition that it is taken for. */
  List<String> stamped(int edition) {
    List<String> lines = new ArrayList<String>();
    lines.addAll(Arrays.asList("Edition " + edition, ""));
    lines.addAll(Arrays.asList(text.split("\\R")));
    return lines;
  }

  /** The name for a headline: {@code a-mad-tea-party} is "A mad tea party". */
  String title() {
    String words = name.replace('-', ' ').trim();
    return words.isEmpty() ? name : Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
