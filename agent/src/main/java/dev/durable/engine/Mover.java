package dev.durable.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Moves that survive. One rename replaces the target; the JDK's own {@code Files.move} unlinks it
 * first, and a crash in between leaves no target.
 *
 * <p>What a crash leaves: before the rename, everything as it was, with the source's content
 * forced. After it, both directories are forced, the target's first, so that on disk the file has
 * its old name, its new one, or both (file systems with one journal for all directories show one),
 * never none.
 */
final class Mover {
  private final Listener listener;
  private final InPlace inPlace;
  private final Sweeper sweeper;

  Mover(Listener listener, InPlace inPlace, Sweeper sweeper) {
    this.listener = listener;
    this.inPlace = inPlace;
    this.sweeper = sweeper;
  }

  boolean move(Path from, Path to, MoveOptions options, Policy policy) throws IOException {
    Target source = Target.named(from);
    Target target = Target.named(to);
    if (source == null || target == null || !source.exists()) {
      return false;
    }
    // A directory that Java 25 refuses to move, before all else, where earlier ones ask the kernel.
    boolean plain = !options.atomic && source.isDirectory() && !source.isWritable();
    if (target.exists()) {
      if (source.isSameFileAs(target)) {
        return false;
      }
      if (!options.replaceExisting && !plain) {
        throw new FileAlreadyExistsException(to.toString());
      }
    }
    sweeper.firstWriteIn(target.directory());
    Directory opened;
    try {
      opened = open(target.directory(), to, policy.level);
    } catch (IOException e) {
      if (e instanceof NoSuchFileException || Errno.ENOTDIR.is(e)) {
        return false;
      }
      throw e;
    }
    try (Directory targetDirectory = opened;
        Directory sourceDirectory = openOther(source, target, from, policy)) {
      forceContent(source, from);
      if (target.exists() && target.isRegularFile()) {
        targetDirectory.keepUntilForced(target);
      }
      if (plain) {
        plainMove(source, target, options);
      } else {
        rename(source, target, options, targetDirectory);
      }
      forceNames(target, targetDirectory, sourceDirectory);
    }
    inPlace.replaced(target);
    listener.moved(source.path, target.path, policy);
    return true;
  }

  private void rename(Target source, Target target, MoveOptions options, Directory directory)
      throws IOException {
    try {
      Disk.rename(source.given, target.given);
    } catch (IOException e) {
      if (options.atomic) {
        throw e;
      }
      renameRefused(source, target, e, options, directory);
    }
  }

  private static void plainMove(Target source, Target target, MoveOptions options)
      throws IOException {
    CopyOption[] plain =
        options.replaceExisting
            ? new CopyOption[] {StandardCopyOption.REPLACE_EXISTING}
            : new CopyOption[0];
    Disk.provider(source.given).move(source.given, target.given, plain);
  }

  private Directory open(Path directory, Path named, Policy.Level level) throws IOException {
    return Directory.openIfReadable(directory, level, named, listener);
  }

  /** The source's directory, which need not be forced if it is the target's. */
  private Directory openOther(Target source, Target target, Path named, Policy policy)
      throws IOException {
    boolean same = source.directory().equals(target.directory());
    return open(source.directory(), named, same ? Policy.Level.ATOMIC : policy.level);
  }

  /** What {@code Files.move} does where one rename won't. */
  private void renameRefused(
      Target source, Target target, IOException e, MoveOptions options, Directory directory)
      throws IOException {
    if (Errno.EXDEV.is(e)) {
      moveAcross(source, target, options, directory);
    } else if (target.exists() && (target.isDirectory() || Errno.ENOTDIR.is(e))) {
      // A file and a directory can't take each other's place in one step.
      plainMove(source, target, options);
    } else {
      if (target.exists()) {
        // The plain call removes the target first, and fails there if it must.
        target.checkRemovable();
        boolean ofTarget =
            Errno.EBUSY.is(e) && !source.isDirectory()
                || Errno.EPERM.is(e) && !source.isKeptBySticky();
        if (ofTarget) {
          throw Errors.naming(target.given, e);
        }
      }
      throw e;
    }
  }

