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
  private static final String PROVIDER = "sun.nio.fs." + PLATFORM + "FileSystemProvider";
  private static final String PATH = "sun.nio.fs.UnixPath";
  private static final String DISPATCHER = "sun.nio.fs.UnixNativeDispatcher";
  private static final String CHANNEL = "sun.nio.ch.FileChannelImpl";
  private static final String ASYNCHRONOUS = "sun.nio.ch.SimpleAsynchronousFileChannelImpl";

  private Hooks() {}

  /** Takes the hooks. */
  public interface Seats {
    /**
     * Takes one.
     *
     * @param type the guarded class; with a question mark one that may never be loaded
     * @param names of its guarded methods, separated by blanks; with a question mark those that not
     *     every JDK has
     * @param form INSTEAD, SWAP, BEFORE, AFTER, FAILED or FINALLY
     */
    void guard(String type, String names, String form, Method hook);
  }

  /** Names all hooks. */
  public static void seat(Seats seats) {
    instead(seats, Files.class.getName(), FilesHooks.class);
    instead(seats, File.class.getName(), FileHooks.class);
    instead(seats, PROVIDER, ProviderHooks.class);
    instead(seats, "sun.nio.fs.AbstractFileSystemProvider", DeletionHooks.class);
    instead(seats, "java.nio.file.CopyMoveHelper", ForeignCopyHooks.class);
    instead(seats, "?javax.imageio.ImageIO", ImageHooks.class);
    instead(seats, "java.lang.ProcessImpl", ProcessHooks.class);
    instead(seats, FileOutputStream.class.getName(), FileOutputStreamHooks.class);
    instead(seats, RandomAccessFile.class.getName(), RandomAccessFileHooks.class);
    if (PLATFORM.equals("Unix")) {
      openFiles(seats);
      view(seats);
    }
  }

  private static void instead(Seats seats, String type, Class<?> hooks) {
    for (Method hook : hooks.getDeclaredMethods()) {
      if (Modifier.isPublic(hook.getModifiers())) {
        seats.guard(type, hook.getName(), "INSTEAD", hook);
      }
    }
  }

  private static void openFiles(Seats seats) {
    String stream = FileOutputStream.class.getName();
    Method closing = hook(OpenFileHooks.class, "closing");
    Method closed = hook(OpenFileHooks.class, "closed");
    String[][] closes = {
      {stream, "close"},
      {RandomAccessFile.class.getName(), "close"},
      {CHANNEL, "implCloseChannel"},
      {ASYNCHRONOUS, "close"}
    };
    for (String[] close : closes) {
      seats.guard(close[0], close[1], "BEFORE", closing);
      seats.guard(close[0], close[1], "AFTER", closed);
    }

    Method failed = hook(OpenFileHooks.class, "failed");
    seats.guard(stream, "write", "FAILED", failed);
    seats.guard("sun.nio.ch.IOUtil", "write", "FAILED", failed);
    // A failure of what is read from is none of what is written to, whose own writes are watched.
    seats.guard(CHANNEL, "?transferFromDirectly ?transferFromDirect", "FAILED", failed);
    seats.guard(CHANNEL, "transferFrom", "BEFORE", hook(OpenFileHooks.class, "transferring"));
    seats.guard(CHANNEL, "transferFrom", "FINALLY", hook(OpenFileHooks.class, "transferred"));
    seats.guard(RandomAccessFile.class.getName(), "write ?setLength", "FAILED", failed);
    String directly = "?transferToDirectly ?transferToDirect";
    seats.guard(CHANNEL, directly, "FAILED", hook(OpenFileHooks.class, "transferFailed"));

    Method publishing = hook(OpenFileHooks.class, "publishing");
    seats.guard(CHANNEL, "force map", "BEFORE", publishing);
    seats.guard(ASYNCHRONOUS, "force", "BEFORE", publishing);
    if (isNative(FileDescriptor.class, "sync")) {
      // Up to Java 20 there is nothing to weave in it: who has the descriptor may force it.
      seats.guard(stream, "getFD", "BEFORE", publishing);
    } else {
      seats.guard(FileDescriptor.class.getName(), "sync", "BEFORE", publishing);
    }

    Method locking = hook(OpenFileHooks.class, "locking");
    seats.guard(CHANNEL, "lock tryLock", "BEFORE", locking);
    seats.guard(ASYNCHRONOUS, "implLock tryLock", "BEFORE", locking);
  }

  private static void view(Seats seats) {
    String file = File.class.getName();
    look(
        seats,
        file,
        "exists isFile isDirectory length lastModified canRead canWrite canExecute"
            + " setLastModified setReadOnly setReadable setWritable setExecutable",
        "seenFile");
    look(seats, FileInputStream.class.getName(), "open", "reading");
    look(seats, RandomAccessFile.class.getName(), "open", "readingAnywhere");
    look(
        seats,
        DISPATCHER,
        "open stat access chmod chown statvfs ?utimes ?stat2 ?exists ?fopen",
        "seen");
    look(seats, DISPATCHER, "lstat lchown ?lutimes", "seenItself");
    look(seats, DISPATCHER, "?utimensat ?fchmodat", "seenFrom");

    seats.guard(PATH, "toRealPath", "INSTEAD", hook(ViewHooks.class, "toRealPath"));
    // Older updates of Java 8 and 11 have everything in list.
    String list = has(File.class, "normalizedList") ? "normalizedList" : "list";
    seats.guard(file, list, "INSTEAD", hook(ViewHooks.class, "list"));
    seats.guard(file, "getCanonicalPath", "INSTEAD", hook(ViewHooks.class, "canonical"));
  }

  private static void look(Seats seats, String type, String names, String hook) {
    seats.guard(type, names, "SWAP", hook(ViewHooks.class, hook));
    seats.guard(type, names, "FINALLY", hook(ViewHooks.class, "looked"));
  }

  private static Method hook(Class<?> type, String name) {
    for (Method method : type.getDeclaredMethods()) {
      if (method.getName().equals(name) && Modifier.isPublic(method.getModifiers())) {
        return method;
      }
    }
    throw new IllegalArgumentException(name);
  }

  private static boolean has(Class<?> type, String name) {
    for (Method method : type.getDeclaredMethods()) {
      if (method.getName().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isNative(Class<?> type, String name) {
    try {
      return Modifier.isNative(type.getDeclaredMethod(name).getModifiers());
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(name, e);
    }
  }
}
