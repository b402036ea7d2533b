package dev.durable.observe;

import dev.durable.engine.Listener;
import dev.durable.engine.Obstacle;
import dev.durable.engine.Policy;
import java.io.IOException;
import java.nio.file.Path;

/** Counts all that the engine does, and warns the operator of what is not as it should be. */
public final class Observer implements Listener {
  private final Log log;
  private final Counters counters;
  private final Defects defects;

  public Observer(Log log, Counters counters) {
    this.log = log;
    this.counters = counters;
    this.defects = new Defects(log, counters);
  }

  @Override
  public void replaced(Path target, long bytes) {
    counters.add(Counters.Event.REPLACED);
    counters.addBytes(bytes);
  }

  @Override
  public void created(Path target, long bytes) {
    counters.add(Counters.Event.CREATED);
    counters.addBytes(bytes);
  }

  @Override
  public void appended(Path target, long bytes) {
    counters.add(Counters.Event.APPENDED);
    counters.addBytes(bytes);
  }

  @Override
  public void forced(Path target) {
    counters.add(Counters.Event.FORCED);
  }

  @Override
  public void publishedAtLimit(Path target, Policy policy) {
    counters.add(Counters.Event.PUBLISHED);
    log.warn(
        "stage-limit",
        System.identityHashCode(policy),
        target
            + " was open for stage-limit="
            + duration(policy.stageLimitMillis)
            + " and is written in place from now on, so that others see it grow; streams=in-place"
            + " does so from the start");
  }

  private static String duration(long millis) {
    return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
  }

  @Override
  public void named(Path target) {
    counters.add(Counters.Event.NAMED);
  }

  @Override
  public void unexpected(Path target, Throwable error) {
    defects.met(target, error, "was not written");
  }

  @Override
  public void moved(Path source, Path target) {
    counters.add(Counters.Event.MOVED);
  }

  @Override
  public void writtenInPlace(Path target, Obstacle obstacle, boolean safetyCopy) {
    counters.add(Counters.Event.WRITTEN_IN_PLACE);
    counters.add(obstacle);
    String how =
        safetyCopy
            ? "written in place, with a safety copy"
            : "written in place without a safety copy"
                + (obstacle == Obstacle.NOT_READABLE
                    ? ""
                    : ", since none of the directories for them can be written")
                + ": a crash during the write can tear it";
    log.warn(
        obstacle.name() + safetyCopy,
        "",
        target + " can't be replaced, since " + obstacle.description + "; " + how);
  }

  @Override
  public void failed(Path target, IOException error) {
    counters.add(Counters.Event.FAILED);
  }

  @Override
  public void directoryNotForced(Path directory, IOException error) {
    counters.add(Counters.Event.DIRECTORY_NOT_FORCED);
    log.warn(
        "directory",
        directory,
        "the directory "
            + directory
            + " can't be forced ("
            + reason(error)
            + "); the newest versions of its files are whole, but may not survive a power cut");
  }

  @Override
  public void sourceNotForced(Path source, IOException error) {
    counters.add(Counters.Event.SOURCE_NOT_FORCED);
    log.warn(
        "source",
        source.getParent(),
        source + " was moved without being forced, since this user can't open it");
  }

  @Override
  public void leftoverRemoved(Path temp) {
    counters.add(Counters.Event.LEFTOVER_REMOVED);
  }

  @Override
  public void leftoverKept(Path temp, IOException error) {
    log.warn(
        "leftover",
        temp.getParent(),
        "the leftover " + temp + " of a crash can't be removed (" + reason(error) + ")");
  }

  @Override
  public void safetyCopyFinished(Path target) {
    counters.add(Counters.Event.SAFETY_COPY_FINISHED);
    log.line(target + " was being overwritten when a crash came; finished from its safety copy");
  }

  @Override
  public void safetyCopyKept(Path copy, Path target, String why) {
    log.line(
        "the safety copy "
            + copy
            + " of "
            + target
            + " was not used ("
            + why
            + "); compare the two, then remove the copy");
  }

  private static String reason(IOException error) {
    return error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
  }
}
