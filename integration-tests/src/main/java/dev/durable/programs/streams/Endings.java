package dev.durable.programs.streams;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * How a program ends, and what it still does then.
 *
 * <pre>
 * exit     STATUS            System.exit
 * halt     STATUS            Runtime.halt
 * at-exit  SLOT TEXT WHEN [close]       a shutdown hook that writes it, and closes the file perhaps;
 *                                       "slowly" after a nap
 * open-at-exit WAY PATH TEXT WHEN       a shutdown hook that opens a file, writes it and closes it
 * race     SLOT              closes the file in one thread, and exits in another, at once
 * </pre>
 */
final class Endings {
  private static final long NAP_MILLIS = 100;

  private Endings() {}

  static void addTo(Map<String, Verbs.Verb> verbs) {
    verbs.put(
        "exit",
        fields -> {
          System.exit(Integer.parseInt(fields[1]));
          return null;
        });
    verbs.put(
        "halt",
        fields -> {
          Runtime.getRuntime().halt(Integer.parseInt(fields[1]));
          return null;
        });
    verbs.put("at-exit", Endings::atExit);
    verbs.put("open-at-exit", Endings::openAtExit);
    verbs.put("race", fields -> race(Handles.get(fields[1])));
  }

  private static Object atExit(String[] fields) {
    Object handle = Handles.get(fields[1]);
    return atExit(
        fields[3],
        () -> {
          Contents.put(handle, bytes(fields[2]));
          return fields.length > 4 ? Handles.close(handle) : null;
        });
  }

  private static Object openAtExit(String[] fields) {
    return atExit(
        fields[4],
        () -> {
          Object handle = Openings.open(fields[1], fields[2]);
          Contents.put(handle, bytes(fields[3]));
          return Handles.close(handle);
        });
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Object atExit(String when, Callable<?> work) {
    Thread hook =
        thread(
            () -> {
              Thread.sleep(when.equals("slowly") ? NAP_MILLIS : 0);
              return work.call();
            });
    Runtime.getRuntime().addShutdownHook(hook);
    return null;
  }

  private static Thread thread(Callable<?> work) {
    return new Thread(
        () -> {
          try {
            work.call();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static Object race(Object handle) {
    thread(() -> Handles.close(handle)).start();
    System.exit(0);
    return null;
  }
}
