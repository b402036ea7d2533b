package dev.durable.engine;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Told what the engine did. Called on the writing thread (or the sweeper's), after the fact; must
 * not throw and must not write to protected files. {@link Durations#ofThisWork} tells how long it
 * took. {@code policy} is the one that the file was treated by.
 */
public interface Listener {

  /** Hears nothing. */
  Listener NONE = new Listener() {};

  /** A protected file is now this new version; {@code bytes} is its length. */
  default void replaced(Path target, Policy policy, long bytes) {}

  /** A staged stream or channel has become the file; {@code bytes} is its length. */
  default void committed(Path target, Policy policy, long bytes) {}

  /** A file was created exclusively, whole. */
  default void created(Path target, Policy policy, long bytes) {}

  /** {@code bytes} were added at the end of a file, and forced. */
  default void appended(Path target, Policy policy, long bytes) {}

  /** A file that was written in place was closed, and forced. */
  default void forced(Path target, Policy policy) {}

  /** What had been written in place to a file was forced, since a method with a barrier returns. */
  default void forcedAtBarrier(Path target, Policy policy) {}

  /** A stage was open for as long as its policy lets it, and became the file. */
  default void publishedAtLimit(Path target, Policy policy) {}

  /** A name was made or removed, and forced. */
  default void named(Path target, Policy policy) {}

  /** A defect of the engine itself kept a file from being written. */
  default void unexpected(Path target, Policy policy, Throwable error) {}

  /** A name was moved, and the move forced. */
  default void moved(Path source, Path target, Policy policy) {}

  /**
   * A replacement was impossible, and the write was done in place.
   *
   * @param safetyCopy whether a forced copy stood by in the meantime
   */
  default void writtenInPlace(Path target, Policy policy, Obstacle obstacle, boolean safetyCopy) {}

  /** A call failed, and the application is about to hear of it. */
  default void failed(Path target, Policy policy, IOException error) {}

  /** This directory's file system can't force directories; the work went on without. */
  default void directoryNotForced(Path directory, IOException error) {}

  /** The source of a move can't be opened, so its content was moved without being forced. */
  default void sourceNotForced(Path source, IOException error) {}

  /** A dead process's temp file was removed. */
  default void leftoverRemoved(Path temp) {}

  /** A dead process's temp file could not be removed. */
  default void leftoverKept(Path temp, IOException error) {}

  /** A write that a crash had cut off was finished from its safety copy. */
  default void safetyCopyFinished(Path target) {}

  /** A safety copy was found that must not, or can't, be written to its target. */
  default void safetyCopyKept(Path copy, Path target, String why) {}
}
