package dev.durable.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Copies that replace: a copy under a temp name, forced, then renamed over the target, or linked to
 * its name where nothing must be there. The new file has the attributes that the plain call gives
 * it, not those of the one that it replaces, which the plain call deletes first.
 */
final class Copier {
  private static final int NAMES_TRIED = 100;
  private static final int PERMISSIONS = 07777;

  /** Set-user-ID, set-group-ID, sticky. */
  private static final int SPECIAL = 07000;

  private final Listener listener;
  private final InPlace inPlace;
  private final Sweeper sweeper;

  Copier(Listener listener, InPlace inPlace, Sweeper sweeper) {
    this.listener = listener;
    this.inPlace = inPlace;
    this.sweeper = sweeper;
  }

  /**
   * Copies a file or a link.
   *
   * @param from where to read it, whatever the application calls it
   * @param plain the JDK's own copy, to a name that is free
   * @return false if nothing was done: directories, devices, and what the plain call refuses
   */
  boolean copy(Path source, Path from, Path to, CopyOptions options, Policy policy, PlainCopy plain)
      throws IOException {
    Target target = Target.named(to);
    if (target == null) {
      return false;
    }
    boolean isHere = from.getFileSystem() == to.getFileSystem();
    if (isHere) {
      Target existing = options.followLinks ? Target.resolve(from, true) : Target.named(from);
      if (existing == null || !existing.exists() || existing.isDirectory()) {
        return false;
      }
      if (target.exists() && existing.isSameFileAs(target)) {
        return false;
      }
      if (!existing.isRegularFile() && !existing.isSymbolicLink()) {
        return false;
      }
      if (from != source && target.exists() && !options.replaceExisting) {
        throw new FileAlreadyExistsException(to.toString());
      }
    }
    if (target.exists() && (!options.replaceExisting || target.isDirectory())) {
      return false;
    }
    sweeper.firstWriteIn(target.directory());
    Temp temp;
    try {
      temp = copyToTemp(from, target, options, isHere, plain);
    } catch (IOException e) {
      throw aboutTheApplicationsNames(e, source, from, to);
    }
    if (temp == null) {
      return false;
    }
    try (Replacement replacement = Replacement.of(temp, target, policy, listener)) {
      if (options.replaceExisting) {
        replace(replacement, target, policy);
        return true;
      }
      if (isLinked(replacement, target, policy)) {
        return true;
      }
    }
    copyInPlace(source, from, target, options, policy, plain);
    return true;
  }

  /** Where the file system has no hard links: under its own name at once. */
  private void copyInPlace(
      Path source, Path from, Target target, CopyOptions options, Policy policy, PlainCopy plain)
      throws IOException {
    try {
      make(plain, from, target.given, options);
    } catch (IOException e) {
      throw aboutTheApplicationsNames(e, source, from, target.given);
    }
    boolean forced = false;
    try {
      Map<String, Object> facts = Disk.attributes(target.path, "isRegularFile,size");
      if ((Boolean) facts.get("isRegularFile")) {
        InPlaceFile.forceByName(target.path, target.given, policy, listener);
      }
      forced = true;
      InPlaceFile.forceEntry(target.path, target.given, policy, listener);
      listener.created(target.path, policy, (Long) facts.get("size"));
    } finally {
      if (!forced) {
        Disk.discard(target.path);
      }
    }
  }

  private void replace(Replacement replacement, Target target, Policy policy) throws IOException {
    try {
      listener.replaced(target.path, policy, replacement.commitAsNew());
      inPlace.replaced(target);
    } catch (ObstacleException e) {
      // The plain call removes the target, and fails if it must.
      target.checkRemovable();
      inPlace.write(target, policy, e.obstacle, replacement.content());
    }
  }

  private boolean isLinked(Replacement replacement, Target target, Policy policy)
      throws IOException {
    long length = replacement.finish();
    if (!replacement.link()) {
      return false;
    }
    listener.created(target.path, policy, length);
    return true;
  }

  private static void make(
      final PlainCopy plain, final Path from, final Path to, final CopyOptions options)
      throws IOException {
    Disk.declared(
        to,
        new Disk.Work() {
          @Override
          public void run() throws IOException {
            plain.copy(from, to, options.withoutReplacing());
          }
        });
  }

  /** Null if the copy is a directory's. */
  private static Temp copyToTemp(
      Path from, Target target, CopyOptions options, boolean isHere, PlainCopy plain)
      throws IOException {
    if (isHere && options.contentOnly() && Disk.isPosix(from)) {
      boolean isLink = (Boolean) Disk.attributes(from, "isSymbolicLink").get("isSymbolicLink");
      if (!isLink || options.followLinks) {
        Map<String, Object> facts = Disk.attributes(from.toRealPath(), "mode,isRegularFile");
        if ((Boolean) facts.get("isRegularFile")) {
          return copyContent(from, target, (Integer) facts.get("mode"));
        }
      }
    }
    for (int tried = 1; ; tried++) {
      Path temp = target.path.resolveSibling(TempName.next());
      try {
        make(plain, from, temp, options);
      } catch (FileAlreadyExistsException e) {
        if (tried == NAMES_TRIED) {
          throw e;
        }
        TempName.taken();
        continue;
      }
      return opened(temp);
    }
  }

  private static Temp opened(Path temp) throws IOException {
    try {
      Map<String, Object> facts = Disk.attributes(temp, "isRegularFile,isDirectory");
      if ((Boolean) facts.get("isDirectory")) {
        Disk.discard(temp);
        return null;
      }
      return (Boolean) facts.get("isRegularFile")
          ? new Temp.Own(temp, Disk.open(temp, StandardOpenOption.READ))
          : new Temp.Name(temp);
    } catch (IOException e) {
      Disk.discard(temp);
      throw e;
    }
  }

  /** By the kernel, without bringing the content into this process. */
  private static Temp copyContent(Path from, Target target, int mode) throws IOException {
    FileChannel source = Disk.open(from, StandardOpenOption.READ);
    try {
      Temp.Own temp = Disk.createTemp(target.directory(), permissions(mode));
      boolean complete = false;
      try {
        if ((mode & SPECIAL) != 0) {
          // The kernel takes set-user-ID away at the first write, or not, as from the plain copy.
          int created = (Integer) Disk.attributes(temp.path, "mode").get("mode") & PERMISSIONS;
          Disk.setAttribute(temp.path, "unix:mode", created | mode & SPECIAL);
        }
        new Output(temp.channel(), 0, target.given).transferFrom(source);
        complete = true;
        return temp;
      } finally {
        if (!complete) {
          temp.close();
          Disk.discard(temp.path);
        }
      }
    } finally {
      Disk.closeRead(source);
    }
  }

  private static FileAttribute<?> permissions(int mode) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] fromOwnerReadOn = PosixFilePermission.values();
    for (int i = 0; i < fromOwnerReadOn.length; i++) {
      if ((mode & 0400 >> i) != 0) {
        permissions.add(fromOwnerReadOn[i]);
      }
    }
    return PosixFilePermissions.asFileAttribute(permissions);
  }

  private static IOException aboutTheApplicationsNames(
      IOException e, Path source, Path from, Path to) {
    String file = e instanceof FileSystemException ? ((FileSystemException) e).getFile() : null;
    return from.toString().equals(file) && ((FileSystemException) e).getOtherFile() == null
        ? Errors.naming(source, e)
        : Errors.naming(to, e);
  }
}
