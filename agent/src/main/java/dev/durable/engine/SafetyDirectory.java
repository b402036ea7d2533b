package dev.durable.engine;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Where safety copies live: a directory in each of the policy's roots, made when it is needed and
 * removed when it is empty.
 */
final class SafetyDirectory {
  private static final int PRIVATE_DIRECTORY = 0700;
  private static final int ATTEMPTS = 20;

  private SafetyDirectory() {}

  /** The directories that may hold copies of this target, best first. */
  private static List<Path> of(Target target, Policy policy) {
    List<Path> directories = new ArrayList<>();
    for (Path root : policy.safetyRoots) {
      directories.add(in(root));
    }
    // Where a start does not look; but a process that lives on, and fails, leaves nothing torn.
    directories.add(in(target.directory()));
    return directories;
  }

  static Path in(Path root) {
    return root.resolve(TempName.SAFETY_DIRECTORY);
  }

  /**
   * Begins a copy in the first directory that lets it.
   *
   * @return null if this user may not do so in any of them
   * @throws IOException about the target, if one could have it but for the disk: full, broken. What
   *     fails there would fail half-way in the target, too
   */
  static SafetyCopy create(Target target, Policy policy, boolean restStays) throws IOException {
    IOException failure = null;
    for (Path directory : of(target, policy)) {
      try {
        return create(directory, target, restStays);
      } catch (NoSuchFileException | FileAlreadyExistsException e) {
        // Not there, or somebody else's: the next one.
      } catch (IOException e) {
        if (!Errno.isAny(e, Errno.EACCES, Errno.EPERM, Errno.EROFS)) {
          failure = e;
        }
      }
    }
    if (failure != null) {
      throw Errors.naming(target.given, failure);
    }
    return null;
  }

  private static SafetyCopy create(Path directory, Target target, boolean restStays)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      SafetyCopy copy = null;
      try {
        make(directory);
        copy = SafetyCopy.create(directory.resolve(TempName.next()), target, restStays);
        return copy;
      } catch (NoSuchFileException | FileAlreadyExistsException e) {
        // Another writer has just removed the directory that it left empty; or a name was taken.
        boolean tryAgain = Disk.exists(directory.getParent()) && !isSomebodyElses(directory);
        if (attempt == ATTEMPTS || !tryAgain) {
          throw e;
        }
      } finally {
        if (copy == null) {
          removeIfEmpty(directory);
        }
      }
    }
  }

  /**
   * Creates a temp file in the first directory that lets it.
   *
   * @return null if this user may not do so in any of them
   */
  static Temp.Own createTemp(Target target, Policy policy) {
    for (Path directory : of(target, policy)) {
      try {
        make(directory);
        return Disk.createTemp(directory, Disk.PRIVATE);
      } catch (IOException e) {
        removeIfEmpty(directory);
      }
    }
    return null;
  }

  private static void make(Path directory) throws IOException {
    try {
      Disk.createPrivateDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      if (!isPrivate(directory, PRIVATE_DIRECTORY)) {
        throw e;
      }
      return;
    }
    boolean forced = false;
    try (Directory parent = Directory.open(directory.getParent(), Policy.Level.DURABLE)) {
      parent.force(Listener.NONE);
      forced = true;
    } finally {
      if (!forced) {
        removeIfEmpty(directory);
      }
    }
  }

  private static boolean isSomebodyElses(Path directory) throws IOException {
    try {
      return !isPrivate(directory, PRIVATE_DIRECTORY);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /**
   * Whether this user made {@code path} with just this mode: what an application writes under a
   * name that somebody else chose has another, and must not lead to a file being overwritten.
   */
  static boolean isPrivate(Path path, int mode) throws IOException {
    if (!Disk.isPosix(path)) {
      return true;
    }
    Map<String, Object> facts = Disk.attributes(path, "uid,mode,isSymbolicLink");
    int permissions = 07777;
    return !(Boolean) facts.get("isSymbolicLink")
        && ((Integer) facts.get("mode") & permissions) == mode
        && facts.get("uid").equals(User.UID);
  }

  /** Whether there is such a directory, and this user made it for safety copies. */
  static boolean isOurs(Path directory) {
    try {
      return isPrivate(directory, PRIVATE_DIRECTORY);
    } catch (IOException e) {
      return false; // The usual case: there is none.
    }
  }

  /** The ready copies in {@code directory}; none if there is no such directory, or not ours. */
  static List<Path> ready(Path directory) {
    if (!isOurs(directory)) {
      return Collections.emptyList();
    }
    List<Path> ready = new ArrayList<>();
    try (DirectoryStream<Path> entries = Disk.entries(directory)) {
      for (Path entry : entries) {
        if (TempName.isReady(entry.getFileName().toString())) {
          ready.add(entry);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // Gone in the meantime.
    }
    // By the process and its count: what one process left is finished in the order of its making.
    Collections.sort(ready);
    return ready;
  }

  /**
   * Finishes what a crashed process, or a failed write of this one, has left half done to {@code
   * target}, so that it can be built upon.
   */
  static void settle(Target target, Policy policy) throws IOException {
    for (Path directory : of(target, policy)) {
      for (Path path : ready(directory)) {
        try (SafetyCopy copy = SafetyCopy.openAbandoned(path)) {
          if (copy != null && copy.identity().equals(target.lastingIdentity())) {
            if (copy.whyNot() == null) {
              copy.finish();
            }
            copy.remove();
          }
        }
      }
    }
  }

  /** Removes {@code directory} if it is empty, and forces what has changed by a removal in it. */
  static void forceAfterRemoval(Path directory) {
    Path changed = removeIfEmpty(directory) ? directory.getParent() : directory;
    try (Directory toForce = Directory.open(changed, Policy.Level.DURABLE)) {
      toForce.force(Listener.NONE);
    } catch (IOException e) {
      // A copy that comes back after a power cut holds what the target holds, or is found older.
    }
  }

  static boolean removeIfEmpty(Path directory) {
    try {
      Disk.delete(directory);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
