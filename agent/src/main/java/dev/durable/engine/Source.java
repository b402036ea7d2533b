package dev.durable.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Where a whole new content comes from, inside the engine. */
abstract class Source {

  /** Writes the whole new content. */
  abstract void writeTo(Output out) throws IOException;

  /**
   * Writes to the target itself, where nothing better can be had.
   *
   * @return whether what the target holds beyond that stays
   */
  boolean writeInPlace(Output out) throws IOException {
    writeTo(out);
    return false;
  }

  /** All of the content is new. */
  static Source of(final Content content) {
    return new Source() {
      @Override
      void writeTo(Output out) throws IOException {
        content.writeTo(out);
      }
    };
  }

  /** The content of {@code existing}, its beginning overwritten. */
  static Source over(final Target existing, final Content beginning) {
    return new Source() {
      @Override
      void writeTo(Output out) throws IOException {
        copy(existing.path, existing.given, out);
        out.rewind();
        beginning.writeTo(out);
      }

      @Override
      boolean writeInPlace(Output out) throws IOException {
        beginning.writeTo(out);
        return true;
      }
    };
  }

  /** The content of a temp file. */
  static Source of(final Path temp, final Path named) {
    return new Source() {
      @Override
      void writeTo(Output out) throws IOException {
        copy(temp, named, out);
      }
    };
  }

  private static void copy(Path file, Path named, Output out) throws IOException {
    FileChannel source;
    try {
      source = Disk.open(file, StandardOpenOption.READ);
    } catch (IOException e) {
      throw Errors.naming(named, e);
    }
    try {
      out.transferFrom(source);
    } finally {
      source.close();
    }
  }
}
