package dev.durable.tests.edges;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that is kept open, so that its inode's number isn't given to another one in the meantime,
 * however often its name changes hands.
 */
final class Held implements AutoCloseable {
  private final InputStream open;
  private final Object inode;

  Held(Path file) throws IOException {
    open = Files.newInputStream(file);
    inode = EdgeTest.inode(file);
  }

  /** Whether {@code file} is, or is again, a name of this file. */
  boolean isAt(Path file) throws IOException {
    return inode.equals(EdgeTest.inode(file));
  }

  @Override
  public void close() throws IOException {
    open.close();
  }
}
