package dev.durable.cli.check;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * What the kind of a file system, and how it is mounted, do to the promises: what can't be seen by
 * trying. Sources: the kernel's Documentation/filesystems (overlayfs.rst, ext4, vfat.rst,
 * f2fs.rst), nfs(5), exports(5), mount(8).
 */
final class Medium {
  private static final Set<String> JOURNALED =
      set("ext3", "ext4", "xfs", "btrfs", "f2fs", "jfs", "zfs", "bcachefs", "reiserfs");
  private static final Set<String> MEMORY = set("tmpfs", "ramfs", "devtmpfs", "hugetlbfs");
  private static final Set<String> NETWORK =
      set("nfs", "nfs4", "cifs", "smb3", "ceph", "glusterfs", "lustre", "ocfs2", "gfs2", "afs");
  private static final Set<String> SERVED = set("9p", "virtiofs", "vboxsf", "prl_fs", "fuseblk");
  private static final Set<String> WITHOUT_JOURNAL = set("ext2", "vfat", "msdos", "exfat", "minix");
  private static final Set<String> UNFORCED =
      set("nobarrier", "barrier=0", "fsync_mode=nobarrier", "volatile");

  private Medium() {}

  /** What a mount takes from the promises; null if nothing that is known. */
  static String limit(Mount mount) {
    for (String option : mount.options) {
      if (UNFORCED.contains(option)) {
        return "mounted with "
            + option
            + ": a force does not reach the disk, so a power cut may"
            + " lose or tear what was acknowledged";
      }
    }
    String type = mount.type;
    if (MEMORY.contains(type)) {
      return "it is in memory: whole files after a crash of the application, none after a reboot";
    }
    if (type.equals("overlay") || type.equals("aufs")) {
      return "an overlay, such as a container's own layer: what is written is forced in its upper"
          + " directory, and goes when the container is removed; mount a volume for what must stay";
    }
    if (NETWORK.contains(type)) {
      return "a network file system: a force reaches the server, whose own settings decide what it"
          + " is worth there (nfs: exported with sync, not async); other hosts may see the old file"
          + " for as long as they cache it"
          + (mount.options.contains("soft")
              ? "; mounted with soft: a server that is slow makes writes fail"
              : "");
    }
    if (SERVED.contains(type) || type.startsWith("fuse.")) {
      return "another program or the host serves it: what a force is worth is up to that";
    }
    if (WITHOUT_JOURNAL.contains(type)) {
      return "it has no journal: a power cut in the midst of a rename may leave neither file";
    }
    return JOURNALED.contains(type) ? null : "what it does in a power cut is not known here";
  }

  private static Set<String> set(String... names) {
    return new HashSet<>(Arrays.asList(names));
  }
}
