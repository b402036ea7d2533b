package dev.durable.hooks;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.RandomAccessFile;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;

/**
 * All that is guarded: the classes of the JDK with the classes of their hooks, and how these take
 * part.
 *
 * <p>Most hooks have the name and the parameters of the method that they guard, the object itself
 * first where that isn't static, and return its answer (boxed where it is primitive; {@code true}
 * where there is none), or null for the plain call. To guard one more, write one more.
 */
public final class Hooks {
  private static final String PLATFORM = File.separatorChar == '\\' ? "Windows" : "Unix";

  /** The provider of the default file system. */
  public static final String PROVIDER = "sun.nio.fs." + PLATFORM + "FileSystemProvider";

  /** Its superclass, in which it deletes. */
  public static final String DELETING_PROVIDER = "sun.nio.fs.AbstractFileSystemProvider";

  private static final String PATH = "sun.nio.fs.UnixPath";
  private static final String DISPATCHER = "sun.nio.fs.UnixNativeDispatcher";
  private static final String CHANNEL = "sun.nio.ch.FileChannelImpl";
  private static final String ASYNCHRONOUS = "sun.nio.ch.SimpleAsynchronousFileChannelImpl";

  private static final String OPEN = "OpenFileHooks";
  private static final String VIEW = "ViewHooks";
  private static final String WRITES = "WriteHooks";

  private Hooks() {}

  /** Takes the hooks. */
  public interface Seats {
    /**
     * Takes all public methods of a class of hooks, in the form INSTEAD and by their own names.
     *
     * @param type the guarded class; with a question mark one that may never be loaded
     */
    void guard(String type, String hooks);

    /**
     * Takes one.
     *
     * @param names of its guarded methods, separated by blanks; with a question mark those that not
     *     every JDK has
     * @param form INSTEAD, SWAP, BEFORE, AFTER, FAILED or FINALLY
     * @param hooks the simple name of the hook's class, which isn't loaded for that
     */
    void guard(String type, String names, String form, String hooks, String hook);
  }

  /** Names all hooks. */
  public static void seat(Seats seats) {
    seats.guard(Files.class.getName(), "FilesHooks");
    seats.guard(File.class.getName(), "FileHooks");
    seats.guard(PROVIDER, "ProviderHooks");
    seats.guard(DELETING_PROVIDER, "DeletionHooks");
    seats.guard("java.nio.file.CopyMoveHelper", "ForeignCopyHooks");
    seats.guard("?javax.imageio.ImageIO", "ImageHooks");
    seats.guard("java.lang.ProcessImpl", "ProcessHooks");
    seats.guard(FileOutputStream.class.getName(), "FileOutputStreamHooks");
    seats.guard(RandomAccessFile.class.getName(), "RandomAccessFileHooks");
    arrivals(seats);
    if (PLATFORM.equals("Unix")) {
      openFiles(seats);
      view(seats);
    }
  }

  /** Names what tells of facilities of the JDK that come into use. */
  public static void arrivals(Seats seats) {
    seats.guard(
        "?java.lang.management.ManagementFactory",
        "getPlatformMBeanServer",
        "AFTER",
        "ArrivalHooks",
        "managed");
    seats.guard("?jdk.jfr.internal.PlatformRecorder", "start", "AFTER", "ArrivalHooks", "recorded");
  }

  /** Names the hooks that barriers need besides. */
  public static void seatForBarriers(Seats seats) {
    seats.guard(FileOutputStream.class.getName(), "write", "FINALLY", WRITES, "wrote");
    // Up to Java 20, setLength is native: there it goes unseen, unless something is written, too.
    String writes = "write writeBytes writeChars ?setLength";
    seats.guard(RandomAccessFile.class.getName(), writes, "FINALLY", WRITES, "wrote");
    seats.guard("sun.nio.ch.IOUtil", "write", "FINALLY", WRITES, "wrote");
    seats.guard(CHANNEL, "truncate", "FINALLY", WRITES, "wrote");
    seats.guard(ASYNCHRONOUS, "truncate", "FINALLY", WRITES, "wrote");
    seats.guard(ASYNCHRONOUS, "implWrite", "FINALLY", WRITES, "writing");
    seats.guard(CHANNEL, "?transferFromDirectly ?transferFromDirect", "FINALLY", WRITES, "wrote");
    seats.guard(CHANNEL, "?transferToDirectly ?transferToDirect", "FINALLY", WRITES, "copied");
  }

