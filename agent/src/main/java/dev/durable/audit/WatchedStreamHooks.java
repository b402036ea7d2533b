package dev.durable.audit;

import java.io.FileOutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** Watches streams and files of {@code java.io}, and what happens to whatever is open. */
public final class WatchedStreamHooks {
  /** The modes of a {@code RandomAccessFile}, as the JDK passes them on. */
  private static final int READ_ONLY = 1;

  private static final int SYNCHRONOUS = 4 | 8;

  /** What is being opened by a thread. */
  private static final ThreadLocal<OpenedFile> OPENING = new ThreadLocal<>();

  private WatchedStreamHooks() {}

  public static void opening(FileOutputStream stream, String name, boolean append) {
    opening(name, !append, append, false);
  }

  public static void opened(FileOutputStream stream) {
    openedAny(stream);
  }

  public static void openingFile(RandomAccessFile file, String name, int mode) {
    if ((mode & READ_ONLY) == 0) {
      opening(name, false, false, (mode & SYNCHRONOUS) != 0);
    }
  }

  public static void openedFile(RandomAccessFile file) {
    openedAny(file);
  }

  private static void opening(
      String name, boolean truncates, boolean appends, boolean synchronous) {
    Path path = name == null ? null : Watch.pathOf(name);
    if (Watch.over(path) == null) {
      OPENING.remove();
    } else {
      OPENING.set(OpenedFile.before(path, truncates, appends, synchronous));
    }
  }

  private static void openedAny(Object file) {
    Watch watch = Watch.any();
    OpenedFile opened = watch == null ? null : OPENING.get();
    if (opened != null) {
      OPENING.remove();
      watch.opened(file, opened);
    }
  }

  public static void closing(Object file) {
    Watch watch = Watch.any();
    if (watch != null) {
      watch.closing(file);
    }
  }

  /** The application has asked for a descriptor, by which it may force the file unseen. */
  public static void handedOut(Object file) {
    Watch watch = Watch.any();
    if (watch != null) {
      watch.handedOut(file);
    }
  }

  public static void forced(Object file) {
    Watch watch = Watch.any();
    if (watch != null) {
      watch.forced(file);
    }
  }
}
