package dev.durable.programs.libraries;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A library's way to have files that grow, or are changed here and there. */
public final class Growth {
  private static final Map<String, Growth> ALL = new LinkedHashMap<>();

  static {
    JdkLogs.addTo(ALL);
    Log4j.addTo(ALL);
    Logback.addTo(ALL);
    Lucene.addTo(ALL);
    H2.addTo(ALL);
  }

  /** What is on disk, if the library is left to itself, of what was added. */
  public enum Kind {
    /** All that was added is in the files, but nothing is forced. */
    UNFORCED,

    /**
     * The same without the agent; with it, the files that are open don't show until they are
     * closed.
     */
    UNFORCED_OR_STAGED,

    /** The library forces what it needs itself. */
    FORCED
  }

  /** Adds the numbers to what is in the directory. */
  @FunctionalInterface
  interface Add {
    void add(Path directory, Numbers numbers) throws Exception;
  }

  /** Reads all numbers in the directory. */
  @FunctionalInterface
  interface Read {
    List<Integer> read(Path directory) throws Exception;
  }

  public final Kind kind;
  final Add add;
  final Read read;

  Growth(Kind kind, Add add, Read read) {
    this.kind = kind;
    this.add = add;
    this.read = read;
  }

  public static Map<String, Growth> all() {
    return Collections.unmodifiableMap(ALL);
  }
}
