package dev.durable.engine;

import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A stream or channel of the application's whose bytes go to a temp file, which becomes the target
 * at its close.
 *
 * <p>What a crash leaves: until the commit, the old version and a temp file, which the next sweep
 * removes; from then on what {@link Replacement} says.
 */
final class Stage extends OpenFile {

  private enum State {
    /** The bytes go to the temp file. */
    STAGED,
    /** They go to the target: the temp file has become it, or the descriptor was seated on it. */
    IN_PLACE,
    /** A write failed: the old content stays. */
    SPOILED,
    /** The application has deleted the path or put another file there: they go nowhere. */
    ORPHANED
  }

  /** By when they were opened. */
  static final Comparator<Stage> OLDEST_FIRST =
      new Comparator<Stage>() {
        @Override
        public int compare(Stage one, Stage other) {
          return Long.compare(one.number, other.number);
        }
      };

  private static final AtomicLong OPENED = new AtomicLong();

  private static final int PERMISSIONS = 07777;
  private static final int WRITABLE = 0600;
  private static final int OWNER_READ = 0400;
  private static final int OWNER_WRITE = 0200;
  private static final int READ_AND_WRITE = OWNER_READ | OWNER_WRITE;

  /** What {@link #lend} has to say if the rights were there. */
  private static final int NOTHING_LENT = -1;

  private static final int SET_USER_ID = 04000;
  private static final int SET_GROUP_ID = 02000;
  private static final int GROUP_EXECUTE = 010;

  /** The milliseconds that a transfer to a closed channel is waited for, at most. */
  private static final int MOST_WAITS = 1000;

  private final long number = OPENED.incrementAndGet();
  private final InPlace inPlace;
  private final OpenFiles files;

  /** Why the temp file can't become the target but by being copied into it; or null. */
  private final Obstacle obstacle;

  private final boolean readable;
  private final boolean isStream;
  private volatile long limitAtNanos;

  /** The target's mode and owner then, which the temp file was given; null if it was none. */
  private Map<String, Object> ownerThen;

  /** When the two had the same attributes, by the target's clock; null if there was no target. */
  private Object attributesThen;

  /** The target then; null if it had no other names. */
  private final Target linked;

  /** Held for reading by who looks at the temp file under its name, which must not go meanwhile. */
  private final Monitors.ReadWrite looking = new Monitors.ReadWrite();

  /** Whether the temp file's name is gone. */
  private volatile boolean gone;

  /** How many transfers to this file are under way. */
  private final AtomicInteger transfers = new AtomicInteger();

  /** Where the furthest of them ends. */
  private volatile long transferEnd;

  private volatile Path path;
  private volatile Path temp;
  private volatile State state = State.STAGED;

  /** What the temp file was like when something newer took the path; null while nothing has. */
  private volatile Map<String, Object> superseded;

  /** What it was like when a write had failed; null while none has. */
  private Map<String, Object> spoiled;

  /** The number that the descriptor had before it was seated on the target; or -1. */
  private int formerNumber = -1;

  /** The number that it has since then. */
  private int seatedNumber;

  /** Whether the temp file was removed, and what is there now is a copy. */
  private boolean recovered;

  private boolean entryIsNew;
  private boolean anew;
  private String identity;

  /**
   * @param earlier whose attributes the temp file was given; null if it was given the target's own
   * @param obstacle why the temp file can't take the target's place, as far as is known; or null
   * @param readable whether the descriptor is for reading, too
   * @param isStream whether it is a stream's, or a RandomAccessFile's, rather than a channel's
   */
  Stage(
      Target target,
      Path temp,
      Stage earlier,
      Obstacle obstacle,
      boolean readable,
      boolean isStream,
      Policy policy,
      Listener listener,
      InPlace inPlace,
      OpenFiles files) {
    super(target.given, policy, listener);
    this.path = target.path;
    this.temp = temp;
    this.obstacle = obstacle;
    this.readable = readable;
    this.isStream = isStream;
    this.inPlace = inPlace;
    this.files = files;
    this.attributesThen = target.changed();
    this.ownerThen = target.exists() ? ownerThen(temp, earlier) : null;
    this.linked = target.exists() && target.obstacle() == Obstacle.HARD_LINKS ? target : null;
    this.limitAtNanos = limitFromNow();
  }

