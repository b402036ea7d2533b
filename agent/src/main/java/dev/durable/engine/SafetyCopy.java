package dev.durable.engine;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A forced copy of a new content, standing by while its target is overwritten in place. The file
 * begins with three lines: a title; the target's URI; its identity, and whether the content is all
 * of the new one or its beginning. The content follows.
 *
 * <p>What a crash leaves, step by step. Before the copy is marked ready by its rename and that has
 * been forced: the old target, and a copy that the next sweep removes. From then on until the
 * target has been forced: a target that is partly old and partly new, and a ready copy, from which
 * the next start finishes the job. After that: the new target, and at most a ready copy of the same
 * content.
 *
 * <p>The copy is locked for as long as its process lives and needs it, which tells other processes,
 * in any container, whether it may be finished: here, unlike with temp files, nothing is lost by a
 * few more system calls.
 */
final class SafetyCopy implements AutoCloseable {
  private static final String TITLE = "durable safety copy 1";
  private static final String WHOLE = "whole";
  private static final String BEGINNING = "beginning";
  private static final int LONGEST_HEADER = 64 * 1024;

  /** How long after the copy's modification time an overwrite may begin: see {@link #whyNot}. */
  private static final long PUNCTUAL_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** How often the modification time is made anew and forced: a disk may be slow for good. */
  private static final int FORCED_TOUCHES = 4;

  /** The byte that is locked by the process that made the copy. */
  private static final int MAKER = 0;

  /** The byte that is locked by a process that looks whether the maker lives, and finishes. */
  private static final int FINISHER = 1;

  /**
   * Those of other processes that this one has open: a second descriptor, when closed, would take
   * the locks of the first along (fcntl(2)).
   */
  private static final Set<Path> FOUND = ConcurrentHashMap.newKeySet();

  private Path path;
  private final FileChannel channel;
  private final Path target;
  private final String identity;
  private final boolean restStays;
  private final long begin;

  private SafetyCopy(
      Path path, FileChannel channel, Path target, String identity, boolean restStays, long begin) {
    this.path = path;
    this.channel = channel;
    this.target = target;
    this.identity = identity;
    this.restStays = restStays;
    this.begin = begin;
  }

  /**
   * Begins a copy.
   *
   * @param path its name, of a file that must not exist
   * @param restStays whether what the target holds beyond the copy's content stays
   */
  static SafetyCopy create(Path path, Target target, boolean restStays) throws IOException {
    FileChannel channel = Disk.create(path, Disk.READ_WRITE, Disk.PRIVATE);
    boolean made = false;
    try {
      if (!isLocked(channel)) {
        throw new AccessDeniedException(path.toString(), null, "can't be locked");
      }
      Path real = target.directory().toRealPath().resolve(target.path.getFileName());
      String header =
          TITLE
              + "\n"
              + real.toUri()
              + "\n"
              + target.lastingIdentity()
              + " "
              + (restStays ? BEGINNING : WHOLE)
              + "\n";
      ByteBuffer bytes = ByteBuffer.wrap(header.getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        Disk.write(channel, bytes);
      }
      made = true;
      return new SafetyCopy(
          path, channel, real, target.lastingIdentity(), restStays, channel.position());
    } finally {
      if (!made) {
        channel.close();
        Disk.discard(path);
      }
    }
  }

