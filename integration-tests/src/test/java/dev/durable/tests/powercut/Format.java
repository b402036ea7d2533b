package dev.durable.tests.powercut;

import java.nio.file.Path;

/**
 * A kind of file system.
 *
 * @param make the command that makes one, to which the device's name is added
 * @param options for mounting
 */
record Format(String name, String make, String options) {
  static final Format EXT4 = new Format("ext4", "mkfs.ext4 -q -F", "data=ordered,noinit_itable");

  /**
   * Without the heuristics that force a file which replaces another one: ext4(5), auto_da_alloc.
   */
  static final Format EXT4_PLAIN =
      new Format("ext4, noauto_da_alloc", "mkfs.ext4 -q -F", "noauto_da_alloc,noinit_itable");

  static final Format EXT4_WRITEBACK =
      new Format(
          "ext4, data=writeback",
          "mkfs.ext4 -q -F",
          "data=writeback,noauto_da_alloc,noinit_itable");

  /**
   * Whether a file's blocks may get other bytes before its removal is on disk: docs/guarantees.md.
   */
  boolean reusesBlocksEarly() {
    return options.contains("data=writeback");
  }

  static final Format EXT4_JOURNAL =
      new Format("ext4, data=journal", "mkfs.ext4 -q -F", "data=journal,noinit_itable");

  static final Format EXT4_BIGALLOC =
      new Format(
          "ext4, bigalloc",
          "mkfs.ext4 -q -F -O bigalloc -C 16384",
          "noauto_da_alloc,noinit_itable");

  static final Format XFS = new Format("XFS", "mkfs.xfs -q -f", "defaults");

  static final Format BTRFS = new Format("btrfs", "mkfs.btrfs -q -f", "defaults");

  /** Makes one on a device or in a file. */
  void make(Path device) throws java.io.IOException {
    Command.run((Object[]) (make + " " + device).split(" "));
  }

  @Override
  public String toString() {
    return name;
  }
}