  /**
   * To another file system: a forced copy takes the target's name, then the source goes. A crash in
   * between leaves both.
   */
  private void moveAcross(
      Target source, Target target, MoveOptions options, Directory targetDirectory)
      throws IOException {
    boolean replacesFile = target.exists() && !target.isDirectory();
    if (source.isDirectory() && replacesFile && !Disk.isEmpty(source.path)) {
      throw new DirectoryNotEmptyException(source.given.toString());
    }
    if (!source.isRegularFile() && !source.isSymbolicLink()) {
      // Empty directories and devices are made anew by the JDK; there is no content to lose.
      plainMove(source, target, options);
      return;
    }
    source.checkRemovable();
    Path temp = target.path.resolveSibling(TempName.next());
    try {
      Disk.copyWithAttributes(source.path, temp);
      if (source.isRegularFile()) {
        forceFile(temp);
      }
      if (target.exists() && target.isDirectory()) {
        Disk.delete(target.path);
      }
      Disk.rename(temp, target.path);
    } catch (IOException e) {
      Disk.discard(temp);
      boolean ofSource =
          e instanceof FileSystemException
              && source.path.toString().equals(((FileSystemException) e).getFile())
              && ((FileSystemException) e).getOtherFile() == null;
      throw Errors.naming(ofSource ? source.given : target.given, e);
    }
    // The new name first, on its own: the source must not go before it is there to stay.
    forceNewName(target, targetDirectory);
    try {
      Disk.delete(source.path);
    } catch (IOException e) {
      throw Errors.naming(source.given, e, "(copied to " + target.given + ", but not removed)");
    }
  }

  /** All that moves: also what is below a directory may have been written without protection. */
  private void forceContent(Target source, Path named) throws IOException {
    try {
      if (source.isRegularFile()) {
        forceFile(source.path);
      } else if (source.isDirectory()) {
        forceTree(source.path);
      }
    } catch (IOException e) {
      throw Errors.naming(named, e);
    }
  }

  private void forceTree(Path directory) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Disk.entries(directory)) {
      for (Path entry : stream) {
        entries.add(entry);
      }
    } catch (AccessDeniedException e) {
      listener.sourceNotForced(directory, e);
      return;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    // Closed before going deeper: a tree may be deeper than there are descriptors.
    for (Path entry : entries) {
      forceEntry(entry);
    }
    try (Directory opened = Directory.open(directory, Policy.Level.DURABLE)) {
      opened.force(listener);
    }
  }

  private void forceEntry(Path entry) throws IOException {
    try {
      Map<String, Object> facts = Disk.attributes(entry, "isRegularFile,isDirectory");
      if ((Boolean) facts.get("isDirectory")) {
        forceTree(entry);
      } else if ((Boolean) facts.get("isRegularFile")) {
        forceFile(entry);
      }
    } catch (AccessDeniedException e) {
      listener.sourceNotForced(entry, e);
    } catch (NoSuchFileException e) {
      // Removed in the meantime.
    }
  }

  /** Forces a file by a descriptor for reading or, where that isn't allowed, for writing. */
  private void forceFile(Path file) throws IOException {
    FileChannel channel;
    try {
      channel = open(file);
    } catch (AccessDeniedException e) {
      listener.sourceNotForced(file, e);
      return;
    }
    try {
      Disk.force(channel);
    } finally {
      channel.close();
    }
  }

  private static FileChannel open(Path file) throws IOException {
    try {
      return Disk.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    } catch (AccessDeniedException e) {
      return Disk.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }
  }

  private void forceNewName(Target target, Directory directory) throws IOException {
    try {
      directory.force(listener);
    } catch (IOException e) {
      throw Errors.naming(
          target.given,
          e,
          "(copied, but may not survive a power cut: its directory could not be forced; the source"
              + " is still there)");
    }
  }

  private void forceNames(Target target, Directory targetDirectory, Directory sourceDirectory)
      throws IOException {
    forceDirectory(target, targetDirectory);
    forceDirectory(target, sourceDirectory);
  }

  private void forceDirectory(Target target, Directory directory) throws IOException {
    try {
      directory.force(listener);
    } catch (IOException e) {
      throw Errors.naming(
          target.given,
          e,
          "(moved, but may not survive a power cut: " + directory.path + " could not be forced)");
    }
  }
}
