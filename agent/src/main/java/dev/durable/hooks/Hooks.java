package dev.durable.hooks;

import java.io.File;
import java.nio.file.Files;

/**
 * All that is guarded: each class of the JDK with the class of its hooks. A public static method of
 * the latter guards the method of its name whose parameters it has, the object itself first where
 * that isn't static. It returns the answer (boxed where it is primitive), or null for the plain
 * call.
 */
public final class Hooks {
  private static final Class<?>[][] GUARDED = {
    {Files.class, FilesHooks.class},
    {File.class, FileHooks.class},
  };

  private Hooks() {}

  /** Pairs of a guarded class and the class of its hooks. */
  public static Class<?>[][] guarded() {
    return GUARDED.clone();
  }
}
