package dev.durable.programs.libraries;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.Gson;
import java.io.File;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Jackson and Gson. */
final class Json {
  private Json() {}

  static void addTo(Map<String, Way> ways) {
    ways.put(
        "Jackson ObjectMapper.writeValue", new Way(Way.Kind.PIECEWISE, Json::jackson, Json::read));
    ways.put("Gson.toJson", new Way(Way.Kind.PIECEWISE, Json::gson, Json::readGson));
  }

  private static void jackson(File file, Lines lines) throws IOException {
    new ObjectMapper().writeValue(file, lines);
  }

  private static List<String> read(File file) throws IOException {
    return Arrays.asList(new ObjectMapper().readValue(file, String[].class));
  }

  private static void gson(File file, Lines lines) throws IOException {
    try (FileWriter writer = new FileWriter(file)) {
      new Gson().toJson(lines, writer);
    }
  }

  private static List<String> readGson(File file) throws IOException {
    try (FileReader reader = new FileReader(file)) {
      return Arrays.asList(new Gson().fromJson(reader, String[].class));
    }
  }
}
