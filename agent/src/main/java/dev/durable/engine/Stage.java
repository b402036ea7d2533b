package dev.durable.engine;

import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

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

  private static final int PERMISSIONS = 07777;
  private static final int USUAL_MODE = 0666;

  private final InPlace inPlace;
  private final OpenFiles files;

  /** Why the temp file can't become the target but by being copied into it; or null. */
  private final Obstacle obstacle;

  private final boolean readable;
  private final long limitAtNanos;

  /** When the target's attributes were given to the temp file; null if there was no target. */
  private final Object attributesThen;

  /** How many transfers of whole files to this one are under way. */
  final AtomicInteger transfers = new AtomicInteger();

  private volatile Path path;
  private volatile Path temp;
  private volatile Path realDirectory;
  private volatile State state = State.STAGED;

  /** What the temp file was like when something newer took the path; null while nothing has. */
  private volatile Map<String, Object> superseded;

  /** The number that the descriptor had before it was seated on the target; or -1. */
  private int formerNumber = -1;

  private boolean entryIsNew;
  private boolean anew;
  private String identity;

  /**
   * @param obstacle why the temp file can't take the target's place, as far as is known; or null
   * @param readable whether the descriptor is for reading, too
   */
  Stage(
      Target target,
      Path temp,
      Obstacle obstacle,
      boolean readable,
      Policy policy,
      Listener listener,
      InPlace inPlace,
      OpenFiles files) {
    super(target.given, policy, listener);
    this.path = target.path;
    this.temp = temp;
    this.obstacle = obstacle;
    this.readable = readable;
    this.inPlace = inPlace;
    this.files = files;
    this.attributesThen = target.changed();
    this.limitAtNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(policy.stageLimitMillis);
  }

  /** The last name of the path. */
  String name() {
    return path.getFileName().toString();
  }

  /** The directory of the path, without links. */
  Path directory() throws IOException {
    Path known = realDirectory;
    if (known == null) {
      known = path.getParent().toRealPath();
      realDirectory = known;
    }
    return known;
  }

  /** Whether the path is below a directory, given without links. */
  boolean isBelow(Path directory) {
    try {
      return state == State.STAGED && directory().startsWith(directory);
    } catch (IOException e) {
      return false;
    }
  }

  Path temp() {
    return temp;
  }

  /** Whether the path means the temp file to this process. */
  boolean isSeen() {
    return state == State.STAGED && superseded == null;
  }

  @Override
  long nanosLeft() {
    boolean limited = policy.stageLimitMillis != Policy.NO_STAGE_LIMIT;
    return limited && state == State.STAGED ? limitAtNanos - System.nanoTime() : Long.MAX_VALUE;
  }

  /** The target is not to leave its attributes: the plain call would have deleted it. */
  void isAnew() {
    anew = true;
  }

  /** A write has failed. */
  synchronized void spoil() {
    if (state == State.STAGED) {
      state = State.SPOILED;
    }
  }

  /** The application has deleted the path, or put another file in its place. */
  synchronized void orphan() {
    if (state == State.STAGED && !isSettled()) {
      state = State.ORPHANED;
      Disk.discard(temp);
      files.view().remove(this);
    }
  }

  /** Something newer has the path from now on; what is here counts if more is written to it. */
  synchronized void supersede() {
    if (isSeen()) {
      superseded = looks();
    }
  }

  private Map<String, Object> looks() {
    try {
      return Disk.attributes(temp, "size,lastModifiedTime");
    } catch (IOException e) {
      return Collections.emptyMap();
    }
  }

  /**
   * Makes what is written so far the target, durably; from then on the file is written in place.
   *
   * @throws IOException about the name that the application used; the old content stands, and what
   *     was written is lost
   */
  @Override
  synchronized void publish(FileDescriptor descriptor) throws IOException {
    if (state != State.STAGED || isSettled()) {
      return;
    }
    boolean done = false;
    try (AtWork work = AtWork.begin()) {
      if (!commit(descriptor)) {
        seat(descriptor, USUAL_MODE);
      }
      becomeInPlace();
      done = true;
    } finally {
      if (!done) {
        state = State.SPOILED;
        files.view().remove(this);
      }
    }
  }

  /** Publishes at the stage limit. */
  synchronized void publishAtLimit(FileDescriptor descriptor) {
    if (state != State.STAGED || isSettled()) {
      return;
    }
    try {
      publish(descriptor);
      listener.publishedAtLimit(path, policy);
    } catch (IOException e) {
      failed(e);
    }
  }

  /**
   * Makes the descriptor that of the target itself, as a plain open would have: for locks, which
   * must meet those of other processes there.
   */
  synchronized void unstage(FileDescriptor descriptor) throws IOException {
    if (state != State.STAGED || isSettled()) {
      return;
    }
    try (AtWork work = AtWork.begin()) {
      Target before = Target.named(path);
      entryIsNew = before != null && !before.exists();
      seat(descriptor, (Integer) Disk.attributes(temp, "mode").get("mode") & PERMISSIONS);
      Target now = Target.named(path);
      if (now == null || !now.exists()) {
        throw new NoSuchFileException(given.toString());
      }
      boolean empty = Disk.size(temp) == 0 && Disk.size(path) == 0;
      if (!empty) {
        inPlace.overwrite(now.namedAs(given), policy, Obstacle.LOCKED, Source.of(temp, given));
      }
      Disk.discard(temp);
      becomeInPlace();
    } catch (IOException e) {
      throw Errors.naming(given, e);
    }
  }

  /** Gives the descriptor the number of the target, opened anew, at the same position. */
  private void seat(FileDescriptor descriptor, int modeIfNew) throws IOException {
    long position = JdkDescriptors.position(descriptor);
    int number;
    try {
      number = JdkDescriptors.openLike(path, readable, modeIfNew);
    } catch (NativeException e) {
      throw e.asIOException(given);
    }
    // The former number is kept until the close: a write of another thread may be using it.
    formerNumber = JdkDescriptors.number(descriptor);
    JdkDescriptors.seat(descriptor, number);
    JdkDescriptors.seek(descriptor, position);
  }

  private void becomeInPlace() {
    state = State.IN_PLACE;
    files.view().remove(this);
    identity = files.inPlace(path);
  }

  @Override
  void settle(FileDescriptor descriptor, boolean brokenOff) throws IOException {
    if (brokenOff || transfers.get() > 0) {
      spoil();
    }
    boolean renamed = false;
    try {
      if (state == State.IN_PLACE) {
        settleInPlace(descriptor);
      } else if (state == State.STAGED && (superseded == null || !superseded.equals(looks()))) {
        renamed = commit(descriptor);
      }
    } finally {
      files.view().remove(this);
      files.noMoreInPlace(identity);
      if (state != State.IN_PLACE && !renamed) {
        Disk.discard(temp);
      }
      if (obstacle == Obstacle.DIRECTORY_NOT_WRITABLE) {
        SafetyDirectory.removeIfEmpty(temp.getParent());
      }
      // Of a collected stream, the JDK's cleaner may close either number by itself.
      if (formerNumber >= 0 && descriptor != null) {
        JdkInternals.close(formerNumber);
      }
    }
  }

  private void settleInPlace(FileDescriptor descriptor) throws IOException {
    if (descriptor == null) {
      InPlaceFile.forceByName(path, given, listener);
    } else {
      InPlaceFile.force(descriptor, given);
    }
    if (entryIsNew) {
      InPlaceFile.forceEntry(path, given, policy, listener);
    }
    listener.forced(path);
  }

  /**
   * Makes the temp file the target.
   *
   * @param descriptor null if it was collected
   * @return false if it was copied into the target, since it could not take its place
   */
  private boolean commit(FileDescriptor descriptor) throws IOException {
    if (!isStillThere(descriptor)) {
      state = State.ORPHANED;
      return true;
    }
    Target now = targetNow();
    boolean hasAttributes =
        descriptor != null && now.exists() && now.changed().equals(attributesThen);
    Temp written = descriptor == null ? reopened() : new Temp.OfApplication(temp, descriptor);
    try (Replacement replacement = Replacement.of(written, now, policy, listener)) {
      Obstacle known = obstacleBefore(now);
      try {
        if (known != null) {
          throw new ObstacleException(known);
        }
        long length =
            anew
                ? replacement.commitAsNew()
                : hasAttributes ? replacement.commitWithAttributes() : replacement.commit();
        listener.replaced(path, length);
        inPlace.replaced(now);
        return true;
      } catch (ObstacleException e) {
        inPlace.write(now, policy, e.obstacle, replacement.content());
        if (hasAttributes) {
          giveMode(now);
        }
        return false;
      }
    }
  }

  /** Gives the target the mode that the application has given to what it sees. */
  private void giveMode(Target now) {
    boolean kept = obstacle != Obstacle.OWNER && obstacle != Obstacle.ATTRIBUTES;
    try {
      Object mode = Disk.attributes(temp, "mode").get("mode");
      if (kept && !mode.equals(now.factsNow().get("mode"))) {
        Disk.provider(path).setAttribute(path, "unix:mode", mode);
      }
    } catch (IOException e) {
      listener.failed(given, e);
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
    return files.isInPlace(now) ? Obstacle.OPEN : now.obstacle();
  }

  /**
   * Whether the temp file still has its name. If its directory has another one, so has the target;
   * if it has gone with its directory, a plain file would have, too.
   */
  private boolean isStillThere(FileDescriptor descriptor) throws IOException {
    if (Disk.exists(temp)) {
      return true;
    }
    if (descriptor == null || obstacle == Obstacle.DIRECTORY_NOT_WRITABLE) {
      return false;
    }
    Path link = Paths.get("/proc/self/fd/" + JdkDescriptors.number(descriptor));
    Path moved = Disk.provider(link).readSymbolicLink(link);
    if (!moved.getFileName().equals(temp.getFileName()) || !Disk.exists(moved)) {
      return false;
    }
    temp = moved;
    path = moved.resolveSibling(path.getFileName());
    return true;
  }

  private Temp reopened() throws IOException {
    try {
      return new Temp.Own(
          temp, Disk.open(temp, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
    } catch (IOException e) {
      throw Errors.naming(given, e);
    }
  }
}
