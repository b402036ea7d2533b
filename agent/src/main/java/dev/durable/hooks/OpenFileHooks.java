package dev.durable.hooks;

import dev.durable.engine.Engine;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/**
 * What happens to a stream, file or channel, or to its descriptor, while it is open. The objects
 * are the JDK's own, of which only those count that were opened on a protected path.
 */
public final class OpenFileHooks {
  private OpenFileHooks() {}

  public static void closing(final Object file) throws IOException {
    if (!Engine.nothingIsOpen()) {
      tell(
          file,
          new Protection.Call() {
            @Override
            public boolean run(Engine engine) {
              engine.openFiles().closing(file);
              return true;
            }
          });
    }
  }

  public static void closed(final Object file) throws IOException {
    if (!Engine.nothingIsOpen()) {
      tell(
          file,
          new Protection.Call() {
            @Override
            public boolean run(Engine engine) throws IOException {
              engine.openFiles().closed(file);
              return true;
            }
          });
    }
  }

  /** A write has failed: to a stream, to a channel, or by a descriptor. */
  public static void failed(final Object file) throws IOException {
    if (!Engine.nothingIsOpen()) {
      tell(
          file,
          new Protection.Call() {
            @Override
            public boolean run(Engine engine) {
              engine.openFiles().failed(file);
              return true;
            }
          });
    }
  }

  /** A transfer to a channel begins: many writes in one call. */
  public static void transferring(
      final Object file, final ReadableByteChannel from, final long position, final long count)
      throws IOException {
    if (!Engine.nothingIsOpen()) {
      tell(
          file,
          new Protection.Call() {
            @Override
            public boolean run(Engine engine) throws IOException {
              engine.openFiles().transferring(file, from, position, count);
              return true;
            }
          });
    }
  }

  public static void transferred(final Object file) throws IOException {
    if (!Engine.nothingIsOpen()) {
      tell(
          file,
          new Protection.Call() {
            @Override
            public boolean run(Engine engine) {
              engine.openFiles().transferred(file);
              return true;
            }
          });
    }
  }

  /** The kernel's copying from one channel to another has failed. */
  public static void transferFailed(Object from, long position, int count, WritableByteChannel to)
      throws IOException {
    failed(to);
  }

  /** The application forces its file, maps it, or asks for a descriptor that it can force. */
  public static void publishing(final Object file) throws IOException {
    if (!Engine.nothingIsOpen()) {
      tell(
          file,
          new Protection.Call() {
            @Override
            public boolean run(Engine engine) throws IOException {
              engine.openFiles().publish(file);
              return true;
            }
          });
    }
  }

  /** The application's own force has failed. */
  public static void forceFailed(final Object file) throws IOException {
    if (!Engine.nothingIsOpen()) {
      tell(
          file,
          new Protection.Call() {
            @Override
            public boolean run(Engine engine) {
              engine.openFiles().forceFailed(file);
              return true;
            }
          });
    }
  }

  public static void locking(final Object file) throws IOException {
    if (!Engine.nothingIsOpen()) {
      tell(
          file,
          new Protection.Call() {
            @Override
            public boolean run(Engine engine) throws IOException {
              engine.openFiles().unstage(file);
              return true;
            }
          });
    }
  }

  /** Tells the engine. If that fails unexpectedly, the application can't take it for done. */
  private static void tell(Object file, Protection.Call call) throws IOException {
    Path name = Protection.engine().openFiles().nameOf(file);
    if (name != null && !Protection.done(name, call)) {
      throw new FileSystemException(name.toString(), null, "a defect in durable.jar");
    }
  }
}
