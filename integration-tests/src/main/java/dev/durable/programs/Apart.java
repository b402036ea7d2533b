package dev.durable.programs;

import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Calls that are made one after the other, those after one that fails only if they begin with the
 * word {@code finally}, on a thread of their own. It waits until it is let go: whoever counts a
 * thread's system calls can begin before any is made.
 */
final class Apart extends Thread {
  private static final String END_OF_CALL = ";";
  private static final String FINALLY = "finally";
  private static final long PATIENCE_SECONDS = 30;

  private static final List<Apart> WAITING = new ArrayList<>();

  private final List<String> answers = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch begin = new CountDownLatch(1);
  private final List<List<String>> calls;
  private final Function<String[], String> caller;

  private Apart(String[] fields, Function<String[], String> caller) {
    super("apart");
    this.calls = split(fields);
    this.caller = caller;
    setDaemon(true);
  }

  /** Prepares a thread that makes the calls of {@code fields}, each but the last ended by one. */
  static void prepare(String[] fields, Function<String[], String> caller) {
    Apart apart = new Apart(fields, caller);
    apart.start();
    WAITING.add(apart);
  }

  /** Lets all threads go at once, and waits for none. */
  static void goTogether() {
    for (Apart apart : WAITING) {
      apart.begin.countDown();
    }
    WAITING.clear();
  }

  /** Lets one thread go after the other, and tells the answers of each, a line each. */
  static String goInTurn() throws InterruptedException {
    List<String> all = new ArrayList<>();
    for (Apart apart : WAITING) {
      apart.begin.countDown();
      apart.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
      if (apart.isAlive()) {
        apart.answers.add("hangs at " + Arrays.toString(apart.getStackTrace()));
      }
      all.add(String.join(" " + END_OF_CALL + " ", apart.answers));
    }
    WAITING.clear();
    return String.join("\n", all);
  }

  /** The kernel's number of the calling thread. */
  static String number() throws Exception {
    return Files.readSymbolicLink(Paths.get("/proc/thread-self")).getFileName().toString();
  }

  @Override
  public void run() {
    try {
      begin.await();
    } catch (InterruptedException e) {
      return;
    }
    boolean failed = false;
    for (List<String> call : calls) {
      boolean always = call.get(0).equals(FINALLY);
      if (always || !failed) {
        List<String> words = call.subList(always ? 1 : 0, call.size());
        String answer = caller.apply(words.toArray(new String[0]));
        answers.add(answer);
        failed |= !answer.startsWith("ok ");
      }
    }
  }

  private static List<List<String>> split(String[] fields) {
    List<List<String>> calls = new ArrayList<>();
    calls.add(new ArrayList<>());
    for (String field : fields) {
      if (field.equals(END_OF_CALL)) {
        calls.add(new ArrayList<>());
      } else {
        calls.get(calls.size() - 1).add(field);
      }
    }
    return calls;
  }
}
