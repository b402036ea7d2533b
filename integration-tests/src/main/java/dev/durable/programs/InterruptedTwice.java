package dev.durable.programs;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardOpenOption;

/**
 * Interrupts a thread that writes to a channel, and so closes it, over and over, until it has
 * ended; prints how often it has. Arguments: a directory, how often, "platform" or "virtual".
 */
public final class InterruptedTwice {
  private InterruptedTwice() {}

  public static void main(String[] arguments) throws Exception {
    int ended = 0;
    for (int round = 0; round < Integer.parseInt(arguments[1]); round++) {
      Path file = Paths.get(arguments[0], "file-" + round);
      Thread writing = thread(arguments[2], () -> write(file));
      while (writing.isAlive()) {
        writing.interrupt();
      }
      ended++;
    }
    System.out.println("ended " + ended);
  }

  private static Thread thread(String kind, Runnable work) throws Exception {
    if (kind.equals("virtual")) {
      return (Thread)
          Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, work);
    }
    Thread thread = new Thread(work);
    thread.start();
    return thread;
  }

  /** Until it is interrupted, in place. */
  private static void write(Path file) {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      while (true) {
        channel.write(ByteBuffer.allocate(1));
      }
    } catch (ClosedByInterruptException e) {
      // As it has to be.
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
