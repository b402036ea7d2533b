package dev.durable.hooks;

import dev.durable.config.Rules;
import dev.durable.engine.Engine;
import dev.durable.engine.Policy;
import dev.durable.observe.Defects;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.security.AccessController;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;

/** What all hooks share: the rules, the engine, and how a call is given to it. */
public final class Protection {
  private static volatile Protection current;

  private final Rules rules;
  private final Engine engine;
  private final Defects defects;

  private Protection(Rules rules, Engine engine, Defects defects) {
    this.rules = rules;
    this.engine = engine;
    this.defects = defects;
  }

  /** From now on the hooks protect what {@code rules} name. */
  public static void begin(Rules rules, Engine engine, Defects defects) {
    current = new Protection(rules, engine, defects);
  }

  /** The protection of {@code path}, or null if it has none. */
  static Policy policyFor(Path path) {
    Protection protection = current;
    return path == null || protection == null ? null : protection.rules.policyFor(path);
  }

  /** The protection of {@code file}, or null if it has none. */
  static Policy policyFor(File file) {
    Protection protection = current;
    return file == null || protection == null ? null : protection.rules.policyFor(file);
  }

  /** A call, given to the engine. */
  interface Call {
    /** As the engine's methods: false if nothing was done. */
    boolean run(Engine engine) throws IOException;
  }

  /**
   * Has the engine do a call. A failure of the agent itself doesn't reach the application: it is
   * noted, and the plain call is made.
   *
   * @return whether the call was done
   */
  static boolean done(Path file, Call call) throws IOException {
    try {
      return run(call);
    } catch (RuntimeException | LinkageError e) {
      current.defects.met(file, e, "was written as without the agent");
      return false;
    }
  }

  /** As {@link #done}, but what isn't an IOException reaches the caller. */
  static boolean run(final Call call) throws IOException {
    final Engine engine = current.engine;
    if (System.getSecurityManager() == null) {
      return call.run(engine);
    }
    try {
      return AccessController.doPrivileged(
          new PrivilegedExceptionAction<Boolean>() {
            @Override
            public Boolean run() throws IOException {
              return call.run(engine);
            }
          });
    } catch (PrivilegedActionException e) {
      throw (IOException) e.getException();
    }
  }

  /** Notes a failure of the agent itself. */
  static void defect(Path file, Throwable error, String consequence) {
    current.defects.met(file, error, consequence);
  }

  /** Asks for the permission that the plain call asks for. */
  static void checkWrite(String file) {
    SecurityManager manager = System.getSecurityManager();
    if (manager != null) {
      manager.checkWrite(file);
    }
  }
}