  private static Map<String, Object> ownerThen(Path temp, Stage earlier) {
    return earlier != null && earlier.ownerThen != null ? earlier.ownerThen : ownerOf(temp);
  }

  private long limitFromNow() {
    return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(policy.stageLimitMillis);
  }

  /** The last name of the path. */
  String name() {
    return path.getFileName().toString();
  }

  /** The directory of the path, without links. */
  Path directory() {
    return path.getParent();
  }

  /** Whether the path is below a directory, given without links. */
  boolean isBelow(Path directory) {
    return state == State.STAGED && directory().startsWith(directory);
  }

  Path temp() {
    return temp;
  }

  /** Whether the target had several names, by all of which this process sees the temp file. */
  boolean hasOtherNames() {
    return linked != null;
  }

  String targetIdentity() {
    return linked.identity();
  }

  /** Whether the temp file can't have the target's owner and attributes, which stay there. */
  boolean isForeign() {
    return obstacle == Obstacle.OWNER || obstacle == Obstacle.ATTRIBUTES;
  }

  /** What the kernel leaves of a mode when another user than root writes (fs/inode.c). */
  private static int asTruncated(int mode) {
    int dropped = (mode & GROUP_EXECUTE) == 0 ? SET_USER_ID : SET_USER_ID | SET_GROUP_ID;
    return mode & ~dropped;
  }

  /** What the temp file can't have of the target's facts: which the application is to see. */
  Map<String, Object> targetFacts() {
    if (!isForeign() && linked == null) {
      return Collections.emptyMap();
    }
    try {
      if (!isForeign()) {
        return Disk.attributes(path, "nlink");
      }
      Map<String, Object> facts = new HashMap<>(Disk.attributes(path, "mode,uid,gid,nlink"));
      facts.put("mode", asTruncated((Integer) facts.get("mode")));
      return facts;
    } catch (IOException e) {
      return Collections.emptyMap();
    }
  }

  /** Whether the path means the temp file to this process. */
  boolean isSeen() {
    return state == State.STAGED && superseded == null && !gone;
  }

  /** Keeps the temp file's name for as long as somebody looks at it; false if it is gone. */
  boolean hold() {
    looking.beginReading();
    if (isSeen()) {
      return true;
    }
    looking.endReading();
    return false;
  }

  /** Ends a {@link #hold} of this thread. */
  void release() {
    looking.endReading();
  }

  /** A transfer begins, which will make the file so long. */
  void transferring(long end) {
    transferEnd = Math.max(transferEnd, end);
    transfers.incrementAndGet();
  }

  void transferred() {
    transfers.decrementAndGet();
  }

  boolean isTransferring() {
    return transfers.get() > 0;
  }

  /** Whether the transfers that were under way have come to their ends, now that they are over. */
  boolean isTransferred(FileDescriptor descriptor) {
    for (int waited = 0; isTransferring() && waited < MOST_WAITS; waited++) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    try {
      return !isTransferring() && JdkDescriptors.size(descriptor) >= transferEnd;
    } catch (IOException e) {
      return false;
    }
  }

  private void discard() {
    looking.beginWriting();
    try {
      gone = true;
      Disk.discard(temp);
    } finally {
      looking.endWriting();
    }
    files.view().remove(this);
  }

  @Override
  long nanosLeft() {
    boolean limited = policy.stageLimitMillis != Policy.NO_STAGE_LIMIT;
    return limited && isSeen() ? limitAtNanos - System.nanoTime() : Long.MAX_VALUE;
  }

  /** The target is not to leave its attributes: the plain call would have deleted it. */
  void isAnew() {
    anew = true;
  }

  /** A write has failed. */
  synchronized void spoil() {
    if (state == State.STAGED) {
      state = State.SPOILED;
      spoiled = looks();
    }
  }

