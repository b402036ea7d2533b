package dev.durable.hooks;

import dev.durable.engine.AtWork;
import dev.durable.engine.Engine;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.NoSuchElementException;
import java.util.Set;

/** A directory as this process sees it: with what is staged and new, and without temp files. */
final class StagedListing implements DirectoryStream<Path> {
  private static final DirectoryStream.Filter<Path> EVERYTHING =
      new DirectoryStream.Filter<Path>() {
        @Override
        public boolean accept(Path entry) {
          return true;
        }
      };

  private final Iterator<Path> entries;
  private final DirectoryStream.Filter<? super Path> filter;
  private boolean iterated;
  private volatile boolean closed;

  private StagedListing(Iterator<Path> entries, DirectoryStream.Filter<? super Path> filter) {
    this.entries = entries;
    this.filter = filter;
  }

  /** The names of what is staged in a directory; null if that is nothing. */
  static Set<String> namesIn(final Path directory) {
    return Protection.look(
        directory,
        null,
        new Protection.Look<Set<String>>() {
          @Override
          public Set<String> at(Engine engine) {
            return engine.view().namesIn(directory);
          }
        });
  }

  static StagedListing of(
      FileSystemProvider provider,
      Path directory,
      DirectoryStream.Filter<? super Path> filter,
      Set<String> staged)
      throws IOException {
    Set<Path> entries = new LinkedHashSet<>();
    try (AtWork work = AtWork.begin();
        DirectoryStream<Path> listing = provider.newDirectoryStream(directory, EVERYTHING)) {
      for (Path entry : listing) {
        if (!Engine.isOwn(entry.getFileName().toString())) {
          entries.add(entry);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    for (String name : staged) {
      entries.add(directory.resolve(name));
    }
    return new StagedListing(entries.iterator(), filter);
  }

  @Override
  public Iterator<Path> iterator() {
    if (iterated || closed) {
      throw new IllegalStateException(
          closed ? "Directory stream is closed" : "Iterator already obtained");
    }
    iterated = true;
    return new Iterator<Path>() {
      private Path next;

      @Override
      public boolean hasNext() {
        while (next == null && !closed && entries.hasNext()) {
          Path entry = entries.next();
          try {
            next = filter.accept(entry) ? entry : null;
          } catch (IOException e) {
            throw new DirectoryIteratorException(e);
          }
        }
        return next != null;
      }

      @Override
      public Path next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        Path entry = next;
        next = null;
        return entry;
      }

      @Override
      public void remove() {
        throw new UnsupportedOperationException();
      }
    };
  }

  @Override
  public void close() {
    closed = true;
  }
}
