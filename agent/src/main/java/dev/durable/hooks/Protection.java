package dev.durable.hooks;

import dev.durable.config.Rules;
import dev.durable.engine.AtWork;
import dev.durable.engine.Engine;
import dev.durable.engine.Policy;
import dev.durable.observe.Defects;
import java.io.File;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.concurrent.atomic.AtomicReference;

/** What all hooks share: the rules, the engine, and how a call is given to it. */
public final class Protection {
  /** What becomes of a file where the agent fails. */
  static final String WITHOUT = "was written as without the agent";

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

  /** From now on the hooks protect what {@code rules} name; what is open goes on as it began. */
  public static void change(Rules rules) {
    Protection before = current;
    current = new Protection(rules, before.engine, before.defects);
  }

  /** The protection of {@code path}, or null if it has none. */
  static Policy policyFor(Path path) {
    Protection protection = current;
    if (path == null || protection == null) {
      return null;
    }
    try {
      return forApplication(protection.rules.policyFor(path), path);
    } catch (RuntimeException | LinkageError e) {
      return undecided(path, e);
    }
  }

  /**
   * A defect. (At the end of the stack, say, the Error reaches the application instead: a plain
   * call, which needs less of it, could cut its file short and fail then.)
   */
  private static Policy undecided(Object path, Throwable error) {
    current.defects.met(path, error, WITHOUT);
    return null;
  }

  /** Whether the rules protect {@code path}, whoever asks. */
  static boolean isNamed(Path path) {
    Protection protection = current;
    try {
      return protection != null && protection.rules.policyFor(path) != null;
    } catch (RuntimeException | LinkageError e) {
      return undecided(path, e) != null;
    }
  }

  /** The protection of the path of this name, or null if it has none. */
  static Policy policyFor(String name) {
    Protection protection = current;
    if (name == null || protection == null) {
      return null;
    }
    try {
      Policy policy = protection.rules.policyFor(name);
      return policy == null ? null : forApplication(policy, Paths.get(name));
    } catch (InvalidPathException e) {
      return null; // A name that no file can have.
    } catch (RuntimeException | LinkageError e) {
      return undecided(name, e);
    }
  }

  /** The protection of a name that a directory may have, on the way to protected paths. */
  static Policy policyForDirectory(Path path) {
    Protection protection = current;
    if (path == null || protection == null) {
      return null;
    }
    try {
      return forApplication(protection.rules.policyForDirectory(path), path);
    } catch (RuntimeException | LinkageError e) {
      return undecided(path, e);
    }
  }

  /** None for the engine's own work, which is done on protected paths only. */
  private static Policy forApplication(Policy policy, Path path) {
    return policy == null || AtWork.here() || Engine.isOwn(path) ? null : policy;
  }

  /** The protection of {@code file}, or null if it has none. */
  static Policy policyFor(File file) {
    return file == null ? null : policyFor(file.getPath());
  }

  static Engine engine() {
    return current.engine;
  }

  /** A call whose answer is the engine's; null if it has none. */
  interface Question<T> {
    T ask(Engine engine) throws IOException;
  }

  /** As {@link #done}, of a call that has an answer. */
  static <T> T answer(Path file, final Question<T> question) throws IOException {
    final AtomicReference<T> answer = new AtomicReference<T>();
    done(
        file,
        new Call() {
          @Override
          public boolean run(Engine engine) throws IOException {
            answer.set(question.ask(engine));
            return true;
          }
        });
    return answer.get();
  }

  /** Something to be known of what is open; it can't fail. */
  interface Look<T> {
    T at(Engine engine);
  }

  /**
   * What the engine knows, looked up with the agent's permissions.
   *
   * @param otherwise the answer if the agent itself fails, which is noted
   */
  static <T> T look(Path file, T otherwise, final Look<T> look) {
    final Engine engine = current.engine;
    try {
      return System.getSecurityManager() == null
          ? look.at(engine)
          : AccessController.doPrivileged(
              new PrivilegedAction<T>() {
                @Override
                public T run() {
                  return look.at(engine);
                }
              });
    } catch (RuntimeException | LinkageError e) {
      current.defects.met(file, e, "was looked at as by other processes");
      return otherwise;
    }
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
    } catch (IOException e) {
      throw e;
    } catch (Exception | LinkageError e) { // The JDK also throws what it doesn't declare.
      current.defects.met(file, e, WITHOUT);
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
  static void defect(Object file, Throwable error, String consequence) {
    current.defects.met(file, error, consequence);
  }

  /** Asks for the permission that the plain call asks for, as all of these do. */
  static void checkRead(String file) {
    SecurityManager manager = System.getSecurityManager();
    if (manager != null) {
      manager.checkRead(file);
    }
  }

  static void checkDelete(String file) {
    SecurityManager manager = System.getSecurityManager();
    if (manager != null) {
      manager.checkDelete(file);
    }
  }

  static void checkWrite(String file) {
    SecurityManager manager = System.getSecurityManager();
    if (manager != null) {
      manager.checkWrite(file);
    }
  }
}
