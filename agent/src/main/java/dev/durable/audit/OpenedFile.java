package dev.durable.audit;

import dev.durable.observe.Audit.Kind;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/** A file that the application has opened for writing. */
final class OpenedFile {
  final Path path;
  final Kind kind;

  /** The place in the code that has opened it. */
  volatile String site;

  /** Whether each write is forced before it returns, or is taken to be. */
  private volatile boolean synchronous;

  private final BasicFileAttributes before;
  private volatile BasicFileAttributes atForce;

  private OpenedFile(Path path, Kind kind, boolean synchronous, BasicFileAttributes before) {
    this.path = path.toAbsolutePath().normalize();
    this.kind = kind;
    this.synchronous = synchronous;
    this.before = before;
  }

  /** One that is about to be opened. */
  static OpenedFile before(Path path, boolean truncates, boolean appends, boolean synchronous) {
    BasicFileAttributes before = Watch.looks(path);
    boolean empty = before == null || before.size() == 0;
    Kind kind =
        appends
            ? Kind.APPENDED
            : before == null || empty && truncates
                ? Kind.CREATED
                : truncates ? Kind.TRUNCATED : Kind.UPDATED;
    return new OpenedFile(path, kind, synchronous, before);
  }

  /** The application forces it. */
  void forced() {
    atForce = Watch.looks(path);
  }

  /** It is taken to be forced whenever it should be. */
  void isForcedUnseen() {
    synchronous = true;
  }

  /** Whether anything was done to it since it was opened. */
  boolean isChanged() {
    BasicFileAttributes now = Watch.looks(path);
    return now != null && (kind == Kind.TRUNCATED || kind == Kind.CREATED || differ(before, now));
  }

  /** Whether all that was done was forced. */
  boolean isForced() {
    BasicFileAttributes forced = atForce;
    BasicFileAttributes now = Watch.looks(path);
    return synchronous || forced != null && now != null && !differ(forced, now);
  }

  private static boolean differ(BasicFileAttributes one, BasicFileAttributes other) {
    FileTime modified = other.lastModifiedTime();
    return one == null || one.size() != other.size() || !one.lastModifiedTime().equals(modified);
  }
}
