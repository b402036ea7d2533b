package dev.durable.hooks;

import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;

import dev.durable.engine.AtWork;
import dev.durable.engine.ChannelOptions;
import dev.durable.engine.CopyOptions;
import dev.durable.engine.Engine;
import dev.durable.engine.MoveOptions;
import dev.durable.engine.PlainCopy;
import dev.durable.engine.Policy;
import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.Channel;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.spi.FileSystemProvider;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Guards the provider of the default file system, where all calls of {@code Files} and of {@code
 * FileChannel.open} arrive, and those of libraries that ask the provider itself.
 */
public final class ProviderHooks {
  private ProviderHooks() {}

  public static FileChannel newFileChannel(
      final FileSystemProvider provider,
      Path path,
      Set<? extends OpenOption> options,
      FileAttribute<?>... attributes)
      throws IOException {
    Policy policy = Protection.policyFor(path);
    if (policy == null) {
      return null;
    }
    return open(
        path,
        options,
        attributes,
        policy,
        new Engine.ChannelOpener<FileChannel>() {
          @Override
          public FileChannel open(Path file, Set<OpenOption> how, FileAttribute<?>... with)
              throws IOException {
            return provider.newFileChannel(file, how, with);
          }
        });
  }

  public static SeekableByteChannel newByteChannel(
      FileSystemProvider provider,
      Path path,
      Set<? extends OpenOption> options,
      FileAttribute<?>... attributes)
      throws IOException {
    return newFileChannel(provider, path, options, attributes);
  }

  public static AsynchronousFileChannel newAsynchronousFileChannel(
      final FileSystemProvider provider,
      Path path,
      Set<? extends OpenOption> options,
      final ExecutorService executor,
      FileAttribute<?>... attributes)
      throws IOException {
    Policy policy = Protection.policyFor(path);
    if (policy == null || options == null || options.contains(StandardOpenOption.APPEND)) {
      return null;
    }
    return open(
        path,
        options,
        attributes,
        policy,
        new Engine.ChannelOpener<AsynchronousFileChannel>() {
          @Override
          public AsynchronousFileChannel open(
              Path file, Set<OpenOption> how, FileAttribute<?>... with) throws IOException {
            return provider.newAsynchronousFileChannel(file, how, executor, with);
          }
        });
  }

  private static <C extends Channel> C open(
      final Path path,
      Set<? extends OpenOption> options,
      final FileAttribute<?>[] attributes,
      final Policy policy,
      final Engine.ChannelOpener<C> opener)
      throws IOException {
    final ChannelOptions wanted = ChannelOptions.of(options);
    if (wanted == null && options != null && options.contains(DELETE_ON_CLOSE)) {
      return Engine.nothingIsOpen() ? null : deleting(path, options, attributes, policy, opener);
    }
    if (wanted == null || attributes == null) {
      return null;
    }
    Protection.checkWrite(path.toString());
    if (wanted.read) {
      Protection.checkRead(path.toString());
    }
    return Protection.answer(
        path,
        new Protection.Question<C>() {
          @Override
          public C ask(Engine engine) throws IOException {
            try {
              return engine.open(path, wanted, attributes, policy, opener);
            } catch (UnsupportedOperationException | IllegalArgumentException e) {
              return null; // What was asked for the plain call refuses, too.
            }
          }
        });
  }

  /**
   * The plain call, of a file that the JDK deletes once it is open: what is there, so published.
   * After a power cut the name may be there once more, as without the agent.
   */
  private static <C extends Channel> C deleting(
      final Path path,
      final Set<? extends OpenOption> options,
      final FileAttribute<?>[] attributes,
      Policy policy,
      final Engine.ChannelOpener<C> opener)
      throws IOException {
    Names.publish(path);
    final AtomicReference<C> channel = new AtomicReference<>();
    try {
      Names.replace(
          path,
          policy.unforced(),
          new Names.Change<Boolean>() {
            @Override
            public Boolean make() throws IOException {
              channel.set(opener.open(path, new HashSet<OpenOption>(options), attributes));
              return Files.notExists(path, LinkOption.NOFOLLOW_LINKS);
            }
          });
    } catch (IOException e) {
      if (channel.get() != null) {
        channel.get().close();
      }
      throw e;
    }
    return channel.get();
  }

  public static DirectoryStream<Path> newDirectoryStream(
      FileSystemProvider provider, Path directory, DirectoryStream.Filter<? super Path> filter)
      throws IOException {
    if (Engine.nothingIsOpen() || AtWork.here() || directory == null || filter == null) {
      return null;
    }
    Set<String> staged = StagedListing.namesIn(directory);
    return staged == null ? null : StagedListing.of(provider, directory, filter, staged);
  }

  public static Boolean copy(
      final FileSystemProvider provider,
      final Path source,
      final Path target,
      final CopyOption... options)
      throws IOException {
    final Policy policy = Protection.policyFor(target);
    if (policy == null || source == null) {
      return null;
    }
    Protection.checkRead(source.toString());
    Protection.checkWrite(target.toString());
    boolean done =
        Protection.done(
            target,
            new Protection.Call() {
              @Override
              public boolean run(Engine engine) throws IOException {
                return engine.copy(
                    source,
                    target,
                    CopyOptions.of(options),
                    policy,
                    new PlainCopy() {
                      @Override
                      public void copy(Path from, Path to, CopyOption... how) throws IOException {
                        provider.copy(from, to, how);
                      }
                    });
              }
            });
    if (done) {
      return true;
    }
    return Names.replace(
        target,
        policy,
        new Names.Change<Boolean>() {
          @Override
          public Boolean make() throws IOException {
            provider.copy(source, target, options);
            return true;
          }
        });
  }

  public static Boolean move(
      FileSystemProvider provider,
      final Path source,
      final Path target,
      final CopyOption... options)
      throws IOException {
    if (source == null || target == null) {
      return null;
    }
    Policy ofTarget = Protection.policyFor(target);
    final Policy policy = ofTarget == null ? Protection.policyFor(source) : ofTarget;
    if (policy == null) {
      return null;
    }
    Protection.checkWrite(source.toString());
    Protection.checkWrite(target.toString());
    boolean done =
        Protection.done(
            target,
            new Protection.Call() {
              @Override
              public boolean run(Engine engine) throws IOException {
                return engine.move(source, target, MoveOptions.of(options), policy);
              }
            });
    return done ? true : null;
  }

  public static Boolean createDirectory(
      final FileSystemProvider provider, final Path path, final FileAttribute<?>... attributes)
      throws IOException {
    return Names.make(
        path,
        Protection.policyForDirectory(path),
        new Names.Change<Boolean>() {
          @Override
          public Boolean make() throws IOException {
            provider.createDirectory(path, attributes);
            return true;
          }
        });
  }

  public static Boolean createSymbolicLink(
      final FileSystemProvider provider,
      final Path link,
      final Path target,
      final FileAttribute<?>... attributes)
      throws IOException {
    return Names.make(
        link,
        Protection.policyForDirectory(link),
        new Names.Change<Boolean>() {
          @Override
          public Boolean make() throws IOException {
            provider.createSymbolicLink(link, target, attributes);
            return true;
          }
        });
  }

  public static Boolean createLink(
      final FileSystemProvider provider, final Path link, final Path existing) throws IOException {
    Names.publish(existing);
    return Names.make(
        link,
        Protection.policyFor(link),
        new Names.Change<Boolean>() {
          @Override
          public Boolean make() throws IOException {
            provider.createLink(link, existing);
            return true;
          }
        });
  }
}
