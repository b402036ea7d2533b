package dev.durable.audit;

import dev.durable.engine.AtWork;
import dev.durable.observe.Audit.Kind;
import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.CopyOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.spi.FileSystemProvider;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ExecutorService;

/**
 * Watches the provider of the default file system: makes the plain call itself, and looks before
 * and after.
 */
public final class WatchedProviderHooks {
  private WatchedProviderHooks() {}

  public static FileChannel newFileChannel(
      FileSystemProvider provider,
      Path path,
      Set<? extends OpenOption> options,
      FileAttribute<?>... attributes)
      throws IOException {
    Watch watch = writing(path, options);
    if (watch == null) {
      return null;
    }
    OpenedFile opened = before(path, options);
    FileChannel channel;
    try (AtWork work = AtWork.begin()) {
      channel = provider.newFileChannel(path, options, attributes);
    }
    watch.opened(channel, opened);
    return channel;
  }

  public static SeekableByteChannel newByteChannel(
      FileSystemProvider provider,
      Path path,
      Set<? extends OpenOption> options,
      FileAttribute<?>... attributes)
      throws IOException {
    Watch watch = writing(path, options);
    if (watch == null) {
      return null;
    }
    OpenedFile opened = before(path, options);
    SeekableByteChannel channel;
    try (AtWork work = AtWork.begin()) {
      channel = provider.newByteChannel(path, options, attributes);
    }
    watch.opened(channel, opened);
    return channel;
  }

  public static AsynchronousFileChannel newAsynchronousFileChannel(
      FileSystemProvider provider,
      Path path,
      Set<? extends OpenOption> options,
      ExecutorService executor,
      FileAttribute<?>... attributes)
      throws IOException {
    Watch watch = writing(path, options);
    if (watch == null) {
      return null;
    }
    OpenedFile opened = before(path, options);
    AsynchronousFileChannel channel;
    try (AtWork work = AtWork.begin()) {
      channel = provider.newAsynchronousFileChannel(path, options, executor, attributes);
    }
    watch.opened(channel, opened);
    return channel;
  }

  /** Of a file that nobody is to find later, or that is only read, there is nothing to say. */
  private static Watch writing(Path path, Set<? extends OpenOption> options) {
    boolean writes =
        options != null
            && (options.contains(StandardOpenOption.WRITE)
                || options.contains(StandardOpenOption.APPEND))
            && !options.contains(StandardOpenOption.DELETE_ON_CLOSE);
    return writes ? Watch.over(path) : null;
  }

  private static OpenedFile before(Path path, Set<? extends OpenOption> options) {
    boolean synchronous =
        options.contains(StandardOpenOption.SYNC) || options.contains(StandardOpenOption.DSYNC);
    return OpenedFile.before(
        path,
        options.contains(StandardOpenOption.TRUNCATE_EXISTING),
        options.contains(StandardOpenOption.APPEND),
        synchronous);
  }

  public static Boolean copy(
      FileSystemProvider provider, Path source, Path target, CopyOption... options)
      throws IOException {
    Watch watch = Watch.over(target);
    if (watch == null) {
      return null;
    }
    try (AtWork work = AtWork.begin()) {
      provider.copy(source, target, options);
    }
    watch.moved(Kind.COPIED, source, target);
    return true;
  }

  public static Boolean move(
      FileSystemProvider provider, Path source, Path target, CopyOption... options)
      throws IOException {
    Watch ofTarget = Watch.over(target);
    Watch watch = ofTarget == null ? Watch.over(source) : ofTarget;
    if (watch == null || options == null || target == null || source == null) {
      return null;
    }
    // The JDK removes the target first, unless it is told to do with one step.
    boolean removes =
        Arrays.asList(options).contains(StandardCopyOption.REPLACE_EXISTING)
            && !Arrays.asList(options).contains(StandardCopyOption.ATOMIC_MOVE)
            && Watch.exists(target);
    try (AtWork work = AtWork.begin()) {
      provider.move(source, target, options);
    }
    watch.moved(removes ? Kind.REMOVED_AND_MOVED : Kind.MOVED, source, target);
    return true;
  }

  public static Boolean createDirectory(
      FileSystemProvider provider, Path path, FileAttribute<?>... attributes) throws IOException {
    Watch watch = Watch.over(path);
    if (watch == null) {
      return null;
    }
    try (AtWork work = AtWork.begin()) {
      provider.createDirectory(path, attributes);
    }
    watch.named(Kind.NAMED, path);
    return true;
  }

  public static Boolean createSymbolicLink(
      FileSystemProvider provider, Path link, Path target, FileAttribute<?>... attributes)
      throws IOException {
    Watch watch = Watch.over(link);
    if (watch == null) {
      return null;
    }
    try (AtWork work = AtWork.begin()) {
      provider.createSymbolicLink(link, target, attributes);
    }
    watch.named(Kind.NAMED, link);
    return true;
  }

  public static Boolean createLink(FileSystemProvider provider, Path link, Path existing)
      throws IOException {
    Watch watch = Watch.over(link);
    if (watch == null) {
      return null;
    }
    try (AtWork work = AtWork.begin()) {
      provider.createLink(link, existing);
    }
    watch.named(Kind.NAMED, link);
    return true;
  }
}
