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
   * Writes what has to be written over the target itself.
   *
   * @see #restStays
   */
  void writeChangesTo(Output out) throws IOException {
    writeTo(out);
  }

  /** Whether what the target holds beyond the changes stays. */
  boolean restStays() {
    return false;
  }

  /** The changes, complete before the first of them is made. */
  abstract Overwrite overwrite() throws IOException;

  /** All of the content is new. */
  static Source of(final Content content) {
    return new Source() {
      @Override
      void writeTo(Output out) throws IOException {
        content.writeTo(out);
      }

      @Override
      Overwrite overwrite() throws IOException {
        return Overwrite.with(gathered(content), false);
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
      void writeChangesTo(Output out) throws IOException {
        beginning.writeTo(out);
      }

      @Override
      boolean restStays() {
        return true;
      }

      @Override
      Overwrite overwrite() throws IOException {
        return Overwrite.with(gathered(beginning), true);
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

      @Override
      Overwrite overwrite() throws IOException {
        return Overwrite.with(open(temp, named), 0, false);
      }
    };
  }

  private static Gathered gathered(Content content) throws IOException {
    Gathered gathered = new Gathered();
    content.writeTo(gathered);
    return gathered;
  }

  private static void copy(Path file, Path named, Output out) throws IOException {
    FileChannel source = open(file, named);
    try {
      out.transferFrom(source);
    } finally {
      Disk.closeRead(source);
    }
  }

  private static FileChannel open(Path file, Path named) throws IOException {
    try {
      return Disk.open(file, StandardOpenOption.READ);
    } catch (IOException e) {
      throw Errors.naming(named, e);
    }
  }
}
