package dev.durable.programs.libraries;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Logs with a number in each line. */
final class LogFiles {
  private static final String BEGIN = "number ";
  private static final String END = " was added";

  private LogFiles() {}

  static String line(int number) {
    return BEGIN + number + END;
  }

  /** The numbers in all files whose names begin like this; a torn line has none. */
  static List<Integer> read(Path directory) throws IOException {
    List<Integer> numbers = new ArrayList<>();
    try (DirectoryStream<Path> logs = Files.newDirectoryStream(directory, "log*")) {
      for (Path log : logs) {
        String text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        for (String line : text.split("\\R")) {
          if (line.startsWith(BEGIN) && line.endsWith(END)) {
            numbers.add(
                Integer.valueOf(line.substring(BEGIN.length(), line.length() - END.length())));
          }
        }
      }
    }
    return numbers;
  }
}
