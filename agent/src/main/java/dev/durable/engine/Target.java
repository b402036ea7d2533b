package dev.durable.engine;

import java.io.IOException;
import java.nio.file.AccessMode;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * The file that a write will really meet: behind all links, with what its replacement must know.
 */
final class Target {
  /** The kernel follows as many links: MAXSYMLINKS in linux/namei.h. */
  private static final int MAX_LINKS = 40;

  private static final int STICKY = 01000;

  private static final String FACTS =
      "mode,uid,gid,nlink,dev,ino,ctime,isRegularFile,isSymbolicLink,isDirectory";
  private static final String BASIC_FACTS = "isRegularFile,isSymbolicLink,isDirectory";

  /** What is wrong with a path, so that the plain call will fail at it, too. */
  private static final Errno[] OF_THE_PATH = {
    Errno.EACCES, Errno.ENOTDIR, Errno.ENAMETOOLONG, Errno.ELOOP
  };

  /** What keeps a file from being written, and the plain call from opening it. */
  private static final Errno[] OF_WRITING = {
    Errno.EACCES, Errno.EPERM, Errno.EROFS, Errno.ETXTBSY, Errno.ENOTDIR, Errno.ELOOP
  };

  /** The name that the application used. */
  final Path given;

  /** The file itself; its last name is no link. */
  final Path path;

  /** Null if there is no such file yet. */
  private final Map<String, Object> facts;

  private Target(Path given, Path path, Map<String, Object> facts) {
    this.given = given;
    this.path = path;
    this.facts = facts;
  }

  /**
   * Follows {@code given} to the file that it leads to.
   *
   * @return null if the plain call should have it: no regular file, a link that must not be
   *     followed, a file of /proc or /sys, or a path at which it will fail, in its own words
   * @throws IOException if the disk fails, for a moment perhaps: the plain call might not
   */
  static Target resolve(Path given, boolean followLinks) throws IOException {
    Path path = given.toAbsolutePath();
    for (int links = 0; links <= MAX_LINKS; links++) {
      if (path.getFileName() == null || isMagic(path)) {
        return null;
      }
      Map<String, Object> facts;
      try {
        facts = facts(path);
      } catch (NoSuchFileException e) {
        return new Target(given, path, null);
      } catch (IOException e) {
        throwUnlessAny(given, e, OF_THE_PATH);
        return null;
      }
      if (Pseudo.holds(facts)) {
        return null;
      }
      if (is(facts, "isRegularFile")) {
        return new Target(given, path, facts);
      }
      if (!is(facts, "isSymbolicLink") || !followLinks) {
        return null;
      }
      try {
        path = path.resolveSibling(Disk.provider(path).readSymbolicLink(path));
      } catch (IOException e) {
        throwUnlessAny(given, e, OF_THE_PATH);
        return null;
      }
    }
    return null;
  }

  /** Windows has other errors; there, the plain call tells what is wrong. */
  private static void throwUnlessAny(Path given, IOException e, Errno... these) throws IOException {
    if (!Disk.WINDOWS && !(e instanceof NoSuchFileException) && !Errno.isAny(e, these)) {
      throw Errors.naming(given, e);
    }
  }

  /** The target of a rename: its own name, which may be a link's. Null as for {@link #resolve}. */
  static Target named(Path given) throws IOException {
    Path path = given.toAbsolutePath();
    if (path.getFileName() == null || isMagic(path)) {
      return null;
    }
    try {
      Map<String, Object> facts = facts(path);
      return Pseudo.holds(facts) ? null : new Target(given, path, facts);
    } catch (NoSuchFileException e) {
      return new Target(given, path, null);
    } catch (IOException e) {
      throwUnlessAny(given, e, OF_THE_PATH);
      return null;
    }
  }

  /** The facts of this moment; those at the beginning if another process has removed the file. */
  Map<String, Object> factsNow() throws IOException {
    try {
      return facts(path);
    } catch (NoSuchFileException e) {
      return facts;
    }
  }

  static Map<String, Object> facts(Path path) throws IOException {
    return Disk.attributes(path, Disk.isPosix(path) ? FACTS : BASIC_FACTS);
  }

  /** /proc and /sys hold regular files, and links to files that have another name or none. */
  private static boolean isMagic(Path path) {
    return Disk.isPosix(path) && (path.startsWith("/proc") || path.startsWith("/sys"));
  }

  private static boolean is(Map<String, Object> facts, String name) {
    return (Boolean) facts.get(name);
  }

  boolean exists() {
    return facts != null;
  }

  boolean isRegularFile() {
    return is(facts, "isRegularFile");
  }

  boolean isSymbolicLink() {
    return is(facts, "isSymbolicLink");
  }

  boolean isDirectory() {
    return is(facts, "isDirectory");
  }

  boolean isSameFileAs(Target other) throws IOException {
    if (facts.containsKey("ino")) {
      return facts.get("ino").equals(other.facts.get("ino"))
          && facts.get("dev").equals(other.facts.get("dev"));
    }
    return Disk.provider(path).isSameFile(path, other.path);
  }

