package dev.durable.engine;

import java.io.FileDescriptor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * A thread's calls of methods with a barrier, and what it has written in them. Used by it alone.
 */
final class BarrierThread {
  /** So many files are noted before those that are closed are forgotten. */
  private static final int USUAL = 16;

  /** What one open file was last written in. */
  static final class Written {
    final OpenFile file;

    /** The number of the innermost call. */
    long call;

    /** How many forces of the file had begun by then. */
    long after;

    Written(OpenFile file) {
      this.file = file;
    }

    /** Whether it was written in place since, and no force has covered that. */
    boolean isDirtySince(BarrierCall since) {
      return call >= since.number && !file.forces.isCovered(after);
    }
  }

  private final OpenFiles files;
  private final List<Written> written = new ArrayList<>();
  private int most = USUAL;
  private int depth;
  private long calls;
  private long innermost;

  /** The streams, files, channels or descriptors that were written to last. */
  private Object last;

  private Written ofLast;
  private Object unprotected;

  BarrierThread(OpenFiles files) {
    this.files = files;
  }

  BarrierCall enter(boolean ofProcess) {
    BarrierCall call = new BarrierCall(this, ofProcess, ++depth, ++calls, innermost);
    innermost = call.number;
    return call;
  }

  /** A call has ended: with it all that were begun in it, if one of them should be left over. */
  void leave(BarrierCall call) {
    depth = call.depth - 1;
    innermost = call.outer;
    if (depth == 0) {
      if (!written.isEmpty()) {
        written.clear();
        most = USUAL;
      }
      last = null;
      ofLast = null;
      unprotected = null;
    }
  }

  boolean isInCall() {
    return depth > 0;
  }

  /** The files that were written to in the calls that are under way. */
  List<Written> written() {
    return written;
  }

  /**
   * A stream, file, channel or descriptor was written to.
   *
   * @param complete whether that is over, rather than going on in another thread
   */
  void wrote(Object to, boolean complete) {
    if (to == unprotected) {
      return;
    }
    Written entry = to == last ? ofLast : find(to);
    if (entry != null && entry.file.isInPlace()) {
      entry.after = complete ? entry.file.forces.begun() : Long.MAX_VALUE;
      entry.call = innermost;
    }
  }

  private Written find(Object to) {
    FileDescriptor descriptor =
        to instanceof FileDescriptor ? (FileDescriptor) to : JdkDescriptors.of(to);
    OpenFile file = files.find(descriptor);
    if (file == null) {
      unprotected = to;
      return null;
    }
    last = to;
    ofLast = entry(file);
    return ofLast;
  }

  private Written entry(OpenFile file) {
    for (Written entry : written) {
      if (entry.file == file) {
        return entry;
      }
    }
    if (written.size() == most) {
      forgetClosed();
    }
    Written entry = new Written(file);
    written.add(entry);
    return entry;
  }

  /** A call may take days, and open any number of files. */
  private void forgetClosed() {
    for (Iterator<Written> entries = written.iterator(); entries.hasNext(); ) {
      if (entries.next().file.isWell()) {
        entries.remove();
      }
    }
    most = Math.max(USUAL, 2 * written.size());
  }
}
