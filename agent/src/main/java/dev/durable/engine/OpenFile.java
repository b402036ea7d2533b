package dev.durable.engine;

import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/**
 * A protected file that the application has open for writing. What becomes of it is decided once:
 * when it is closed, when it is collected unclosed, or when the JVM exits, whichever comes first.
 * One lock for each file; whoever else closes the same file waits for the decision.
 */
abstract class OpenFile {
  final Path given;
  final Policy policy;
  final Listener listener;

  /** The forces that barriers have asked for. */
  final SharedForce forces = new SharedForce();

  private volatile Reference<FileDescriptor> descriptor;
  private volatile boolean dirty;
  private IOException forceFailure;
  private boolean settled;
  private IOException failure;
  private Thread closer;
  private int depth;

  OpenFile(Path given, Policy policy, Listener listener) {
    this.given = given;
    this.policy = policy;
    this.listener = listener;
  }

  /**
   * Makes what was written durable. Called once, with the lock held.
   *
   * @param descriptor open still; or null if it was collected
   * @param brokenOff whether a write may be half done
   * @throws IOException about {@link #given}
   */
  abstract void settle(FileDescriptor descriptor, boolean brokenOff) throws IOException;

  /** How long until something must be done; {@link Long#MAX_VALUE} if there is no such time. */
  long nanosLeft() {
    return Long.MAX_VALUE;
  }

  /**
   * Makes what is written so far durable, under its name.
   *
   * @throws IOException about {@link #given}
   */
  abstract void publish(FileDescriptor descriptor) throws IOException;

  /** Whether what the application writes goes to the target itself. */
  abstract boolean isInPlace();

  /**
   * Makes what was written in place so far durable, and a new name. Called with the lock held.
   *
   * @throws IOException about {@link #given}
   */
  abstract void forceInPlace(FileDescriptor descriptor) throws IOException;

  final synchronized boolean isSettled() {
    return settled;
  }

  /** Whether it is closed, and its content is what it should be. */
  final synchronized boolean isWell() {
    return settled && failure == null;
  }

  /** The file has this descriptor for as long as the application holds it. */
  final void isAt(Reference<FileDescriptor> descriptor) {
    this.descriptor = descriptor;
  }

  /** Whether it was written in place since the last force for barriers of the whole process. */
  final boolean isDirty() {
    return dirty;
  }

  final void isDirty(boolean dirty) {
    this.dirty = dirty && isInPlace();
  }

  /**
   * Makes what was written in place so far durable; what its close makes durable has been so.
   *
   * @param exiting whether files count as closed that the application may still write to
   * @throws IOException about {@link #given}, also if an earlier force has failed
   */
  final synchronized void forceForBarriers(boolean exiting) throws IOException {
    FileDescriptor open = descriptor.get();
    if (open != null && JdkDescriptors.number(open) < 0) {
      open = null;
    }
    dirty = false;
    if (open == null || settled && !exiting) {
      end(null, false);
      tell();
      return;
    }
    if (!isInPlace()) {
      return;
    }
    try (AtWork work = AtWork.begin()) {
      forceInPlace(open);
      listener.forcedAtBarrier(given, policy);
    } catch (IOException e) {
      dirty = true;
      forceFailure = forceFailure == null ? e : forceFailure;
      throw e;
    }
  }

  /**
   * Forces the content. One force that has failed is never tried again: the kernel would say that
   * all is well, and what it could not write is lost (for its errors are reported once).
   *
   * @throws IOException about {@link #given}
   */
  final synchronized void force(FileDescriptor descriptor) throws IOException {
    if (forceFailure != null) {
      throw Errors.naming(given, forceFailure, "(an earlier force has failed)");
    }
    try {
      JdkDescriptors.force(descriptor);
    } catch (IOException e) {
      forceFailure = Errors.naming(given, e);
      throw forceFailure;
    }
  }

  /** The application's own force of what it writes in place has failed, as it was told. */
  final synchronized void forceFailed() {
    if (forceFailure == null && isInPlace()) {
      forceFailure = new IOException("not forced");
    }
  }

  /** The application begins to close the file. */
  final synchronized void enters() {
    if (closer == null) {
      closer = Thread.currentThread();
    }
    if (closer == Thread.currentThread()) {
      depth++;
    }
  }

  /**
   * The JDK has closed the file. Streams close their channels and channels their streams, each
   * calling the other: the first call is the one that the application waits for.
   *
   * @return whether that was the first call
   */
  final synchronized boolean isClosed() {
    return closer == Thread.currentThread() && --depth == 0;
  }

  /** Throws why the content is not what it should be, if so. */
  final synchronized void tell() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }

  /** The file is decided upon now; what goes wrong is for {@link #tell} to say. */
  final synchronized void end(FileDescriptor descriptor, boolean brokenOff) {
    if (settled) {
      return;
    }
    settled = true;
    // The JDK's cleaner closes the descriptor of what was collected some time before it goes
    // itself.
    boolean isOpen = descriptor != null && JdkDescriptors.number(descriptor) >= 0;
    try (AtWork work = AtWork.begin()) {
      settle(isOpen ? descriptor : null, brokenOff);
    } catch (IOException e) {
      failed(e);
    } catch (Exception | LinkageError e) { // The JDK also throws what it doesn't declare.
      listener.unexpected(given, policy, e);
      failed(new FileSystemException(given.toString(), null, "not written: " + e));
    }
  }

  /** Keeps a failure until the application closes the file, if it isn't told now. */
  final void failed(IOException e) {
    if (failure == null) {
      failure = e;
    }
    listener.failed(given, policy, e);
  }
}
