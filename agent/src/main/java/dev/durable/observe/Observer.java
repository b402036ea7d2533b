package dev.durable.observe;

import dev.durable.engine.Durations;
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
  private volatile Recorder recording = Recorder.NONE;

  public Observer(Log log, Counters counters) {
    this.log = log;
    this.counters = counters;
    this.defects = new Defects(log, counters);
  }

  /** From now on {@code recorder} is told, too. */
  public void record(Recorder recorder) {
    recording = recorder;
  }

  @Override
  public void replaced(Path target, Policy policy, long bytes) {
    counters.of(policy).add(Counters.Event.REPLACED, bytes);
    counters.add(Durations.ofThisWork());
    recording.replaced(target, policy, bytes);
  }

  @Override
  public void committed(Path target, Policy policy, long bytes) {
    counters.of(policy).add(Counters.Event.COMMITTED, bytes);
    counters.add(Durations.ofThisWork());
    recording.committed(target, policy, bytes);
  }

  @Override
  public void created(Path target, Policy policy, long bytes) {
    counters.of(policy).add(Counters.Event.CREATED, bytes);
    counters.add(Durations.ofThisWork());
    recording.created(target, policy, bytes);
  }

  @Override
  public void appended(Path target, Policy policy, long bytes) {
    counters.of(policy).add(Counters.Event.APPENDED, bytes);
    counters.add(Durations.ofThisWork());
    recording.appended(target, policy, bytes);
  }

  @Override
  public void forced(Path target, Policy policy) {
    counters.of(policy).add(Counters.Event.FORCED);
    counters.add(Durations.ofThisWork());
    recording.forced(target, policy);
  }

  @Override
  public void forcedAtBarrier(Path target, Policy policy) {
    counters.of(policy).add(Counters.Event.BARRIER);
    recording.forcedAtBarrier(target, policy);
  }

  @Override
  public void publishedAtLimit(Path target, Policy policy) {
    counters.of(policy).add(Counters.Event.PUBLISHED);
    recording.publishedAtLimit(target, policy);
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
  public void named(Path target, Policy policy) {
    counters.of(policy).add(Counters.Event.NAMED);
    counters.add(Durations.ofThisWork());
    recording.named(target, policy);
  }

  @Override
  public void unexpected(Path target, Policy policy, Throwable error) {
    defects.met(target, error, "was not written");
  }

  @Override
  public void moved(Path source, Path target, Policy policy) {
    counters.of(policy).add(Counters.Event.MOVED);
    counters.add(Durations.ofThisWork());
    recording.moved(source, target, policy);
  }

  @Override
  public void writtenInPlace(Path target, Policy policy, Obstacle obstacle, boolean safetyCopy) {
    Tally tally = counters.of(policy);
    tally.add(Counters.Event.WRITTEN_IN_PLACE);
    tally.add(obstacle);
    counters.add(Durations.ofThisWork());
    recording.writtenInPlace(target, policy, obstacle, safetyCopy);
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
  public void failed(Path target, Policy policy, IOException error) {
    counters.of(policy).add(Counters.Event.FAILED);
    recording.failed(target, policy, error);
  }

  @Override
  public void directoryNotForced(Path directory, IOException error) {
    counters.others().add(Counters.Event.DIRECTORY_NOT_FORCED);
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
    counters.others().add(Counters.Event.SOURCE_NOT_FORCED);
    log.warn(
        "source",
        source.getParent(),
        source + " was moved without being forced, since this user can't open it");
  }

  @Override
  public void leftoverRemoved(Path temp) {
    counters.others().add(Counters.Event.LEFTOVER_REMOVED);
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
    counters.others().add(Counters.Event.SAFETY_COPY_FINISHED);
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