  private static void openFiles(Seats seats) {
    String stream = FileOutputStream.class.getName();
    String[][] closes = {
      {stream, "close"},
      {RandomAccessFile.class.getName(), "close"},
      {CHANNEL, "implCloseChannel"},
      {ASYNCHRONOUS, "close"}
    };
    for (String[] close : closes) {
      seats.guard(close[0], close[1], "BEFORE", OPEN, "closing");
      seats.guard(close[0], close[1], "AFTER", OPEN, "closed");
    }

    seats.guard(stream, "write", "FAILED", OPEN, "failed");
    seats.guard("sun.nio.ch.IOUtil", "write", "FAILED", OPEN, "failed");
    // A failure of what is read from is none of what is written to, whose own writes are watched.
    seats.guard(CHANNEL, "?transferFromDirectly ?transferFromDirect", "FAILED", OPEN, "failed");
    seats.guard(CHANNEL, "transferFrom", "BEFORE", OPEN, "transferring");
    seats.guard(CHANNEL, "transferFrom", "FINALLY", OPEN, "transferred");
    seats.guard(RandomAccessFile.class.getName(), "write ?setLength", "FAILED", OPEN, "failed");
    String directly = "?transferToDirectly ?transferToDirect";
    seats.guard(CHANNEL, directly, "FAILED", OPEN, "transferFailed");

    seats.guard(CHANNEL, "force map", "BEFORE", OPEN, "publishing");
    seats.guard(ASYNCHRONOUS, "force", "BEFORE", OPEN, "publishing");
    seats.guard(CHANNEL, "force", "FAILED", OPEN, "forceFailed");
    seats.guard(ASYNCHRONOUS, "force", "FAILED", OPEN, "forceFailed");
    if (isNative(FileDescriptor.class, "sync")) {
      // Up to Java 20 there is nothing to weave in it: who has the descriptor may force it.
      seats.guard(stream, "getFD", "BEFORE", OPEN, "publishing");
    } else {
      seats.guard(FileDescriptor.class.getName(), "sync", "BEFORE", OPEN, "publishing");
      seats.guard(FileDescriptor.class.getName(), "sync", "FAILED", OPEN, "forceFailed");
    }

    seats.guard(CHANNEL, "lock tryLock", "BEFORE", OPEN, "locking");
    seats.guard(ASYNCHRONOUS, "implLock tryLock", "BEFORE", OPEN, "locking");
  }

  private static void view(Seats seats) {
    String file = File.class.getName();
    look(seats, file, "exists isFile isDirectory length lastModified", "seenFile");
    look(
        seats,
        file,
        "canRead canWrite canExecute"
            + " setLastModified setReadOnly setReadable setWritable setExecutable",
        "attributesOfFile");
    seats.guard(file, "setReadOnly", "BEFORE", VIEW, "makingReadOnly");
    seats.guard(file, "setReadable", "BEFORE", VIEW, "makingReadable");
    seats.guard(file, "setWritable", "BEFORE", VIEW, "makingWritable");
    seats.guard(file, "setExecutable", "BEFORE", VIEW, "makingExecutable");
    seats.guard(DISPATCHER, "chmod", "BEFORE", VIEW, "changingMode");
    seats.guard(DISPATCHER, "?fchmodat", "BEFORE", VIEW, "changingModeFrom");
    look(seats, FileInputStream.class.getName(), "open", "reading");
    look(seats, RandomAccessFile.class.getName(), "open", "readingAnywhere");
    // Before what ends the look, as below.
    seats.guard(DISPATCHER, "stat lstat ?stat2", "FINALLY", VIEW, "lookedUp");
    look(seats, DISPATCHER, "stat statvfs ?stat2 ?exists ?fopen", "seen");
    look(seats, DISPATCHER, "open", "opened");
    look(seats, DISPATCHER, "lstat readlink", "seenItself");
    look(seats, DISPATCHER, "access chmod chown ?utimes", "attributesOf");
    look(seats, DISPATCHER, "lchown ?lutimes", "attributesOfItself");
    look(seats, DISPATCHER, "?utimensat ?fchmodat", "attributesFrom");

    seats.guard(PATH, "toRealPath", "INSTEAD", VIEW, "toRealPath");
    seats.guard(file, listing(), "INSTEAD", VIEW, "list");
    seats.guard(file, "getCanonicalPath", "INSTEAD", VIEW, "canonical");
  }

  private static void look(Seats seats, String type, String names, String hook) {
    seats.guard(type, names, "SWAP", VIEW, hook);
    seats.guard(type, names, "FINALLY", VIEW, "looked");
  }

  /** Where all of File's lists of names come from: older updates of Java 8 and 11 have but one. */
  private static String listing() {
    String version = System.getProperty("java.specification.version");
    if (version.equals("1.8") || version.equals("11")) {
      // Only where it matters, since it has all classes loaded that File's methods name.
      for (Method method : File.class.getDeclaredMethods()) {
        if (method.getName().equals("normalizedList")) {
          return "normalizedList";
        }
      }
      return "list";
    }
    return "normalizedList";
  }

  /** Whether a method without parameters is native, so that nothing can be woven into it. */
  public static boolean isNative(Class<?> type, String name) {
    try {
      return Modifier.isNative(type.getDeclaredMethod(name).getModifiers());
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(name, e);
    }
  }
}
