package dev.durable.hooks;

import dev.durable.engine.Engine;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.Paths;

/** Writes to what is open, by the JDK's methods: watched only if the configuration has barriers. */
public final class WriteHooks {
  private static final Path NO_FILE = Paths.get("a barrier");

  private WriteHooks() {}

  /** A stream, file, channel or descriptor was written to, truncated or made longer. */
  public static void wrote(Object to) {
    if (!Engine.nothingIsOpen()) {
      try {
        Protection.engine().barriers().wrote(to);
      } catch (RuntimeException | Error e) {
        missed(e);
      }
    }
  }

  /** A write was begun that another thread makes. */
  public static void writing(Object to) {
    if (!Engine.nothingIsOpen()) {
      try {
        Protection.engine().barriers().writing(to);
      } catch (RuntimeException | Error e) {
        missed(e);
      }
    }
  }

  /**
   * The write has been made, and isn't noted: at the end of the stack, say, or of memory. The
   * application may go on after that, so the barrier must not rely on what was noted.
   */
  private static void missed(Throwable error) {
    Protection.engine().barriers().missed();
    if (error instanceof VirtualMachineError || error instanceof ThreadDeath) {
      throw (Error) error; // The application's own; there is nothing left to tell of it with.
    }
    Protection.defect(NO_FILE, error, "has missed a write; each forces all open files from now on");
  }

  /** The kernel has copied from one channel to another. */
  public static void copied(Object from, long position, int count, WritableByteChannel to) {
    wrote(to);
  }
}