  /** The application has deleted the path, or put another file in its place. */
  synchronized void orphan() {
    if ((state == State.STAGED || state == State.SPOILED) && !isSettled()) {
      state = State.ORPHANED;
      discard();
    }
  }

  /** The file has been renamed: something newer had its former path. */
  synchronized void follow(Path renamed) {
    path = renamed;
  }

  /**
   * Something newer has the path from now on; what is here counts if more is written to it.
   *
   * @return whether this had it
   */
  synchronized boolean supersede() {
    boolean seen = isSeen();
    if (seen) {
      superseded = looks();
    }
    return seen;
  }

  /** What was to be newer could not be written. */
  synchronized void reinstate() {
    superseded = null;
  }

  private static Map<String, Object> ownerOf(Path file) {
    try {
      return Disk.attributes(file, "mode,uid,gid");
    } catch (IOException e) {
      return Collections.emptyMap();
    }
  }

  private Map<String, Object> looks() {
    try {
      return Disk.attributes(temp, "size,lastModifiedTime");
    } catch (IOException e) {
      return Collections.emptyMap();
    }
  }

  /** Whether something newer has the path, and nothing was written here since. */
  private boolean isOlder() {
    return superseded != null && superseded.equals(looks());
  }

  /**
   * Makes what is written so far the target, durably; from then on the file is written in place. If
   * an obstacle stands before that, it is copied into the target, and the file stays staged.
   *
   * @throws IOException about the name that the application used; the old content stands
   */
  @Override
  synchronized void publish(FileDescriptor descriptor) throws IOException {
    if (isSettled() || JdkDescriptors.number(descriptor) < 0) {
      return;
    }
    if (state == State.SPOILED) {
      throw spoiled();
    }
    try (AtWork work = AtWork.begin()) {
      if (state == State.IN_PLACE && entryIsNew) {
        forceInPlace(descriptor);
      } else if (state == State.STAGED && !isOlder() && commit(descriptor, true)) {
        becomeInPlace();
      }
    } catch (IOException e) {
      if (!Disk.exists(temp)) {
        // The rename or the force before it has failed; neither can be tried again.
        state = State.SPOILED;
        spoiled = null;
        files.view().remove(this);
        failed(e);
      }
      throw e;
    }
  }

  /** Publishes at the stage limit. */
  synchronized void publishAtLimit(FileDescriptor descriptor) {
    if (nanosLeft() > 0 || isSettled()) {
      return;
    }
    // Staged still, after that, if an obstacle has kept it from being the target.
    limitAtNanos = limitFromNow();
    try {
      publish(descriptor);
      listener.publishedAtLimit(path, policy);
    } catch (IOException e) {
      failed(e);
    } catch (RuntimeException | LinkageError e) {
      listener.unexpected(given, policy, e);
    }
  }

  /**
   * Makes the descriptor that of the target itself, as a plain open would have: for locks, which
   * must meet those of other processes there, and for others who want to write to the target.
   *
   * @throws IOException about the name that the application used; nothing has changed
   */
  synchronized void unstage(FileDescriptor descriptor) throws IOException {
    if (state != State.STAGED || isSettled() || JdkDescriptors.number(descriptor) < 0) {
      return;
    }
    try (AtWork work = AtWork.begin()) {
      Target before = Target.named(path);
      int mode = modeOf(temp);
      int number = openTarget(mode);
      boolean seated = false;
      try {
        long copied = copyIntoTarget();
        formerNumber = JdkDescriptors.reseat(descriptor, number);
        seatedNumber = number;
        seated = true;
        copyTail(copied);
      } finally {
        if (!seated) {
          JdkInternals.close(number);
          forgetName();
        }
      }
      entryIsNew = before != null && !before.exists();
      discard();
      becomeInPlace();
    } catch (IOException e) {
      throw Errors.naming(given, e);
    }
  }

  /** Opens the target, and notes it, in one step. */
  private int openTarget(final int mode) throws IOException {
    return InPlaceNames.opening(
        new InPlaceNames.Opening<Integer>() {
          @Override
          public Integer open() throws IOException {
            int number = openAndLend(mode);
            identity = InPlaceNames.add(path);
            return number;
          }
        });
  }

