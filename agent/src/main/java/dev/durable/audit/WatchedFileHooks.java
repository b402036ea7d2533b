package dev.durable.audit;

import dev.durable.engine.AtWork;
import dev.durable.observe.Audit.Kind;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;

/** Watches what {@link File} does to names. */
public final class WatchedFileHooks {
  private WatchedFileHooks() {}

  public static Boolean renameTo(File file, File dest) {
    Watch ofTarget = Watch.over(dest);
    Watch watch = ofTarget == null ? Watch.over(file) : ofTarget;
    if (watch == null || dest == null) {
      return null;
    }
    boolean renamed;
    try (AtWork work = AtWork.begin()) {
      renamed = file.renameTo(dest);
    }
    Path source = Watch.pathOf(file.getPath());
    Path target = Watch.pathOf(dest.getPath());
    if (renamed && source != null && target != null) {
      watch.moved(Kind.MOVED, source, target);
    }
    return renamed;
  }

  public static Boolean delete(File file) {
    Watch watch = Watch.over(file);
    if (watch == null) {
      return null;
    }
    boolean deleted;
    try (AtWork work = AtWork.begin()) {
      deleted = file.delete();
    }
    return named(watch, Kind.DELETED, file, deleted);
  }

  public static Boolean mkdir(File file) {
    Watch watch = Watch.over(file);
    if (watch == null) {
      return null;
    }
    boolean made;
    try (AtWork work = AtWork.begin()) {
      made = file.mkdir();
    }
    return named(watch, Kind.NAMED, file, made);
  }

  public static Boolean createNewFile(File file) throws IOException {
    Watch watch = Watch.over(file);
    if (watch == null) {
      return null;
    }
    boolean made;
    try (AtWork work = AtWork.begin()) {
      made = file.createNewFile();
    }
    return named(watch, Kind.NAMED, file, made);
  }

  private static Boolean named(Watch watch, Kind kind, File file, boolean done) {
    if (done) {
      watch.named(kind, Watch.pathOf(file.getPath()));
    }
    return done;
  }
}
