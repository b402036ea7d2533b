package dev.durable.engine;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A name that is about to be made or removed by a plain call. Its directory is opened beforehand,
 * so that it is this one that is forced afterwards.
 */
public final class NameChange implements AutoCloseable {
  private final Path name;
  private final Directory directory;
  private final Policy policy;
  private final Listener listener;

  NameChange(Path name, Policy policy, Listener listener) {
    this.name = name;
    this.policy = policy;
    this.listener = listener;
    Path parent = name.toAbsolutePath().getParent();
    Policy.Level level = parent == null ? Policy.Level.ATOMIC : policy.level;
    this.directory = Directory.openIfPossible(parent, level);
  }

  /**
   * Makes the change survive a power cut.
   *
   * @throws IOException if the disk failed
   */
  public void force() throws IOException {
    try (AtWork work = AtWork.begin()) {
      if (directory.isUnreadable()) {
        listener.directoryNotForced(
            directory.path, new IOException("it can't be opened for reading"));
      } else {
        directory.force(listener);
      }
      listener.named(name, policy);
    } catch (IOException e) {
      IOException named =
          Errors.naming(
              name,
              e,
              "(done, but may not survive a power cut: its directory could not be forced)");
      listener.failed(name, policy, named);
      throw named;
    }
  }

  @Override
  public void close() {
    directory.close();
  }
}
