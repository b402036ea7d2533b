package dev.durable.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A name that is about to be made or removed by a plain call. Its directory is opened beforehand,
 * so that it is this one that is forced afterwards.
 */
public final class NameChange implements AutoCloseable {
  private final Path name;
  private final Directory directory;
  private final Policy policy;
  private final Listener listener;

  /** What is staged for the name before the change. */
  private final List<Stage> before;

  /**
   * @throws IOException about the name, if there are no descriptors left to force it by, or if the
   *     disk fails; nothing has changed
   */
  NameChange(Path name, List<Stage> before, Policy policy, Listener listener) throws IOException {
    this.name = name;
    this.before = before;
    this.policy = policy;
    this.listener = listener;
    Path parent = name.toAbsolutePath().getParent();
    Policy.Level level = parent == null ? Policy.Level.ATOMIC : policy.level;
    this.directory = open(parent, level, name);
  }

  /** What this user may not open goes unforced; what isn't there is the plain call's to tell. */
  private static Directory open(Path parent, Policy.Level level, Path name) throws IOException {
    try {
      return Directory.open(parent, level);
    } catch (IOException e) {
      if (!Errno.EACCES.is(e) && Disk.isReadable(parent)) {
        throw Errors.naming(name, e);
      }
      return Directory.unreadable(parent);
    }
  }

  /** The plain call. */
  public interface Call {
    void make() throws IOException;
  }

  /**
   * Makes a plain call that may take the name away, in one step with {@link #gone}: what was staged
   * for the name is not closed in between, and so brought back.
   */
  public void inOneStep(final Call call) throws IOException {
    OneView.whileHeld(
        before,
        new OneView.Step<RuntimeException>() {
          @Override
          public boolean done() throws IOException {
            call.make();
            return true;
          }
        });
  }

  /**
   * The name has gone, or stands for another file: what was staged for it before goes nowhere. What
   * somebody has opened since is a new file's.
   */
  public void gone() {
    OneView.orphaned(true, before);
  }

  /**
   * Makes the change survive a power cut.
   *
   * @throws IOException if the disk failed
   */
  public void force() throws IOException {
    try (AtWork work = AtWork.begin()) {
      if (directory.isUnreadable()) {
        directory.notForced(listener);
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