  private int openAndLend(int mode) throws IOException {
    int lent = lend(path, readable ? READ_AND_WRITE : OWNER_WRITE);
    try {
      return JdkDescriptors.openLike(path, readable, mode, policy.force);
    } catch (NativeException e) {
      throw e.asIOException(given);
    } finally {
      giveBack(path, lent);
    }
  }

  /** Returns how much of the temp file the target has. */
  private long copyIntoTarget() throws IOException {
    Target now = Target.named(path);
    if (now == null || !now.exists()) {
      throw new NoSuchFileException(given.toString());
    }
    long size = Disk.size(temp);
    if (isOlder()) {
      return size;
    }
    if (size > 0 || Disk.size(path) > 0) {
      int lentTarget = lend(path, OWNER_WRITE);
      int lent = lend(temp, OWNER_READ);
      try {
        inPlace.overwrite(now.namedAs(given), policy, Obstacle.LOCKED, Source.of(temp, given));
      } finally {
        giveBack(temp, lent);
        giveBack(path, lentTarget);
      }
    }
    giveTime();
    if (now.changed().equals(attributesThen) || !ownerOf(temp).equals(ownerThen)) {
      giveAttributes();
    }
    return size;
  }

  /** What another thread has written while the rest was copied. */
  private void copyTail(long copied) throws IOException {
    if (Disk.size(temp) > copied) {
      try (FileChannel from = Disk.open(temp, StandardOpenOption.READ);
          FileChannel to = Disk.open(path, StandardOpenOption.WRITE)) {
        to.position(copied);
        from.transferTo(copied, Long.MAX_VALUE, to);
      }
    }
  }

  @Override
  boolean isInPlace() {
    return state == State.IN_PLACE;
  }

  @Override
  void forceInPlace(FileDescriptor descriptor) throws IOException {
    force(descriptor);
    if (entryIsNew) {
      InPlaceFile.forceEntry(path, given, policy, listener);
      entryIsNew = false;
    }
  }

  private void becomeInPlace() {
    state = State.IN_PLACE;
    files.view().remove(this);
    if (identity == null) {
      identity = InPlaceNames.add(path);
    }
  }

  /** The file is not, or no more, one that is written in place. */
  private void forgetName() {
    InPlaceNames.remove(identity);
    identity = null;
  }

  private IOException spoiled() {
    return Errors.naming(
        given, new IOException("not written, since an earlier write to it has failed"));
  }

  @Override
  void settle(FileDescriptor descriptor, boolean brokenOff) throws IOException {
    if (brokenOff) {
      spoil();
    }
    boolean renamed = false;
    try {
      if (state == State.IN_PLACE) {
        settleInPlace(descriptor);
      } else if (state == State.STAGED && !isOlder()) {
        renamed = commit(descriptor, false);
      } else if (state == State.SPOILED && spoiled != null && !spoiled.equals(looks())) {
        // Who goes on after a failure, and meets no other, must not take all for written.
        throw spoiled();
      }
    } finally {
      files.view().remove(this);
      forgetName();
      if (state != State.IN_PLACE && !renamed) {
        discard();
      }
      if (obstacle == Obstacle.DIRECTORY_NOT_WRITABLE) {
        SafetyDirectory.removeIfEmpty(temp.getParent());
      }
      closeOtherNumber(descriptor == null);
    }
  }

  /** Closes that number which the JDK doesn't, after the descriptor was seated on the target. */
  private void closeOtherNumber(boolean collected) {
    if (formerNumber >= 0) {
      boolean formerIsCleaned = collected && isStream && JdkDescriptors.areStreamsCleanedByNumber();
      JdkInternals.close(formerIsCleaned ? seatedNumber : formerNumber);
    }
  }

  private void settleInPlace(FileDescriptor descriptor) throws IOException {
    if (descriptor == null) {
      InPlaceFile.forceByName(path, given, policy, listener);
    } else {
      force(descriptor);
    }
    if (entryIsNew) {
      InPlaceFile.forceEntry(path, given, policy, listener);
    }
    listener.forced(path, policy);
  }

