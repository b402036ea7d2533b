package dev.durable.programs.streams;

import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.Flushable;
import java.io.RandomAccessFile;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.Channel;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/**
 * Open files, each in a slot.
 *
 * <pre>
 * open       SLOT WAY PATH [OPTION...]  in one of the ways of {@link Openings}
 * open-with  SLOT PATH MODE [OPTION...] Files.newByteChannel, with file permissions
 * type       SLOT                       the class of what was opened
 * is-open    SLOT
 * flush      SLOT
 * close      SLOT
 * channel    SLOT NEW                   getChannel(), to another slot
 * descriptor SLOT NEW                   getFD(), to another slot
 * valid      SLOT                       of a descriptor
 * sync       SLOT                       of a descriptor, or of getFD()
 * force      SLOT true|false
 * lock       SLOT NEW [shared]          takes a lock
 * try-lock   SLOT NEW [shared]          tries to; prints whether it was had
 * is-locked  SLOT
 * release    SLOT
 * drop       SLOT                       forgets it, unclosed
 * collect                               collects garbage
 * </pre>
 */
final class Handles {
  private static final Map<String, Object> OPEN = new ConcurrentHashMap<>();

  private Handles() {}

  static void addTo(Map<String, Verbs.Verb> verbs) {
    verbs.put("open", fields -> open(fields));
    verbs.put("open-with", fields -> openWith(fields));
    verbs.put("type", fields -> get(fields[1]).getClass().getName());
    verbs.put("is-open", fields -> ((Channel) get(fields[1])).isOpen());
    verbs.put("flush", fields -> flush(get(fields[1])));
    verbs.put("close", fields -> close(get(fields[1])));
    verbs.put("channel", fields -> store(fields[2], channel(get(fields[1]))));
    verbs.put("descriptor", fields -> store(fields[2], descriptor(get(fields[1]))));
    verbs.put("valid", fields -> ((FileDescriptor) get(fields[1])).valid());
    verbs.put("sync", fields -> sync(get(fields[1])));
    verbs.put("force", fields -> force(get(fields[1]), Boolean.parseBoolean(fields[2])));
    verbs.put("lock", fields -> keep(fields[2], lock(get(fields[1]), fields.length > 3)));
    verbs.put("try-lock", fields -> keep(fields[2], tryLock(get(fields[1]), fields.length > 3)));
    verbs.put("is-locked", fields -> ((FileLock) get(fields[1])).isValid());
    verbs.put("release", fields -> release((FileLock) get(fields[1])));
    verbs.put("drop", fields -> drop(fields[1]));
    verbs.put("collect", fields -> collect());
  }

  static Object get(String slot) {
    Object handle = OPEN.get(slot);
    if (handle == null) {
      throw new IllegalArgumentException("nothing in " + slot);
    }
    return handle;
  }

  private static Object open(String[] fields) throws Exception {
    return store(fields[1], Openings.open(fields[2], fields[3], Openings.options(fields, 4)));
  }

  private static Object openWith(String[] fields) throws Exception {
    return store(
        fields[1],
        Files.newByteChannel(
            Paths.get(fields[2]),
            new HashSet<>(Arrays.asList(Openings.options(fields, 4))),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(fields[3]))));
  }

  private static Object store(String slot, Object handle) {
    OPEN.put(slot, handle);
    return null;
  }

  private static boolean keep(String slot, Object lock) {
    if (lock != null) {
      OPEN.put(slot, lock);
    }
    return lock != null;
  }

  private static Object flush(Object handle) throws Exception {
    if (handle instanceof Flushable) {
      ((Flushable) handle).flush();
    }
    return null;
  }

  static Object close(Object handle) throws Exception {
    ((Closeable) handle).close();
    return null;
  }

  static FileChannel channel(Object handle) {
    if (handle instanceof FileOutputStream) {
      return ((FileOutputStream) handle).getChannel();
    }
    return handle instanceof RandomAccessFile
        ? ((RandomAccessFile) handle).getChannel()
        : (FileChannel) handle;
  }

  private static FileDescriptor descriptor(Object handle) throws Exception {
    if (handle instanceof FileDescriptor) {
      return (FileDescriptor) handle;
    }
    return handle instanceof FileOutputStream
        ? ((FileOutputStream) handle).getFD()
        : ((RandomAccessFile) handle).getFD();
  }

  private static Object sync(Object handle) throws Exception {
    descriptor(handle).sync();
    return null;
  }

  private static Object force(Object handle, boolean metaData) throws Exception {
    if (handle instanceof AsynchronousFileChannel) {
      ((AsynchronousFileChannel) handle).force(metaData);
    } else {
      channel(handle).force(metaData);
    }
    return null;
  }

  private static FileLock lock(Object handle, boolean shared) throws Exception {
    if (handle instanceof AsynchronousFileChannel) {
      try {
        return ((AsynchronousFileChannel) handle).lock(0, Long.MAX_VALUE, shared).get();
      } catch (ExecutionException e) {
        throw (Exception) e.getCause();
      }
    }
    return channel(handle).lock(0, Long.MAX_VALUE, shared);
  }

  private static FileLock tryLock(Object handle, boolean shared) throws Exception {
    if (handle instanceof AsynchronousFileChannel) {
      return ((AsynchronousFileChannel) handle).tryLock(0, Long.MAX_VALUE, shared);
    }
    return channel(handle).tryLock(0, Long.MAX_VALUE, shared);
  }

  private static Object release(FileLock lock) throws Exception {
    lock.release();
    return null;
  }

  private static Object drop(String slot) {
    OPEN.remove(slot);
    return null;
  }

  private static Object collect() {
    System.gc();
    return null;
  }
}
