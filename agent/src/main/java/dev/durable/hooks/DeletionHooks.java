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
    return policy == null ? null : Names.delete(path, policy, plain);
  }
}
