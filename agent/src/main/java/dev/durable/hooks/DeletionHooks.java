package dev.durable.hooks;

import dev.durable.engine.Policy;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.spi.FileSystemProvider;

/** Guards the deletions of the default file system's provider. */
public final class DeletionHooks {
  private DeletionHooks() {}

  public static Boolean delete(final FileSystemProvider provider, final Path path)
      throws IOException {
    return delete(
        path,
        new Names.Change<Boolean>() {
          @Override
          public Boolean make() throws IOException {
            provider.delete(path);
            return true;
          }
        });
  }

  public static Boolean deleteIfExists(final FileSystemProvider provider, final Path path)
      throws IOException {
    return delete(
        path,
        new Names.Change<Boolean>() {
          @Override
          public Boolean make() throws IOException {
            return provider.deleteIfExists(path);
          }
        });
  }

  private static Boolean delete(Path path, Names.Change<Boolean> plain) throws IOException {
    Policy policy = Protection.policyFor(path);
    if (policy == null) {
      return null;
    }
    return isOfZipFileSystem() ? Boolean.TRUE : Names.delete(path, policy, plain);
  }

  /**
   * Whether the JDK's zip file system is about to replace its file: it deletes the old one, then
   * moves the new one to its name with REPLACE_EXISTING, which does without the deletion.
   */
  private static boolean isOfZipFileSystem() {
    for (StackTraceElement frame : new Throwable().getStackTrace()) {
      if (frame.getMethodName().equals("sync")) {
        String type = frame.getClassName();
        return type.equals("jdk.nio.zipfs.ZipFileSystem")
            || type.equals("com.sun.nio.zipfs.ZipFileSystem");
      }
    }
    return false;
  }
}
