package dev.durable.observe.jfr;

import dev.durable.engine.Obstacle;
import dev.durable.engine.Policy;
import dev.durable.observe.Audit;
import dev.durable.observe.Recorder;
import java.io.IOException;
import java.nio.file.Path;

/** Makes a flight recorder's event of what happens, while there is a recording that wants it. */
public final class FlightEvents implements Recorder {

  @Override
  public void replaced(Path target, Policy policy, long bytes) {
    replace(target, policy, bytes, false, false);
  }

  @Override
  public void committed(Path target, Policy policy, long bytes) {
    replace(target, policy, bytes, true, false);
  }

  @Override
  public void created(Path target, Policy policy, long bytes) {
    replace(target, policy, bytes, false, true);
  }

  private static void replace(
      Path target, Policy policy, long bytes, boolean staged, boolean created) {
    Replace event = new Replace();
    if (event.shouldCommit()) {
      event.bytes = bytes;
      event.staged = staged;
      event.created = created;
      event.commitAbout(target, policy);
    }
  }

  @Override
  public void appended(Path target, Policy policy, long bytes) {
    Append event = new Append();
    if (event.shouldCommit()) {
      event.bytes = bytes;
      event.commitAbout(target, policy);
    }
  }

  @Override
  public void forced(Path target, Policy policy) {
    commit(new Force(), target, policy);
  }

  @Override
  public void named(Path target, Policy policy) {
    commit(new NameChange(), target, policy);
  }

  @Override
  public void publishedAtLimit(Path target, Policy policy) {
    commit(new Publish(), target, policy);
  }

  private static void commit(FileEvent event, Path target, Policy policy) {
    if (event.shouldCommit()) {
      event.commitAbout(target, policy);
    }
  }

  @Override
  public void moved(Path source, Path target, Policy policy) {
    Move event = new Move();
    if (event.shouldCommit()) {
      event.source = source.toString();
      event.commitAbout(target, policy);
    }
  }

  @Override
  public void writtenInPlace(Path target, Policy policy, Obstacle obstacle, boolean safetyCopy) {
    InPlace event = new InPlace();
    if (event.shouldCommit()) {
      event.obstacle = obstacle.name();
      event.reason = obstacle.description;
      event.safetyCopy = safetyCopy;
      event.commitAbout(target, policy);
    }
  }

  @Override
  public void failed(Path target, Policy policy, IOException error) {
    Failure event = new Failure();
    if (event.shouldCommit()) {
      event.error = String.valueOf(error);
      event.commitAbout(target, policy);
    }
  }

  @Override
  public void unsafe(Path file, Audit.Kind kind, boolean forced) {
    UnsafeWrite event = new UnsafeWrite();
    if (event.shouldCommit()) {
      event.path = file.toString();
      event.kind = kind.label;
      event.remedy = kind.remedy;
      event.forced = forced;
      event.commit();
    }
  }
}
