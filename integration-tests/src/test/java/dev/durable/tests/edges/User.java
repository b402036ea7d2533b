package dev.durable.tests.edges;

import java.nio.file.Files;
import java.nio.file.Path;

/** Whom a child JVM runs as. */
enum User {
  /** Whoever runs the tests. */
  SELF,
  /** Somebody without privileges, in no group but their own. Needs root to become. */
  NOBODY;

  static final int NOBODYS_ID = 65534;

  /** The command that starts another one as this user. */
  String[] command() {
    return this == SELF
        ? new String[0]
        : new String[] {
          "setpriv", "--reuid=" + NOBODYS_ID, "--regid=" + NOBODYS_ID, "--clear-groups"
        };
  }

  /** Makes {@code path} this user's. */
  void own(Path path) throws Exception {
    if (this == NOBODY) {
      Files.setAttribute(path, "unix:uid", NOBODYS_ID);
      Files.setAttribute(path, "unix:gid", NOBODYS_ID);
    }
  }
}
