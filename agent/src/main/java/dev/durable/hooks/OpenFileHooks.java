package dev.durable.hooks;

import dev.durable.engine.Engine;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/**
 * What happens to a stream, file or channel, or to its descriptor, while it is open. The objects
 * are the JDK's own, of which only those count that were opened on a protected path.
 */
public final class OpenFileHooks {
  private OpenFileHooks() {}

  public static void closing(Object file) {
    if (!Engine.nothingIsOpen()) {
      Protection.engine().closing(file);
    }
  }

  public static void closed(Object file) throws IOException {
    if (!Engine.nothingIsOpen()) {
      Protection.engine().closed(file);
    }
  }

  /** A write has failed: to a stream, to a channel, or by a descriptor. */
  public static void failed(Object file) {
    if (!Engine.nothingIsOpen()) {
      Protection.engine().failed(file);
    }
  }

  /** The copying from one channel to another has failed. */
  public static void transferFailed(
      Object from, long position, long count, WritableByteChannel to) {
    failed(to);
  }

  /** The application forces its file, maps it, or asks for a descriptor that it can force. */
  public static void publishing(Object file) throws IOException {
    if (!Engine.nothingIsOpen()) {
      Protection.engine().publish(file);
    }
  }

  public static void locking(Object file) throws IOException {
    if (!Engine.nothingIsOpen()) {
      Protection.engine().unstage(file);
    }
  }
}