  /** Locks a new file; false where that can't be had, as in some network file systems. */
  private static boolean isLocked(FileChannel channel) {
    try {
      return lock(channel, MAKER, false) != null;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Locks one byte; null if another process has it and that isn't waited for. That the JDK can't
   * look the file up, which it tells by an Error (sun.nio.ch.FileKey), is an IOException.
   */
  private static FileLock lock(FileChannel channel, long at, boolean wait) throws IOException {
    try {
      return wait ? channel.lock(at, 1, false) : channel.tryLock(at, 1, false);
    } catch (Error e) {
      if (e.getCause() instanceof IOException) {
        throw (IOException) e.getCause();
      }
      throw e;
    }
  }

  /**
   * Opens a ready copy that must be finished. Waits while another process does that, for whoever
   * asks wants to use the target.
   *
   * @return null if a living process needs the copy, if it is finished, or if it isn't one
   */
  static SafetyCopy openAbandoned(Path path) throws IOException {
    ProcessIdentity maker = TempName.maker(path.getFileName().toString());
    if (maker == null || maker.life() == ProcessIdentity.Life.ALIVE || !FOUND.add(path)) {
      return null;
    }
    SafetyCopy copy = null;
    try {
      copy = SafetyDirectory.isPrivate(path, 0600) ? openUnneeded(path) : null;
      return copy;
    } catch (NoSuchFileException e) {
      return null; // It has just been finished.
    } finally {
      if (copy == null) {
        FOUND.remove(path);
      }
    }
  }

  private static SafetyCopy openUnneeded(Path path) throws IOException {
    FileChannel channel =
        Disk.open(
            path, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    SafetyCopy copy = null;
    try {
      lock(channel, FINISHER, true);
      boolean needed = lock(channel, MAKER, false) == null;
      copy = needed || !Disk.exists(path) ? null : parse(path, channel);
      return copy;
    } catch (OverlappingFileLockException e) {
      return null; // The agent finishes it, and this is the library, or the other way round.
    } finally {
      if (copy == null) {
        channel.close();
      }
    }
  }

  private static SafetyCopy parse(Path path, FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(LONGEST_HEADER);
    while (bytes.hasRemaining() && channel.read(bytes) > 0) {}
    String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
    int title = text.indexOf('\n');
    int uri = text.indexOf('\n', title + 1);
    int end = text.indexOf('\n', uri + 1);
    if (title < 0 || uri < 0 || end < 0 || !text.startsWith(TITLE + "\n")) {
      return null;
    }
    String[] words = text.substring(uri + 1, end).split(" ");
    if (words.length != 2) {
      return null;
    }
    Path target = Paths.get(URI.create(text.substring(title + 1, uri)));
    return new SafetyCopy(path, channel, target, words[0], words[1].equals(BEGINNING), end + 1);
  }

  Path target() {
    return target;
  }

  /** Which file the target was, whatever its name. */
  String identity() {
    return identity;
  }

  Path path() {
    return path;
  }

  /**
   * Writes the content, and forces it.
   *
   * @throws IOException about {@code named}
   */
  void fill(Source source, Path named) throws IOException {
    source.writeChangesTo(new Output(channel, begin, named));
    try {
      Disk.force(channel);
    } catch (IOException e) {
      throw Errors.naming(named, e);
    }
  }

  /** Marks the copy ready, and forces that: from now on a crash leads to the new content. */
  void ready() throws IOException {
    long touched = System.nanoTime();
    try (Directory directory = Directory.open(path.getParent(), Policy.Level.DURABLE)) {
      touch();
      Path ready = path.resolveSibling(TempName.ready(path.getFileName().toString()));
      Disk.rename(path, ready);
      path = ready;
      directory.force(Listener.NONE);
    }
    touchIfLate(touched);
  }

  /**
   * Makes the copy's modification time anew until the overwrite can begin in time.
   *
   * @param touched when it was made, by {@link System#nanoTime}
   */
  private void touchIfLate(long touched) throws IOException {
    long last = touched;
    for (int i = 0; System.nanoTime() - last > PUNCTUAL_NANOS; i++) {
      last = System.nanoTime();
      touch();
      if (i == FORCED_TOUCHES) {
        return; // It will do unless the power fails.
      }
      Disk.force(channel);
    }
  }

  /**
   * Makes this moment the copy's modification time: see {@link #whyNot}. By a write, since setting
   * a time opens and closes the file, which would drop the lock (fcntl(2)).
   */
  private void touch() throws IOException {
    channel.write(ByteBuffer.wrap(TITLE.getBytes(StandardCharsets.US_ASCII)), 0);
  }

  /** The overwrite of the target with this copy; closed with the copy. */
  Overwrite overwrite() {
    return Overwrite.with(channel, begin, restStays);
  }

  /** Overwrites the target after a crash; after another one, that can be done again. */
  void finish() throws IOException {
    long touched = System.nanoTime();
    touch();
    Disk.force(channel);
    touchIfLate(touched);
    try (FileChannel out = Disk.open(target, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      overwrite().into(out);
    }
  }

  /** Whether another file has taken the target's place since: a newer version, and a whole one. */
  boolean isSuperseded() throws IOException {
    try {
      Map<String, Object> facts = Target.facts(target);
      return !(Boolean) facts.get("isSymbolicLink")
          && !Target.lastingIdentity(target, facts).equals(identity);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /**
   * Why the target must not be overwritten with this copy after a crash, or null if it may be: it
   * was changed at a time when the crashed process can't have been the one that did it. The
   * overwrite begins as soon as the copy is ready, and goes to the page cache.
   */
  String whyNot() throws IOException {
    Map<String, Object> facts;
    try {
      facts = Disk.attributes(target, "lastModifiedTime,isRegularFile");
    } catch (NoSuchFileException e) {
      return "the file is gone";
    }
    if (!(Boolean) facts.get("isRegularFile")) {
      return "the file is no regular file any more";
    }
    // Not the time of its last change of attributes, which every chown of the tree moves.
    String time = "lastModifiedTime";
    long ready = ((FileTime) Disk.attributes(path, time).get(time)).toMillis();
    long modified = ((FileTime) facts.get(time)).toMillis();
    long overwriting = TimeUnit.SECONDS.toMillis(2 + channel.size() / (4 << 20));
    return modified > ready + overwriting ? "the file was changed after the crash" : null;
  }

  /** Removes the copy, and sees to it that it does not come back. */
  void remove() {
    if (!Disk.discard(path)) {
      unready();
    }
    SafetyDirectory.forceAfterRemoval(path.getParent());
  }

  /** Makes the copy one that the next sweep removes, instead of writing it to the target. */
  private void unready() {
    try {
      Disk.rename(path, path.resolveSibling(TempName.next()));
    } catch (IOException e) {
      // It holds what the target holds, or is found older.
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // It was forced, or is of no more use.
    }
    FOUND.remove(path);
  }
}
