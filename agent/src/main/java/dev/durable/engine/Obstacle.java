package dev.durable.engine;

/** Why a file can't be replaced by a rename, so that it is written in place instead. */
public enum Obstacle {
  HARD_LINKS("the file has several hard links, and a rename would leave the others behind"),
  OWNER("the file's owner or group can't be given to a new file"),
  ATTRIBUTES("the file's access list or extended attributes can't be given to a new file"),
  NOT_READABLE("the file can't be read, so that what stays of it could not be copied"),
  DIRECTORY_NOT_WRITABLE("no file can be created in the directory"),
  DIRECTORY_NOT_READABLE("the directory can't be opened, so that a rename could not be forced"),
  RENAME_REFUSED("the directory doesn't let this user rename over the file (sticky, append-only)"),
  MOUNT_POINT("the file is a mount point of its own"),
  OTHER_FILE_SYSTEM("a rename would cross file systems"),
  OPEN("it is open for appending or updating in this process, which would go on in the old file"),
  LOCKED("it is to be locked, and others look for the lock there");

  /** What is in the way, as a clause for a message. */
  public final String description;

  Obstacle(String description) {
    this.description = description;
  }
}
