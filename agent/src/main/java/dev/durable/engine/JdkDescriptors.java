package dev.durable.engine;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import java.nio.file.Path;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;

/**
 * The descriptors inside of the JDK's streams and channels: found, given another number, forced.
 * The members have kept their names and parameters from Java 8 to 25, or are looked for under both
 * names; where one is missing, {@link #available} is false and nothing is staged.
 */
public final class JdkDescriptors {
  private static final JdkDescriptors INSTANCE =
      AccessController.doPrivileged(
          new PrivilegedAction<JdkDescriptors>() {
            @Override
            public JdkDescriptors run() {
              return new JdkDescriptors();
            }
          });

  /** What the JDK's native calls return when a signal came (sun.nio.ch.IOStatus). */
  private static final int INTERRUPTED = -3;

  /** The mode of a {@code RandomAccessFile} that is "rws": O_SYNC in RandomAccessFile.java. */
  static final int RANDOM_ACCESS_SYNC = 4;

  private static final int O_CLOEXEC = 0x80000;

  private boolean available;
  private Field number;
  private Field append;
  private Field ofOutputStream;
  private Field ofRandomAccessFile;
  private Class<?> fileChannel;
  private Field ofFileChannel;
  private Field channelOfOutputStream;
  private Field channelOfRandomAccessFile;
  private Field positionLock;
  private Field threads;
  private Method signalAndWait;
  private Field closeLock;
  private boolean cleanedByNumber;
  private Class<?> asynchronousFileChannel;
  private Field ofAsynchronousFileChannel;
  private Field interruptedBy;
  private Method openOutputStream;
  private Method openRandomAccessFile;
  private Object dispatcher;
  private Method force;
  private Method size;
  private Method seek;
  private int writeOnly;
  private int readWrite;
  private int create;
  private int exclusive;
  private int appending;
  private int truncate;
  private int synchronous;
  private int noFollow;

  private JdkDescriptors() {
    try {
      if ("Linux".equals(System.getProperty("os.name"))) {
        find();
        available = true;
      }
    } catch (Exception | LinkageError e) {
      available = false;
    }
  }

  private void find() throws Exception {
    number = field(FileDescriptor.class, "fd");
    try {
      append = field(FileDescriptor.class, "append");
      cleanedByNumber = true;
    } catch (NoSuchFieldException java8) {
      append = null;
    }
    ofOutputStream = field(FileOutputStream.class, "fd");
    ofRandomAccessFile = field(RandomAccessFile.class, "fd");
    fileChannel = Class.forName("sun.nio.ch.FileChannelImpl");
    ofFileChannel = field(fileChannel, "fd");
    channelOfOutputStream = field(FileOutputStream.class, "channel");
    channelOfRandomAccessFile = field(RandomAccessFile.class, "channel");
    positionLock = field(fileChannel, "positionLock");
    threads = field(fileChannel, "threads");
    signalAndWait = opened(threads.getType().getDeclaredMethod("signalAndWait"));
    asynchronousFileChannel = Class.forName("sun.nio.ch.AsynchronousFileChannelImpl");
    ofAsynchronousFileChannel = field(asynchronousFileChannel, "fdObj");
    closeLock = field(asynchronousFileChannel, "closeLock");
    try {
      interruptedBy = field(AbstractInterruptibleChannel.class, "interrupted");
    } catch (NoSuchFieldException since25) {
      interruptedBy = field(AbstractInterruptibleChannel.class, "interruptedTarget");
    }
    openOutputStream =
        opened(FileOutputStream.class.getDeclaredMethod("open0", String.class, boolean.class));
    openRandomAccessFile =
        opened(RandomAccessFile.class.getDeclaredMethod("open0", String.class, int.class));
    Constructor<?> constructor =
        Class.forName("sun.nio.ch.FileDispatcherImpl").getDeclaredConstructor();
    constructor.setAccessible(true);
    dispatcher = constructor.newInstance();
    Class<?> type = Class.forName("sun.nio.ch.FileDispatcher");
    force = opened(type.getDeclaredMethod("force", FileDescriptor.class, boolean.class));
    size = opened(type.getDeclaredMethod("size", FileDescriptor.class));
    seek = opened(type.getDeclaredMethod("seek", FileDescriptor.class, long.class));
    writeOnly = constant("O_WRONLY");
    readWrite = constant("O_RDWR");
    create = constant("O_CREAT");
    exclusive = constant("O_EXCL");
    appending = constant("O_APPEND");
    truncate = constant("O_TRUNC");
    synchronous = constant("O_SYNC");
    noFollow = constant("O_NOFOLLOW");
  }