  /**
   * Makes the temp file the target.
   *
   * @param descriptor null if it was collected
   * @param goesOn whether more may be written to the temp file, if it could not be renamed
   * @return false if it was copied into the target, since it could not take its place
   */
  private boolean commit(FileDescriptor descriptor, boolean goesOn) throws IOException {
    Temp written = written(descriptor);
    if (written == null) {
      state = State.ORPHANED;
      return false;
    }
    Target now = targetNow();
    // What this process has changed since is the temp file's; what others have, the target's.
    boolean hasAttributes =
        !recovered
            && now.exists()
            && attributesThen != null
            && superseded == null
            && (now.changed().equals(attributesThen) || !ownerOf(temp).equals(ownerThen));
    Replacement replacement = Replacement.of(written, now, policy, listener);
    boolean keepsTemp = false;
    if (goesOn && !recovered) {
      // Before it has the name: whoever replaces the file from then on must know that it is open.
      identity = InPlaceNames.add(temp);
      replacement.staysOpen();
    }
    try {
      Obstacle known = obstacleBefore(now);
      if (known != null) {
        throw new ObstacleException(known);
      }
      long length =
          anew
              ? replacement.commitAsNew()
              : hasAttributes ? replacement.commitWithAttributes() : replacement.commit();
      listener.committed(path, policy, length);
      inPlace.replaced(now);
      return true;
    } catch (ObstacleException e) {
      keepsTemp = goesOn;
      int lentTarget = lend(now.path, OWNER_WRITE);
      int lent = lend(temp, OWNER_READ);
      try {
        inPlace.write(now, policy, e.obstacle, replacement.content());
      } finally {
        giveBack(temp, lent);
        giveBack(now.path, lentTarget);
      }
      giveTime();
      if (hasAttributes) {
        giveAttributes();
        attributesThen = now.factsNow().get("ctime");
        ownerThen = ownerOf(temp);
      }
      return false;
    } finally {
      if (!gone) {
        forgetName();
      }
      if (keepsTemp) {
        replacement.closeButKeep();
      } else {
        replacement.close();
      }
    }
  }

  /**
   * Gives this user's file rights for a while, which the application has by its open descriptor,
   * whatever the mode is by now.
   *
   * @return for {@link #giveBack}
   */
  private static int lend(Path file, int rights) {
    boolean readable = (rights & OWNER_READ) == 0 || Disk.isReadable(file);
    boolean writable = (rights & OWNER_WRITE) == 0 || Disk.isWritable(file);
    if (readable && writable) {
      return NOTHING_LENT;
    }
    try {
      int mode = modeOf(file);
      Disk.setAttribute(file, "unix:mode", mode | rights);
      return mode;
    } catch (IOException e) {
      return NOTHING_LENT; // It isn't there, or another user's.
    }
  }

  private static void giveBack(Path file, int lent) throws IOException {
    if (lent != NOTHING_LENT) {
      Disk.setAttribute(file, "unix:mode", lent);
    }
  }

  private static int modeOf(Path file) throws IOException {
    return (Integer) Disk.attributes(file, "mode").get("mode") & PERMISSIONS;
  }

  /** As {@link #giveAttributes}, if somebody else has written the target. */
  void giveChangedAttributes() {
    if (!ownerOf(temp).equals(ownerThen)) {
      giveAttributes();
    }
  }

