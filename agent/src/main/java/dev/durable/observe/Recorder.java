package dev.durable.observe;

import dev.durable.engine.Listener;
import java.nio.file.Path;

/** Told, besides what the engine does, what an audit finds. */
public interface Recorder extends Listener {

  /** Records nothing. */
  Recorder NONE = new Recorder() {};

  /** The application has made a change that a crash could have undone or torn. */
  default void unsafe(Path file, Audit.Kind kind, boolean forced) {}
}
