package dev.durable.audit;

import dev.durable.engine.AtWork;
import dev.durable.observe.Audit.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.spi.FileSystemProvider;

/** Watches the deletions of the default file system's provider. */
public final class WatchedDeletionHooks {
  private WatchedDeletionHooks() {}

  public static Boolean delete(FileSystemProvider provider, Path path) throws IOException {
    Watch watch = Watch.over(path);
    if (watch == null) {
      return null;
    }
    try (AtWork work = AtWork.begin()) {
      provider.delete(path);
    }
    watch.named(Kind.DELETED, path);
    return true;
  }

  public static Boolean deleteIfExists(FileSystemProvider provider, Path path) throws IOException {
    Watch watch = Watch.over(path);
    if (watch == null) {
      return null;
    }
    boolean deleted;
    try (AtWork work = AtWork.begin()) {
      deleted = provider.deleteIfExists(path);
    }
    if (deleted) {
      watch.named(Kind.DELETED, path);
    }
    return deleted;
  }
}