  private static Field field(Class<?> type, String name) throws NoSuchFieldException {
    Field field = type.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }

  private static Method opened(Method method) {
    method.setAccessible(true);
    return method;
  }

  private static int constant(String name) throws ReflectiveOperationException {
    return field(Class.forName("sun.nio.fs.UnixConstants"), name).getInt(null);
  }

  /** Whether descriptors can be found and changed. */
  static boolean available() {
    return INSTANCE.available && JdkInternals.available();
  }

  /** The descriptor of a stream, file or channel of the JDK's own, or null if it is none. */
  public static FileDescriptor of(Object file) {
    JdkDescriptors jdk = INSTANCE;
    if (!jdk.available) {
      return null;
    }
    try {
      Field field =
          file instanceof FileOutputStream
              ? jdk.ofOutputStream
              : file instanceof RandomAccessFile
                  ? jdk.ofRandomAccessFile
                  : jdk.fileChannel.isInstance(file)
                      ? jdk.ofFileChannel
                      : jdk.asynchronousFileChannel.isInstance(file)
                          ? jdk.ofAsynchronousFileChannel
                          : null;
      return field == null ? null : (FileDescriptor) field.get(file);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether a channel is being closed by an interrupt, so that a write may be half done. */
  static boolean isInterrupted(Object channel) {
    try {
      return INSTANCE.fileChannel.isInstance(channel)
          && INSTANCE.interruptedBy.get(channel) != null;
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether a stream or file has a channel, which its close will close. */
  static boolean hasChannel(Object file) {
    try {
      return file instanceof FileOutputStream && INSTANCE.channelOfOutputStream.get(file) != null
          || file instanceof RandomAccessFile
              && INSTANCE.channelOfRandomAccessFile.get(file) != null;
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Waits for what other threads are doing with a channel that is being closed, as its own close
   * does a little later: so that what they are told was written is there.
   */
  static void awaitWrites(Object file) {
    JdkDescriptors jdk = INSTANCE;
    try {
      if (jdk.fileChannel.isInstance(file)) {
        jdk.signalAndWait.invoke(jdk.threads.get(file));
      } else if (jdk.asynchronousFileChannel.isInstance(file)) {
        Lock lock = ((ReadWriteLock) jdk.closeLock.get(file)).writeLock();
        lock.lock();
        lock.unlock();
      }
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw JdkInternals.unexpected(e);
    }
  }

  /** The lock that a channel's writes at its position hold; for others, one that nobody holds. */
  static Object positionLock(Object file) {
    try {
      return INSTANCE.fileChannel.isInstance(file) ? INSTANCE.positionLock.get(file) : new Object();
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The kernel's number; -1 if it is closed. */
  public static int number(FileDescriptor descriptor) {
    try {
      return INSTANCE.number.getInt(descriptor);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes {@code descriptor} stand for an open file of the kernel's. */
  static void seat(FileDescriptor descriptor, int number) {
    try {
      INSTANCE.number.setInt(descriptor, number);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void seat(FileDescriptor descriptor, int number, boolean append) {
    seat(descriptor, number);
    if (INSTANCE.append != null) {
      try {
        INSTANCE.append.setBoolean(descriptor, append);
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Closes what {@code descriptor} stands for, if anything. */
  static void close(FileDescriptor descriptor) {
    if (number(descriptor) >= 0) {
      JdkInternals.close(number(descriptor));
      seat(descriptor, -1);
    }
  }

  /** The kernel's O_NOFOLLOW. */
  static int noFollow() {
    return INSTANCE.noFollow;
  }

  private static int flags(Policy.Force force) {
    return force == Policy.Force.WRITE ? INSTANCE.synchronous : 0;
  }

  /** Opens a file that exists for writing, as the descriptor of a stream. */
  static void openTo(FileDescriptor descriptor, Path path, Policy.Force force)
      throws NativeException {
    int flags = INSTANCE.writeOnly | O_CLOEXEC | flags(force);
    seat(descriptor, JdkInternals.open(path, flags, 0), false);
  }

  /** Creates a file that must not exist, as the descriptor of a stream. */
  static void createAs(FileDescriptor descriptor, Path path, int mode, Policy.Force force)
      throws NativeException {
    int flags =
        INSTANCE.writeOnly
            | INSTANCE.create
            | INSTANCE.exclusive
            | INSTANCE.noFollow
            | flags(force)
            | O_CLOEXEC;
    seat(descriptor, JdkInternals.open(path, flags, mode), false);
  }

  /** As {@link #createAs}, for reading, too. */
  static void createReadableAs(FileDescriptor descriptor, Path path, int mode)
      throws NativeException {
    int flags =
        INSTANCE.readWrite | INSTANCE.create | INSTANCE.exclusive | INSTANCE.noFollow | O_CLOEXEC;
    seat(descriptor, JdkInternals.open(path, flags, mode), false);
  }

  /** Opens a file as a stream does, but so that every write is forced before it returns. */
  static void openSynchronously(FileDescriptor descriptor, Path path, boolean append, int mode)
      throws NativeException {
    int flags =
        INSTANCE.writeOnly
            | INSTANCE.create
            | INSTANCE.synchronous
            | (append ? INSTANCE.appending : INSTANCE.truncate)
            | O_CLOEXEC;
    seat(descriptor, JdkInternals.open(path, flags, mode), append);
  }

  /** Another number for the same access, of a file that is created if it is missing. */
  static int openLike(Path path, boolean readable, int mode, Policy.Force force)
      throws NativeException {
    int access = readable ? INSTANCE.readWrite : INSTANCE.writeOnly;
    return JdkInternals.open(path, access | INSTANCE.create | flags(force) | O_CLOEXEC, mode);
  }

  /** What the constructor of the stream would do by itself. */
  static void openPlainly(FileOutputStream stream, String name, boolean append) throws IOException {
    invoke(INSTANCE.openOutputStream, stream, name, append);
  }

  /** What the constructor of the file would do by itself. */
  static void openPlainly(RandomAccessFile file, String name, int mode) throws IOException {
    invoke(INSTANCE.openRandomAccessFile, file, name, mode);
  }

  /** Forces content and attributes; deaf to interrupts. */
  static void force(FileDescriptor descriptor) throws IOException {
    long begun = System.nanoTime();
    int result;
    do {
      result = (Integer) invoke(INSTANCE.force, INSTANCE.dispatcher, descriptor, true);
    } while (result == INTERRUPTED);
    Durations.ofThisWork().forced(begun);
  }

  static long size(FileDescriptor descriptor) throws IOException {
    return (Long) invoke(INSTANCE.size, INSTANCE.dispatcher, descriptor);
  }

  private static long position(FileDescriptor descriptor) throws IOException {
    return (Long) invoke(INSTANCE.seek, INSTANCE.dispatcher, descriptor, -1L);
  }

  /**
   * Seats {@code descriptor} on another open file, at the position that it has in the present one.
   *
   * @return the number that it had, still open
   */
  static int reseat(FileDescriptor descriptor, int number) throws IOException {
    int former = number(descriptor);
    FileDescriptor before = new FileDescriptor();
    seat(before, former);
    FileDescriptor after = new FileDescriptor();
    seat(after, number);
    long position = position(before);
    invoke(INSTANCE.seek, INSTANCE.dispatcher, after, position);
    seat(descriptor, number);
    // What another thread has written in the meantime.
    long later = position(before);
    if (later > position) {
      invoke(INSTANCE.seek, INSTANCE.dispatcher, after, later);
    }
    return former;
  }

  /** Whether the cleaner of a collected stream closes the number that it was opened with. */
  static boolean areStreamsCleanedByNumber() {
    return INSTANCE.cleanedByNumber;
  }

  private static Object invoke(Method method, Object on, Object... arguments) throws IOException {
    try {
      return method.invoke(on, arguments);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      if (cause instanceof IOException) {
        throw (IOException) cause;
      }
      if (cause instanceof RuntimeException) {
        throw (RuntimeException) cause;
      }
      throw (Error) cause;
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
