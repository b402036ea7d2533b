package dev.durable.engine;

import java.io.FileDescriptor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * What the JDK can do and doesn't offer: channels that an interrupt doesn't close, and the
 * attributes of a descriptor. The members have kept their names and parameters from Java 8 to 25;
 * where one is missing, or the JDK isn't open to this class (a library on the class path of Java 9
 * and later), {@link #available} is false and the engine does without.
 */
final class JdkInternals {
  private static final JdkInternals INSTANCE =
      AccessController.doPrivileged(
          new PrivilegedAction<JdkInternals>() {
            @Override
            public JdkInternals run() {
              return new JdkInternals();
            }
          });

  /** Of Linux, the same on all its architectures; O_NOFOLLOW is not, and asked of the JDK. */
  private static final int O_RDONLY = 0;

  private static final int O_NONBLOCK = 0x800;
  private static final int O_CLOEXEC = 0x80000;

  private Class<?> fileChannelImpl;
  private Method setUninterruptible;
  private Field interruptor;
  private Object deaf;

  private Class<?> unixPath;
  private Method open;
  private Method close;
  private Method fchown;
  private Method fchmod;
  private Method flistxattr;
  private Method fgetxattr;
  private Method fsetxattr;
  private Method fremovexattr;
  private Method rename;
  private Method readlink;
  private Method address;
  private Field channelDescriptor;
  private final Map<String, Field> facts = new HashMap<>();
  private Method descriptorNumber;
  private int noFollow;
  private boolean attributes;

  private JdkInternals() {
    try {
      findUninterruptible();
    } catch (Exception | LinkageError e) {
      setUninterruptible = null;
      interruptor = null;
    }
    try {
      findAttributes();
    } catch (Exception | LinkageError e) {
      attributes = false;
    }
  }

  private void findUninterruptible() throws Exception {
    fileChannelImpl = Class.forName("sun.nio.ch.FileChannelImpl");
    try {
      setUninterruptible = opened(fileChannelImpl.getMethod("setUninterruptible"));
    } catch (NoSuchMethodException java8) {
      // Java 8: the object that an interrupt calls, and that closes the channel, is made on the
      // first use. One that does nothing takes its place.
      Field field = AbstractInterruptibleChannel.class.getDeclaredField("interruptor");
      field.setAccessible(true);
      Class<?> interruptible = Class.forName("sun.nio.ch.Interruptible");
      deaf =
          Proxy.newProxyInstance(
              null,
              new Class<?>[] {interruptible},
              new InvocationHandler() {
                @Override
                public Object invoke(Object proxy, Method method, Object[] arguments) {
                  return null;
                }
              });
      interruptor = field;
    }
  }

  private void findAttributes() throws Exception {
    if (!"Linux".equals(System.getProperty("os.name"))) {
      return;
    }
    Class<?> unix = Class.forName("sun.nio.fs.UnixNativeDispatcher");
    unixPath = Class.forName("sun.nio.fs.UnixPath");
    open = opened(unix.getDeclaredMethod("open", unixPath, int.class, int.class));
    close = opened(unix.getDeclaredMethod("close", int.class));
    fchown = opened(unix.getDeclaredMethod("fchown", int.class, int.class, int.class));
    fchmod = opened(unix.getDeclaredMethod("fchmod", int.class, int.class));
    rename = opened(unix.getDeclaredMethod("rename", unixPath, unixPath));
    readlink = opened(unix.getDeclaredMethod("readlink", unixPath));
    Class<?> xattr = unix;
    try {
      unix.getDeclaredMethod("flistxattr", int.class, long.class, int.class);
    } catch (NoSuchMethodException before17) {
      xattr = Class.forName("sun.nio.fs.LinuxNativeDispatcher");
    }
    flistxattr = opened(xattr.getDeclaredMethod("flistxattr", int.class, long.class, int.class));
    fgetxattr =
        opened(
            xattr.getDeclaredMethod("fgetxattr", int.class, byte[].class, long.class, int.class));
    fsetxattr =
        opened(
            xattr.getDeclaredMethod("fsetxattr", int.class, byte[].class, long.class, int.class));
    fremovexattr = opened(xattr.getDeclaredMethod("fremovexattr", int.class, byte[].class));
    Field constant = Class.forName("sun.nio.fs.UnixConstants").getDeclaredField("O_NOFOLLOW");
    constant.setAccessible(true);
    noFollow = constant.getInt(null);
    channelDescriptor = fileChannelImpl.getDeclaredField("fd");
    channelDescriptor.setAccessible(true);
    descriptorNumber =
        opened(Class.forName("sun.nio.ch.IOUtil").getDeclaredMethod("fdVal", FileDescriptor.class));
    for (String name : new String[] {"mode", "uid", "gid", "nlink"}) {
      Field fact = Class.forName("sun.nio.fs.UnixFileAttributes").getDeclaredField("st_" + name);
      fact.setAccessible(true);
      facts.put(name, fact);
    }
    address = opened(Class.forName("sun.nio.ch.DirectBuffer").getMethod("address"));
    attributes = true;
  }

  private static Method opened(Method method) {
    method.setAccessible(true);
    return method;
  }

  /** Whether channels can be made deaf to interrupts. */
  static boolean available() {
    return INSTANCE.setUninterruptible != null || INSTANCE.interruptor != null;
  }

  /** Whether the attributes of {@code path}'s file can be read and set through a descriptor. */
  static boolean attributesOf(Path path) {
    return INSTANCE.attributes && INSTANCE.unixPath.isInstance(path);
  }

  /** An Error of the JDK's method, at the end of the stack, say, as it is; else it is a defect. */
  static RuntimeException unexpected(ReflectiveOperationException e) {
    if (e.getCause() instanceof Error) {
      throw (Error) e.getCause();
    }
    return new IllegalStateException(e);
  }

  /**
   * Makes {@code channel} one that an interrupt of its thread doesn't close, as the JDK does with
   * the channels inside {@code Files.write}.
   */
  static FileChannel uninterruptible(FileChannel channel) {
    try {
      if (INSTANCE.setUninterruptible != null && INSTANCE.fileChannelImpl.isInstance(channel)) {
        INSTANCE.setUninterruptible.invoke(channel);
      } else if (INSTANCE.interruptor != null) {
        INSTANCE.interruptor.set(channel, INSTANCE.deaf);
      }
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw unexpected(e);
    }
    return channel;
  }

  /** This process's text for an error number of Linux, or null if it isn't known. */
  static String errorText(int number) {
    return ErrorTexts.LEARNED.get(number);
  }

  /**
   * Learned from calls that fail so, and do no harm if they should not fail. The JDK's own strerror
   * takes a number, but tells the text of the last error (UnixNativeDispatcher.c).
   */
  private static final class ErrorTexts {
    static final Map<Integer, String> LEARNED = new HashMap<>();

    static {
      if (INSTANCE.attributes) {
        Path root = Paths.get("/");
        Path proc = Paths.get("/proc/self/stat");
        try {
          int descriptor = JdkInternals.open(proc);
          learnFrom(INSTANCE.fchmod, descriptor, 0444); // EPERM: for nobody to change
          JdkInternals.close(descriptor);
        } catch (NativeException e) {
          // There is no /proc.
        }
        learnFrom(INSTANCE.fchmod, -1, 0); // EBADF
        learnFrom(INSTANCE.rename, root.resolve(".durable-none"), root); // EBUSY: always in use
        learnFrom(INSTANCE.readlink, root); // EINVAL: no link
        learnFrom(INSTANCE.readlink, proc.resolve("none")); // ENOTDIR: below a file
      }
    }

    private static void learnFrom(Method failing, Object... arguments) {
      try {
        call(failing, arguments);
      } catch (NativeException e) {
        LEARNED.put(e.errno, e.getCause().getMessage());
      }
    }
  }

  /** Opens a descriptor for reading attributes; a link is not followed, a FIFO not waited for. */
  static int open(Path path) throws NativeException {
    int flags = O_RDONLY | O_NONBLOCK | INSTANCE.noFollow | O_CLOEXEC;
    return (Integer) call(INSTANCE.open, path, flags, 0);
  }

  static int open(Path path, int flags, int mode) throws NativeException {
    return (Integer) call(INSTANCE.open, path, flags, mode);
  }

  /** A second descriptor of the file that {@code channel} has open, whatever its name is by now. */
  static int reopen(FileChannel channel) throws NativeException {
    try {
      Object number = call(INSTANCE.descriptorNumber, INSTANCE.channelDescriptor.get(channel));
      Path file = Paths.get("/proc/self/fd/" + number);
      return (Integer) call(INSTANCE.open, file, O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  static void close(int descriptor) {
    try {
      call(INSTANCE.close, descriptor);
    } catch (NativeException e) {
      // It was open for reading only: nothing can be lost.
    }
  }

  static void chown(int descriptor, int uid, int gid) throws NativeException {
    call(INSTANCE.fchown, descriptor, uid, gid);
  }

  static void chmod(int descriptor, int mode) throws NativeException {
    call(INSTANCE.fchmod, descriptor, mode);
  }

  /** The names of the extended attributes, access lists and labels among them. */
  static String[] xattrs(int descriptor) throws NativeException {
    ByteBuffer buffer = takeBuffer();
    try {
      int length =
          (Integer) call(INSTANCE.flistxattr, descriptor, addressOf(buffer), buffer.capacity());
      // One byte a character, so that each name, whatever its encoding, comes back as it was.
      String all = new String(read(buffer, length), StandardCharsets.ISO_8859_1);
      return all.isEmpty() ? new String[0] : all.split("\0");
    } catch (NativeException e) {
      if (e.errno == NativeException.EOPNOTSUPP) {
        return new String[0];
      }
      throw e;
    } finally {
      giveBack(buffer);
    }
  }

  /** An attribute's value, or null if there is none of that name. */
  static byte[] xattr(int descriptor, String name) throws NativeException {
    ByteBuffer buffer = takeBuffer();
    try {
      byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
      int length =
          (Integer)
              call(INSTANCE.fgetxattr, descriptor, bytes, addressOf(buffer), buffer.capacity());
      return read(buffer, length);
    } catch (NativeException e) {
      if (e.errno == NativeException.ENODATA) {
        return null;
      }
      throw e;
    } finally {
      giveBack(buffer);
    }
  }

  static void setXattr(int descriptor, String name, byte[] value) throws NativeException {
    ByteBuffer buffer = takeBuffer();
    try {
      buffer.put(value);
      byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
      call(INSTANCE.fsetxattr, descriptor, bytes, addressOf(buffer), value.length);
    } finally {
      giveBack(buffer);
    }
  }

  /** Removes an attribute, if it is still there: on XFS, two names stand for one access list. */
  static void removeXattr(int descriptor, String name) throws NativeException {
    try {
      call(INSTANCE.fremovexattr, descriptor, name.getBytes(StandardCharsets.ISO_8859_1));
    } catch (NativeException e) {
      if (e.errno != NativeException.ENODATA) {
        throw e;
      }
    }
  }

  /**
   * The kernel's limit for a value and for the list of names: XATTR_SIZE_MAX and XATTR_LIST_MAX in
   * linux/limits.h.
   */
  private static final int LARGEST_XATTR = 64 * 1024;

  private static final int BUFFERS_KEPT = 4;

  /** Used again and again: memory outside of the heap is given back by collections only. */
  private static final Deque<ByteBuffer> BUFFERS = new ArrayDeque<>();

  private static ByteBuffer takeBuffer() {
    ByteBuffer buffer;
    synchronized (BUFFERS) {
      buffer = BUFFERS.poll();
    }
    return buffer == null ? ByteBuffer.allocateDirect(LARGEST_XATTR) : buffer;
  }

  private static void giveBack(ByteBuffer buffer) {
    buffer.clear();
    synchronized (BUFFERS) {
      if (BUFFERS.size() < BUFFERS_KEPT) {
        BUFFERS.push(buffer);
      }
    }
  }

  private static byte[] read(ByteBuffer buffer, int length) {
    byte[] bytes = new byte[length];
    buffer.get(bytes);
    return bytes;
  }

  private static long addressOf(ByteBuffer buffer) {
    try {
      return (Long) INSTANCE.address.invoke(buffer);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw unexpected(e);
    }
  }

  /** Changes what the JDK has read about a file: its mode, uid, gid, nlink. */
  static void setFacts(Object unixFileAttributes, Map<String, Object> facts) {
    try {
      for (Map.Entry<String, Object> fact : facts.entrySet()) {
        INSTANCE.facts.get(fact.getKey()).setInt(unixFileAttributes, (Integer) fact.getValue());
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object call(Method method, Object... arguments) throws NativeException {
    try {
      return method.invoke(null, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error) {
        throw unexpected(e);
      }
      throw new NativeException(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
