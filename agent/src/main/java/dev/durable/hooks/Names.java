package dev.durable.hooks;

import dev.durable.engine.AtWork;
import dev.durable.engine.Engine;
import dev.durable.engine.NameChange;
import dev.durable.engine.Policy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

/** Plain calls that make or remove a name, whose directory is forced afterwards. */
final class Names {
  private Names() {}

  /** A plain call; null or false if it has changed nothing. */
  interface Change<T> {
    T make() throws IOException;
  }

  /**
   * Makes a name; a stage of that name is published first, so that it is in the way. If none is,
   * somebody else has removed the file, and what is staged for it still goes nowhere.
   */
  static <T> T make(Path name, Policy policy, Change<T> plain) throws IOException {
    if (policy == null) {
      return null;
    }
    publish(name);
    return change(name, policy, plain, true);
  }

  /** Makes a name that nobody has, and that the call itself chooses, like the given one. */
  static <T> T makeLike(Path name, Policy policy, Change<T> plain) throws IOException {
    return policy == null ? null : change(name, policy, plain, false);
  }

  /** Gives a name to another file; what is staged for it goes with the one that it had. */
  static <T> T replace(Path name, Policy policy, Change<T> plain) throws IOException {
    return change(name, policy, plain, true);
  }

  /**
   * Makes the plain call, with the application's own permissions, and forces the directory.
   *
   * @param name whose directory changes
   * @param takes whether another file has the name afterwards, or none
   */
  private static <T> T change(
      final Path name, final Policy policy, final Change<T> plain, boolean takes)
      throws IOException {
    final NameChange change =
        Protection.answer(
            name,
            new Protection.Question<NameChange>() {
              @Override
              public NameChange ask(Engine engine) throws IOException {
                return engine.change(name, policy);
              }
            });
    if (change == null) {
      return null;
    }
    try {
      T result = takes ? taken(name, change, plain) : made(plain);
      if (isDone(result)) {
        force(change);
      }
      return result;
    } finally {
      change.close();
    }
  }

  private static <T> T made(Change<T> plain) throws IOException {
    try (AtWork work = AtWork.begin()) {
      return plain.make();
    }
  }

  private static boolean isDone(Object result) {
    return result != null && !Boolean.FALSE.equals(result);
  }

  private static <T> T taken(final Path name, final NameChange change, final Change<T> plain)
      throws IOException {
    final AtomicReference<T> result = new AtomicReference<>();
    change.inOneStep(
        new NameChange.Call() {
          @Override
          public void make() throws IOException {
            result.set(made(plain));
            if (isDone(result.get())) {
              gone(name, change);
            }
          }
        });
    return result.get();
  }

  private static void gone(Path name, final NameChange change) {
    Protection.look(
        name,
        null,
        new Protection.Look<Void>() {
          @Override
          public Void at(Engine engine) {
            change.gone();
            return null;
          }
        });
  }

  private static void force(final NameChange change) throws IOException {
    Protection.run(
        new Protection.Call() {
          @Override
          public boolean run(Engine engine) throws IOException {
            change.force();
            return true;
          }
        });
  }

  /** Deletes a name; what is staged for it goes with it. */
  static Boolean delete(final Path name, Policy policy, Change<Boolean> plain) throws IOException {
    if (isStagedOnly(name)) {
      return true;
    }
    return change(name, policy, plain, true);
  }

  /** Publishes what is staged under a name. */
  static void publish(final Path name) throws IOException {
    if (!Engine.nothingIsOpen() && !AtWork.here()) {
      Protection.done(
          name,
          new Protection.Call() {
            @Override
            public boolean run(Engine engine) throws IOException {
              engine.openFiles().publish(name, false);
              return true;
            }
          });
    }
  }

  /** Drops what is staged under a name that is deleted; true if there is nothing else. */
  private static boolean isStagedOnly(final Path name) throws IOException {
    if (Engine.nothingIsOpen()) {
      return false;
    }
    Protection.checkDelete(name.toString());
    return Protection.done(
        name,
        new Protection.Call() {
          @Override
          public boolean run(Engine engine) throws IOException {
            engine.openFiles().publishOtherNames(name);
            return engine.view().deleteNew(name);
          }
        });
  }
}
