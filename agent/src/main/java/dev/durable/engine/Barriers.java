package dev.durable.engine;

import java.io.FileDescriptor;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Methods with a barrier: when one returns, what was written in place during the call is forced.
 *
 * <p>Each thread notes the files that it writes, and for each how many forces of it had begun by
 * then; so a barrier, be it nested or another thread's, leaves nothing to do for those whose writes
 * its force has covered.
 */
public final class Barriers {
  private final OpenFiles files;
  private final ThreadLocal<BarrierThread> threads = new ThreadLocal<>();

  /** How many calls are under way that answer for what any thread writes. */
  private final AtomicInteger ofProcess = new AtomicInteger();

  /** Whether a write was not noted. */
  private volatile boolean missed;

  Barriers(OpenFiles files) {
    this.files = files;
  }

  /**
   * A call begins.
   *
   * @param all whether it answers for what any thread writes, rather than this one
   */
  public BarrierCall enter(boolean all) {
    BarrierThread thread = threads.get();
    if (thread == null) {
      thread = new BarrierThread(files);
      threads.set(thread);
    }
    if (all) {
      ofProcess.incrementAndGet();
    }
    return thread.enter(all);
  }

  /** A call has ended, and what {@link #force} was to do is done. */
  public void leave(BarrierCall call) {
    if (call.ofProcess) {
      ofProcess.decrementAndGet();
    }
    call.thread.leave(call);
  }

  /** Whether there is nothing to force for a call. */
  public boolean isClean(BarrierCall call) {
    if (call.ofProcess || missed) {
      return OpenFiles.none();
    }
    for (BarrierThread.Written entry : call.thread.written()) {
      if (entry.isDirtySince(call)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Forces what was written in place during a call: each open file once, with its directory where
   * its name is new, and together with others' barriers on the same file.
   *
   * @throws IOException of the first file that could not be forced; those of others are suppressed
   *     in it. All were tried
   */
  public void force(BarrierCall call) throws IOException {
    IOException failure = null;
    if (call.ofProcess || missed) {
      for (OpenFile file : files.all()) {
        long begun = file.forces.begun();
        // Who isn't dirty may be so for a force that is under way.
        failure = force(file, missed || file.isDirty() ? begun : begun - 1, failure);
      }
    } else {
      for (BarrierThread.Written entry : call.thread.written()) {
        if (entry.isDirtySince(call)) {
          entry.after = Math.min(entry.after, entry.file.forces.begun());
          failure = force(entry.file, entry.after, failure);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private IOException force(final OpenFile file, long after, IOException earlier) {
    try {
      file.forces.await(
          after,
          new SharedForce.Force() {
            @Override
            public void run() throws IOException {
              file.forceForBarriers(files.isExiting());
            }
          });
      return earlier;
    } catch (IOException e) {
      file.listener.failed(file.given, file.policy, e);
      if (earlier == null) {
        return e;
      }
      earlier.addSuppressed(e);
      return earlier;
    }
  }

  /** A write could not be noted: from now on, each call answers for all files that are open. */
  public void missed() {
    missed = true;
  }

  /** A stream, file, channel or descriptor was written to, truncated or made longer. */
  public void wrote(Object to) {
    wrote(to, true);
  }

  /** A write was begun that another thread will make. */
  public void writing(Object to) {
    wrote(to, false);
  }

  private void wrote(Object to, boolean complete) {
    BarrierThread thread = threads.get();
    if (thread != null && thread.isInCall()) {
      thread.wrote(to, complete);
    }
    if (ofProcess.get() > 0) {
      FileDescriptor descriptor =
          to instanceof FileDescriptor ? (FileDescriptor) to : JdkDescriptors.of(to);
      OpenFile file = files.find(descriptor);
      if (file != null) {
        file.isDirty(true);
      }
    }
  }
}
