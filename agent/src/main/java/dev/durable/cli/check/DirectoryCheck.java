package dev.durable.cli.check;

import dev.durable.engine.DirectoryProbe;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** What is to be known of a directory in which files are protected. */
public final class DirectoryCheck {
  /** With less, a replacement of a file of some size may find no room for its temp file. */
  private static final long LITTLE_SPACE = 64L << 20;

  private final Path directory;
  private final List<String> facts = new ArrayList<>();

  /** What takes from the promises. */
  private final List<String> limits = new ArrayList<>();

  /** What keeps files from being replaced at all. */
  private String failure;

  private boolean exists = true;

  private DirectoryCheck(Path directory) {
    this.directory = directory;
  }

  /** Looks at a directory and tries in it what the agent would do. */
  public static DirectoryCheck of(Path directory) {
    DirectoryCheck check = new DirectoryCheck(directory);
    try {
      check.run();
    } catch (IOException e) {
      check.failure = "it can't be looked at (" + e + ")";
    }
    return check;
  }

  /** Whether all promises hold here, as far as can be told. */
  public boolean isGood() {
    return failure == null && limits.isEmpty();
  }

  private void run() throws IOException {
    Path there = directory;
    while (!Files.isDirectory(there)) {
      if (Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
        failure = there + " is no directory";
        return;
      }
      exists = false;
      there = there.getParent();
    }
    Path real = there.toRealPath();
    if (!exists) {
      facts.add("not there yet; what is told is of " + there + ", and nothing was tried");
    } else if (!real.equals(directory)) {
      facts.add("it is " + real);
    }
    mounts(real);
    permissions(real);
    space(real);
    if (exists) {
      probe(real);
    }
  }

  private void mounts(Path real) {
    List<Mount> mounts = Mount.all();
    Mount mount = Mount.of(real, mounts);
    if (mount == null) {
      facts.add("of its mount nothing is known: there is no /proc");
      return;
    }
    facts.add(
        mount.type
            + ", "
            + mount.source
            + " at "
            + mount.point
            + (mount.root.equals("/") || mount.type.equals("btrfs")
                ? ""
                : ", a bind mount of its " + mount.root)
            + ", "
            + String.join(",", mount.options));
    if (mount.options.contains("ro")) {
      failure = "it is mounted read-only";
    }
    limit(Medium.limit(mount));
    for (Mount below : exists ? Mount.below(real, mounts) : new ArrayList<Mount>()) {
      if (!Files.isDirectory(below.point)) {
        limits.add(
            below.point
                + " is mounted by itself and can't be replaced: it is written in place, with a"
                + " safety copy");
      } else if (!isKernels(below)) {
        facts.add("below it " + below.type + " at " + below.point + ", which is another matter");
      }
    }
  }

  /** Not for files of applications. */
  private static boolean isKernels(Mount mount) {
    return mount.point.startsWith("/proc")
        || mount.point.startsWith("/sys")
        || mount.point.startsWith("/dev");
  }

  private void permissions(Path real) throws IOException {
    if (!Files.getFileStore(real).supportsFileAttributeView("posix")) {
      return;
    }
    PosixFileAttributes attributes = Files.readAttributes(real, PosixFileAttributes.class);
    int mode = (Integer) Files.getAttribute(real, "unix:mode");
    boolean sticky = (mode & 01000) != 0;
    facts.add(
        PosixFilePermissions.toString(attributes.permissions())
            + (sticky ? " (sticky)" : "")
            + ", "
            + attributes.owner().getName()
            + ":"
            + attributes.group().getName());
    if (attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
      limits.add(
          sticky
              ? "others may create files in it; those of other users are written in place"
              : "others may rename and remove files in it, protected ones too");
    }
  }

  private void space(Path real) throws IOException {
    FileStore store = Files.getFileStore(real);
    long free = store.getUsableSpace();
    facts.add(bytes(free) + " free of " + bytes(store.getTotalSpace()));
    if (free < LITTLE_SPACE && store.getTotalSpace() > 0) {
      limits.add(
          "only "
              + bytes(free)
              + " free: while a file is replaced, its old and its new content"
              + " need room");
    }
  }

  static String bytes(long bytes) {
    if (bytes < 1 << 20) {
      return bytes + " bytes";
    }
    return bytes < 10L << 30
        ? String.format("%,d MiB", bytes >> 20)
        : String.format("%,d GiB", bytes >> 30);
  }

  private void probe(Path real) {
    if (failure != null) {
      return;
    }
    if (real.getParent() == null) {
      facts.add("the root directory: nothing was tried in it");
      return;
    }
    DirectoryProbe probe = DirectoryProbe.of(real);
    if (probe.failure() != null) {
      failure = probe.failure();
      return;
    }
    facts.add(
        "tried: create, write, force, "
            + probe.renames()
            + " renames that a reader saw as one step each"
            + (probe.directoryForced() ? ", force of the directory" : "")
            + (probe.links() ? ", hard link" : ""));
    if (!probe.directoryForced()) {
      limits.add(
          "its file system can't force a directory: files stay whole, but the newest versions may"
              + " be lost in a power cut");
    }
    if (!probe.links()) {
      limits.add("it has no hard links: with CREATE_NEW, files are created in place");
    }
  }

  private void limit(String limit) {
    if (limit != null) {
      limits.add(limit);
    }
  }

  /** Prints what was found, and the verdict. */
  public void print(PrintWriter out) {
    out.println(directory);
    for (String fact : facts) {
      out.println("  " + fact);
    }
    for (String limit : limits) {
      out.println("  ! " + limit);
    }
    out.println("  verdict: " + verdict());
  }

  private String verdict() {
    if (failure != null) {
      return "no file can be replaced here: " + failure;
    }
    if (!limits.isEmpty()) {
      return "protected, with limits";
    }
    return exists ? "good" : "good, as far as can be told";
  }
}