  /** Equal for all names of the existing file. */
  String identity() {
    return identity(path, facts);
  }

  static String identity(Path path, Map<String, Object> facts) {
    return facts.containsKey("ino")
        ? facts.get("dev") + ":" + facts.get("ino")
        : path.toUri().toString();
  }

  /**
   * Which file it is on its file system, now and after a restart of the machine, which may give the
   * device another number.
   */
  String lastingIdentity() {
    return lastingIdentity(path, facts);
  }

  static String lastingIdentity(Path path, Map<String, Object> facts) {
    return facts.containsKey("ino") ? facts.get("ino").toString() : path.toUri().toString();
  }

  /** The device that the existing file is on; null where that isn't known. */
  Object device() {
    return facts.get("dev");
  }

  /** When its attributes or its content last changed; null if it doesn't exist. */
  Object changed() {
    return facts == null ? null : facts.get("ctime");
  }

  /**
   * The same file by a path without links, which may lead elsewhere tomorrow.
   *
   * @return null if the directory isn't there
   * @throws IOException if the disk fails
   */
  Target behindLinks() throws IOException {
    try {
      Path real = directory().toRealPath();
      return real.equals(directory())
          ? this
          : new Target(given, real.resolve(path.getFileName()), facts);
    } catch (IOException e) {
      throwUnlessAny(given, e, OF_THE_PATH);
      return null;
    }
  }

  /** The same file by the name that the application used. */
  Target namedAs(Path name) {
    return new Target(name, path, facts);
  }

  Path directory() {
    return path.getParent();
  }

  /**
   * Whether this user may write the existing file, or create the missing one: a rename over it asks
   * the directory only. Asked by the name that the application used, since the kernel doesn't let
   * everybody follow a link (fs.protected_symlinks) or write to what others have put in a sticky
   * directory (fs.protected_regular).
   *
   * @throws IOException if the disk fails
   */
  boolean mayBeWritten(boolean create) throws IOException {
    try {
      Disk.provider(given).checkAccess(given, AccessMode.WRITE);
      if (exists() && isInStickyDirectoryOfOthers()) {
        Disk.open(given, StandardOpenOption.WRITE, StandardOpenOption.CREATE).close();
      }
      return true;
    } catch (NoSuchFileException e) {
      return create && !exists();
    } catch (IOException e) {
      throwUnlessAny(given, e, OF_WRITING);
      return false;
    }
  }

  private boolean isInStickyDirectoryOfOthers() throws IOException {
    return facts.containsKey("uid")
        && !facts.get("uid").equals(User.UID)
        && ((Integer) Disk.attributes(directory().resolve("."), "mode").get("mode") & STICKY) != 0;
  }

  boolean isWritable() {
    return Disk.isWritable(path);
  }

  /**
   * Whether this user may read it.
   *
   * @throws IOException if the disk fails
   */
  boolean isReadable() throws IOException {
    try {
      Disk.provider(path).checkAccess(path, AccessMode.READ);
      return true;
    } catch (IOException e) {
      throwUnlessAny(given, e, OF_THE_PATH);
      return false;
    }
  }

  /**
   * Asks whether this user may remove or rename the existing file, as far as its directory tells.
   *
   * @throws IOException what the removal would throw
   */
  void checkRemovable() throws IOException {
    try {
      Disk.provider(path).checkAccess(directory(), AccessMode.WRITE, AccessMode.EXECUTE);
    } catch (IOException e) {
      throw Errors.naming(given, e);
    }
    if (isKeptBySticky()) {
      throw new FileSystemException(given.toString(), null, Errno.EPERM.text);
    }
  }

  /** Whether a sticky directory keeps this user from removing or renaming the existing file. */
  boolean isKeptBySticky() throws IOException {
    if (!facts.containsKey("uid")) {
      return false;
    }
    // By a name that is no link.
    Map<String, Object> ofDirectory = Disk.attributes(directory().resolve("."), "mode,uid");
    return ((Integer) ofDirectory.get("mode") & STICKY) != 0
        && User.isForeign(facts.get("uid"))
        && User.isForeign(ofDirectory.get("uid"));
  }

  /**
   * What keeps the existing file from being replaced, as far as its own attributes tell; or null.
   */
  Obstacle obstacle() {
    return facts.containsKey("nlink") && (Integer) facts.get("nlink") > 1
        ? Obstacle.HARD_LINKS
        : null;
  }

  /** The devices of /proc and /sys, for what is reached through other names: /dev/fd/1, say. */
  private static final class Pseudo {
    private static final Object PROC = deviceOf("/proc");
    private static final Object SYS = deviceOf("/sys");

    private static Object deviceOf(String directory) {
      try {
        return Disk.attributes(Paths.get(directory), "dev").get("dev");
      } catch (IOException e) {
        return null;
      }
    }

    static boolean holds(Map<String, Object> facts) {
      Object device = facts.get("dev");
      return device != null && (device.equals(PROC) || device.equals(SYS));
    }
  }
}
