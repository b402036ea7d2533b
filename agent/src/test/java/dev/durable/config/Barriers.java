package dev.durable.config;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Barriers for tests of other rooms. */
public final class Barriers {
  private Barriers() {}

  /** Those of lines that begin with the word {@code barrier}, which is left out here. */
  public static List<Barrier> of(Path directory, String... lines) throws ConfigurationException {
    return new TestConfiguration(directory)
        .load(Arrays.stream(lines).map(line -> "barrier " + line).toArray(String[]::new))
        .barriers();
  }
}
