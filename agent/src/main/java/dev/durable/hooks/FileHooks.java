package dev.durable.hooks;

import dev.durable.engine.AtWork;
import dev.durable.engine.Engine;
import dev.durable.engine.Policy;
import java.io.File;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.atomic.AtomicBoolean;

/** Guards {@link File}. Each method takes the file itself first; null stands for the plain call. */
public final class FileHooks {
  /** Whether all could be forced that this thread has made in a {@code mkdirs}; null outside. */
  private static final ThreadLocal<Boolean> ALL_FORCED = new ThreadLocal<>();

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

  public static Boolean delete(final File file) {
    final Path path = pathOf(file);
    Policy policy = Protection.policyFor(path);
    if (policy == null) {
      return null;
    }
    if (ImageHooks.isWritten(file.getPath()) && policy.streams == Policy.Streams.STAGED) {
      return true;
    }
    try {
      return Names.delete(
          path,
          policy,
          new Names.Change<Boolean>() {
            @Override
            public Boolean make() {
              return plain(file).delete();
            }
          });
    } catch (IOException e) {
      return false;
    }
  }

  /** What the JDK goes on behind, as it is there, whatever {@link #mkdir} has said of it. */
  public static Boolean mkdirs(File file) {
    if (file.getClass() != File.class) {
      return null; // Its own methods are called once only, and by the JDK.
    }
    if (Protection.policyForDirectory(pathOf(file)) == null || ALL_FORCED.get() != null) {
      return null;
    }
    ALL_FORCED.set(true);
    try {
      return file.mkdirs() && ALL_FORCED.get();
    } finally {
      ALL_FORCED.remove();
    }
  }

  public static Boolean mkdir(final File file) {
    Path path = pathOf(file);
    final AtomicBoolean made = new AtomicBoolean();
    try {
      return Names.make(
          path,
          Protection.policyForDirectory(path),
          new Names.Change<Boolean>() {
            @Override
            public Boolean make() {
              made.set(plain(file).mkdir());
              return made.get();
            }
          });
    } catch (IOException e) {
      if (made.get() && ALL_FORCED.get() != null) {
        ALL_FORCED.set(false);
      }
      return false;
    }
  }

  public static Boolean createNewFile(final File file) throws IOException {
    Path path = pathOf(file);
    return Names.make(
        path,
        Protection.policyFor(path),
        new Names.Change<Boolean>() {
          @Override
          public Boolean make() throws IOException {
            return plain(file).createNewFile();
          }
        });
  }

  public static File createTempFile(final String prefix, final String suffix, final File directory)
      throws IOException {
    if (AtWork.here()) {
      return null;
    }
    File parent = directory == null ? temporaryDirectory() : directory;
    // What the name will be isn't known; but rules on it can only be on a name like this.
    Path name = pathOf(new File(parent, prefix + "0" + (suffix == null ? ".tmp" : suffix)));
    return Names.makeLike(
        name,
        Protection.policyFor(name),
        new Names.Change<File>() {
          @Override
          public File make() throws IOException {
            return File.createTempFile(prefix, suffix, directory);
          }
        });
  }

  /** By the agent's permissions, as the JDK takes it by its own. */
  private static File temporaryDirectory() {
    return AccessController.doPrivileged(
        new PrivilegedAction<File>() {
          @Override
          public File run() {
            return new File(System.getProperty("java.io.tmpdir"));
          }
        });
  }

  /** Without what a subclass does in the method from which the hook was called. */
  private static File plain(File file) {
    return file.getClass() == File.class ? file : new File(file.getPath());
  }

  /** Null for a name that no file can have, and for what a subclass makes of it. */
  static Path pathOf(File file) {
    try {
      return Paths.get(file.getPath());
    } catch (RuntimeException e) {
      return null;
    }
  }

  /**
   * {@code java.io.File} remembers canonical paths (Java 8 to 20) and forgets them all at each
   * rename and deletion of its own, also at one of no file.
   */
  private static void forgetCanonicalPaths() {
    try (AtWork work = AtWork.begin()) {
      new File("").delete();
    }
  }
}
