package dev.durable.hooks;

import dev.durable.engine.Engine;
import dev.durable.engine.Policy;
import java.io.File;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Guards {@link File}. Each method takes the file itself first; null stands for the plain call. */
public final class FileHooks {
  private FileHooks() {}

  public static Boolean renameTo(File file, File dest) {
    Policy ofTarget = Protection.policyFor(dest);
    final Policy policy = ofTarget == null ? Protection.policyFor(file) : ofTarget;
    if (policy == null || file == null || dest == null) {
      return null;
    }
    final Path source;
    final Path target;
    try {
      source = file.toPath();
      target = dest.toPath();
    } catch (InvalidPathException e) {
      return null;
    }
    Protection.checkWrite(file.getPath());
    Protection.checkWrite(dest.getPath());
    try {
      boolean done =
          Protection.done(
              target,
              new Protection.Call() {
                @Override
                public boolean run(Engine engine) throws IOException {
                  boolean renamed = engine.rename(source, target, policy);
                  forgetCanonicalPaths();
                  return renamed;
                }
              });
      return done ? Boolean.TRUE : null;
    } catch (IOException e) {
      return Boolean.FALSE;
    }
  }

  /**
   * {@code java.io.File} remembers canonical paths (Java 8 to 20) and forgets them all at each
   * rename and deletion of its own, also at one of no file.
   */
  private static void forgetCanonicalPaths() {
    new File("").delete();
  }
}