  /** Gives the target, written in place, what the application has given to what it sees. */
  private void giveAttributes() {
    if (isForeign()) {
      return; // It has never had the target's own.
    }
    try {
      int mode = modeOf(temp);
      int lentTarget = lend(path, OWNER_WRITE);
      int lent = lend(temp, OWNER_READ);
      try (FileChannel written =
          Disk.open(path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
        Attributes.give(Target.named(temp), new Temp.Own(path, written));
        lentTarget = lent == NOTHING_LENT ? NOTHING_LENT : mode;
      } finally {
        giveBack(temp, lent);
        giveBack(path, lentTarget);
      }
    } catch (IOException e) {
      listener.failed(given, policy, e);
    } catch (ObstacleException e) {
      // Who may do that to the one and not to the other? The content is what counts.
    }
  }

  /** Gives the target the time of the last write, or the one that the application has set. */
  private void giveTime() {
    String time = "lastModifiedTime";
    try {
      int lent = lend(path, OWNER_READ);
      try {
        Disk.setAttribute(path, time, Disk.attributes(temp, time).get(time));
      } finally {
        giveBack(path, lent);
      }
    } catch (IOException e) {
      // A file of another user's: it keeps the time of the copying.
    }
  }

  private Target targetNow() throws IOException {
    Target now = Target.named(path);
    if (now != null && now.exists() && !now.isRegularFile()) {
      now = Target.resolve(path, true);
    }
    if (now == null) {
      throw Errors.naming(given, new IOException("not written: it is no regular file any more"));
    }
    return now.namedAs(given);
  }

  private Obstacle obstacleBefore(Target now) {
    if (!now.exists() || anew) {
      return null;
    }
    if (obstacle != null && obstacle != Obstacle.HARD_LINKS && obstacle != Obstacle.OPEN) {
      return obstacle;
    }
    return InPlaceNames.isOpen(now) ? Obstacle.OPEN : now.obstacle();
  }

  /**
   * The temp file as it is now. If its directory has another name, so has the target; if it was
   * removed with its directory, a plain file would have been, too; if somebody has removed it
   * alone, its content is still behind the descriptor.
   *
   * @return null if it was removed with its directory
   */
  private Temp written(FileDescriptor descriptor) throws IOException {
    if (!Disk.exists(temp)) {
      boolean alone = Disk.exists(path.getParent());
      if (descriptor == null) {
        if (alone) {
          throw Errors.naming(given, new IOException("not written: its temp file was removed"));
        }
        return null;
      }
      Path open = Paths.get("/proc/self/fd/" + JdkDescriptors.number(descriptor));
      Path moved = Disk.provider(open).readSymbolicLink(open);
      if (moved.getFileName().equals(temp.getFileName()) && Disk.exists(moved)) {
        temp = moved;
        path = moved.resolveSibling(path.getFileName());
      } else if (alone) {
        return recovered(open);
      } else {
        return null;
      }
    }
    return descriptor == null
        ? reopened()
        : new Temp.OfApplication(temp, descriptor) {
          @Override
          void rename(Path target) throws IOException {
            renameTo(target);
          }
        };
  }

  /** Not while somebody looks at the temp file under its name, and seen no more from then on. */
  private void renameTo(Path target) throws IOException {
    looking.beginWriting();
    try {
      Disk.rename(temp, target);
      gone = true;
    } finally {
      looking.endWriting();
    }
    files.view().remove(this);
  }

  private Temp own(FileChannel channel) {
    return new Temp.Own(temp, channel) {
      @Override
      void rename(Path target) throws IOException {
        renameTo(target);
      }
    };
  }

  /** The content of a temp file that was removed, under another name. */
  private Temp recovered(Path open) throws IOException {
    try (FileChannel content = Disk.open(open, StandardOpenOption.READ)) {
      Temp.Own copy = Disk.createTemp(path.getParent(), Disk.USUAL);
      temp = copy.path;
      recovered = true;
      new Output(copy.channel(), 0, given).transferFrom(content);
      return own(copy.channel());
    } catch (IOException e) {
      throw Errors.naming(given, e);
    }
  }

  private Temp reopened() throws IOException {
    try {
      return own(openWhateverItsMode());
    } catch (IOException e) {
      throw Errors.naming(given, e);
    }
  }

  private FileChannel openWhateverItsMode() throws IOException {
    try {
      return Disk.open(temp, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    } catch (AccessDeniedException e) {
      Object mode = Disk.attributes(temp, "mode").get("mode");
      Disk.setAttribute(temp, "unix:mode", WRITABLE);
      try {
        return Disk.open(temp, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
      } finally {
        Disk.setAttribute(temp, "unix:mode", (Integer) mode & PERMISSIONS);
      }
    }
  }
}
