package dev.durable.hooks;

import dev.durable.engine.Engine;
import dev.durable.engine.Policy;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** Guards {@link RandomAccessFile}, where it is opened for writing. */
public final class RandomAccessFileHooks {
  /** The mode "r", as the JDK passes it on: O_RDONLY in RandomAccessFile.java. */
  private static final int READ_ONLY = 1;

  private RandomAccessFileHooks() {}

  public static Boolean open(final RandomAccessFile file, final String name, final int mode)
      throws IOException {
    if ((mode & READ_ONLY) != 0) {
      return null;
    }
    final Policy policy = Protection.policyFor(name);
    if (policy == null) {
      return null;
    }
    final Path path = new File(name).toPath();
    return FileOutputStreamHooks.opened(
        name,
        path,
        new Protection.Call() {
          @Override
          public boolean run(Engine engine) throws IOException {
            return ImageHooks.isWritten(name)
                ? engine.openAnew(file, path, policy)
                : engine.open(file, name, path, mode, policy);
          }
        });
  }
}
