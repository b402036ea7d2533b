package dev.durable.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.Paths;

/** The user of this process. */
final class User {
  /** The number, as the "uid" of this user's files, or null. */
  static final Object UID = uid();

  private User() {}

  /** Whether {@code uid} is another user, and this one has no rights over other users' files. */
  static boolean isForeign(Object uid) {
    return !uid.equals(UID) && !Integer.valueOf(0).equals(UID);
  }

  private static Object uid() {
    try {
      return Disk.attributes(Paths.get("/proc/self/stat"), "uid").get("uid");
    } catch (IOException | RuntimeException e) {
      return uidOfNewFile();
    }
  }

  private static Object uidOfNewFile() {
    try {
      Path directory = Paths.get(System.getProperty("java.io.tmpdir"));
      Temp temp = Disk.createTemp(directory, Disk.PRIVATE);
      try {
        return Disk.attributes(temp.path, "uid").get("uid");
      } finally {
        temp.close();
        Disk.discard(temp.path);
      }
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }
}
