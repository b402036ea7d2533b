package dev.durable.programs.libraries;

import java.io.File;
import java.util.List;

/** A library's way to write a file, and to read it back. */
public final class Way {
  /** What the library does with the file, left to itself. */
  public enum Kind {
    /** Empties it, then writes piece by piece what it takes from the application. */
    PIECEWISE,

    /** The same with content that it has as a whole: the application sees no middle. */
    WHOLE,

    /** Puts another file in its place by a rename, but forces nothing. */
    RENAMES,

    /** The same where there is no such file yet. */
    NAMES,

    /** Removes it. */
    DELETES
  }

  /** Writes all lines to the file. */
  @FunctionalInterface
  interface Write {
    void write(File file, Lines lines) throws Exception;
  }

  /** Reads them. */
  @FunctionalInterface
  interface Read {
    List<String> read(File file) throws Exception;
  }

  public final Kind kind;

  /** The file's name below a directory of its own. */
  public final String file;

  /** Whether two runs give the same bytes; else there are times or random numbers among them. */
  public final boolean givesTheSameBytes;

  final Write write;
  final Read read;

  private Way(Kind kind, String file, boolean givesTheSameBytes, Write write, Read read) {
    this.kind = kind;
    this.file = file;
    this.givesTheSameBytes = givesTheSameBytes;
    this.write = write;
    this.read = read;
  }

  Way(Kind kind, Write write, Read read) {
    this(kind, "file", true, write, read);
  }

  Way to(String otherFile) {
    return new Way(kind, otherFile, givesTheSameBytes, write, read);
  }

  Way withTimesOrRandomNumbers() {
    return new Way(kind, file, false, write, read);
  }
}
