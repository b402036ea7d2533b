package dev.durable.engine;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** A file of one of the engine's names, and what is to become of it. */
public final class Leftover {
  /** What a file is by its name, its maker and its age. */
  public enum State {
    /** The process that made it lives. */
    IN_USE("in use by a process that lives"),
    /** Nobody here can tell whether its process lives, and it was touched in the last minutes. */
    TOO_YOUNG("of another container, host or boot, and touched less than ten minutes ago"),
    /** Its process is dead, or must be taken for dead: the next sweep removes it. */
    ABANDONED("abandoned"),
    /** A directory of such a name, which the engine doesn't make. */
    DIRECTORY("a directory, which durable.jar doesn't make"),
    /** A complete new content that the next start of the agent finishes. */
    SAFETY_COPY("a complete safety copy, which the next start of the agent finishes");

    public final String description;

    State(String description) {
      this.description = description;
    }
  }

  public final Path path;
  public final State state;

  /** Its length, in bytes. */
  public final long bytes;

  private Leftover(Path path, State state, long bytes) {
    this.path = path;
    this.state = state;
    this.bytes = bytes;
  }

  /**
   * All files of the engine's names in a directory, and in its directory of safety copies, by name.
   *
   * @throws IOException if the directory can't be read
   */
  public static List<Leftover> in(Path directory) throws IOException {
    Sweeper sweeper = new Sweeper(Listener.NONE);
    List<Leftover> found = new ArrayList<>();
    try (AtWork work = AtWork.begin()) {
      find(directory, sweeper, found);
      Path copies = SafetyDirectory.in(directory);
      if (Disk.isDirectory(copies)) {
        find(copies, sweeper, found);
      }
    }
    Collections.sort(found, Comparator.comparing((Leftover each) -> each.path));
    return found;
  }

  private static void find(Path directory, Sweeper sweeper, List<Leftover> found)
      throws IOException {
    try (DirectoryStream<Path> entries = Disk.entries(directory)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        ProcessIdentity maker = TempName.maker(name);
        if (maker != null) {
          add(entry, maker, sweeper, found);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static void add(Path entry, ProcessIdentity maker, Sweeper sweeper, List<Leftover> found)
      throws IOException {
    try {
      State state = sweeper.state(entry, maker);
      if (state == State.ABANDONED && TempName.isReady(entry.getFileName().toString())) {
        state = State.SAFETY_COPY;
      }
      found.add(new Leftover(entry, state, Disk.size(entry)));
    } catch (NoSuchFileException e) {
      // Gone in the meantime.
    }
  }

  /**
   * Removes an {@link State#ABANDONED abandoned} one; a link is removed, not followed.
   *
   * @throws IOException if it can't be removed
   */
  public void remove() throws IOException {
    if (state != State.ABANDONED) {
      throw new IllegalStateException(path + " is " + state.description);
    }
    try (AtWork work = AtWork.begin()) {
      Disk.delete(path);
    } catch (NoSuchFileException e) {
      // Somebody else has swept it.
    }
  }
}
