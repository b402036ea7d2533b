package dev.durable.tests.syscalls;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A scenario that has met a fault, and what came of it.
 *
 * @param doing what it did there
 * @param found what was in the scene afterwards
 * @param counts what was counted for it
 * @param undisturbed the same when it meets no fault
 * @param said all that the process has said on standard error until then
 * @param open the files of the scene that are open, and were not before
 */
record Meeting(
    Scenario scenario,
    String doing,
    Fault fault,
    Scene scene,
    Players.Played played,
    Map<String, String> found,
    Counts counts,
    Counts undisturbed,
    List<String> said,
    List<String> open) {

  /** What the application has got. */
  enum Outcome {
    /** All is done, and durable; or the operator was told what isn't. */
    DONE,
    /** A call failed, and all is as it was. */
    REFUSED,
    /** A call failed, and what it was to do is done, or a part of it that stands for itself. */
    DONE_BUT_FAILED,
    /** A call failed, half done, and the next start does the rest. */
    FINISHED_LATER
  }

  private static final String OWN = ".durable-";
  private static final String READY = ".ready~";

  private static final Pattern STACK_GUARD =
      Pattern.compile(
          "OpenJDK .* VM warning: .* stack guard.*|It's highly recommended that you fix the library .*");

  /** What the engine says of a file that it has overwritten in part. */
  private static final String LATER = "will be written at the next start";

  /** Of a lock that the JDK can't look up the file for (sun.nio.ch.FileKey), as it ever did. */
  private static final String OF_LOCK = "java.lang.Error: java.io.IOException: ";

  private static final Pattern EXCEPTION =
      Pattern.compile(
          "java\\.nio\\.file\\.(?:FileSystem|AccessDenied)Exception"
              + " file=(\\S+) other=(\\S+) reason=(.*)"
              + "|java\\.io\\.FileNotFoundException message=(\\S+) \\((.*)\\)"
              + "|java\\.io\\.(?:IO|SyncFailed)Exception message=(.*)");

  private static final Map<String, String> TEXTS =
      Map.of(
          "EACCES", "Permission denied",
          "EDQUOT", "Disk quota exceeded",
          "EINTR", "Interrupted system call",
          "EIO", "Input/output error",
          "EMFILE", "Too many open files",
          "ENFILE", "Too many open files in system",
          "ENOSPC", "No space left on device",
          "EPERM", "Operation not permitted",
          "EROFS", "Read-only file system");

  /** What the agent may have to say to the operator. */
  private static final Pattern WARNING =
      Pattern.compile(
          "durable: (the directory \\S+ can't be forced \\(.*"
              + "|\\S+ can't be replaced, since .*; written in place.*"
              + "|\\S+ was moved without being forced, .*)");

  /**
   * Whether a line of standard error is none that the agent may say, nor the JVM, of a library that
   * it could not look at when it loaded it.
   */
  static boolean isStrange(String line) {
    return line.contains(OWN)
        || !WARNING.matcher(line).matches() && !STACK_GUARD.matcher(line).matches();
  }

  Outcome outcome() {
    if (isAcknowledged()) {
      return Outcome.DONE;
    }
    if (isReady()) {
      return Outcome.FINISHED_LATER;
    }
    return state() == 0 ? Outcome.REFUSED : Outcome.DONE_BUT_FAILED;
  }

  /** Whether all calls have told of success. */
  private boolean isAcknowledged() {
    return played.answers().stream().noneMatch(Meeting::isFailure);
  }

  private static boolean isFailure(String answer) {
    return !answer.startsWith("ok") || answer.equals("ok false");
  }

  private boolean isReady() {
    return found.keySet().stream().anyMatch(name -> name.endsWith(READY));
  }

  /** What is there of the agent's own. */
  List<String> left() {
    return found.keySet().stream().filter(name -> name.contains(OWN)).toList();
  }

  private int state() {
    return state(found);
  }

  private int state(Map<String, String> all) {
    var files = new TreeMap<>(all);
    files.keySet().removeIf(name -> name.contains(OWN));
    return scenario.state(files, scene);
  }

  /** What breaks the contract, in words; nothing if it is kept. */
  List<String> wrong() {
    var wrong = new ArrayList<String>();
    if (isReady()) {
      check(wrong, !isAcknowledged(), "acknowledged, but half done");
    } else {
      check(wrong, state() >= 0 || isOfApplication(), "neither old nor new: " + found);
      check(wrong, left().isEmpty() || isRemoval() || isUnclosed(), "left over: " + left());
      boolean closing = doing.startsWith("close "); // Which strace keeps the kernel from.
      check(wrong, open.isEmpty() || closing || isUnclosed(), "left open: " + open);
    }
    check(
        wrong,
        played.trace().forcedAgainAfterAnError().isEmpty() || isForceOfApplication(),
        "forced again after an error: " + played.trace().forcedAgainAfterAnError());
    if (isAcknowledged()) {
      check(wrong, isLast(state()), "acknowledged, but not done: " + found);
      check(wrong, lost().isEmpty(), "acknowledged, but not forced: " + lost());
    } else {
      played.answers().stream()
          .filter(Meeting::isFailure)
          .forEach(answer -> checkAnswer(wrong, answer));
    }
    checkCounts(wrong);
    return wrong.stream().map(what -> this + ": " + what).toList();
  }

  private static void check(List<String> wrong, boolean right, String what) {
    if (!right) {
      wrong.add(what);
    }
  }

  private boolean isLast(int state) {
    return state == scenario.states().size() - 1;
  }

  /** Whether it is about the removal of something of the agent's own, which then stays. */
  private boolean isRemoval() {
    return doing.matches("(unlink|rmdir|lstat|statx|newfstatat) .*(TEMP|READY|SAFETY)");
  }

  /** Whether the JDK's writer, when it can't be flushed, leaves its stream open. */
  private boolean isUnclosed() {
    return scenario.name().contains("writer") && doing.startsWith("write ") && !isAcknowledged();
  }

  /**
   * Whether the application's own reading failed, after it had opened the file and before it wrote:
   * it is emptied then, as without the agent.
   */
  private boolean isOfApplication() {
    return doing.matches(
            "(open|fstat|newfstatat|statx|read|mmap|close) here/s|(newf|f)stat(at)? here/TEMP")
        && "".equals(found.get("here/f"));
  }

  /** Whether it is a force that nobody sees but the application: up to Java 20, that is native. */
  private boolean isForceOfApplication() {
    return doing.equals("fsync here/f")
        && scenario.calls().stream().anyMatch(call -> call.get(0).equals("sync"));
  }

  /** What a power cut might take away, and nobody was told. */
  private Set<String> lost() {
    Set<String> lost = played.lost(scenario);
    lost.removeIf(name -> isTold(scene.resolve(name).getParent()));
    return lost;
  }

  private boolean isTold(Path directory) {
    return said.stream()
        .anyMatch(
            line ->
                line.contains("can't be forced")
                    && Path.of(line.split(" ")[3]).normalize().equals(directory));
  }

  private void checkAnswer(List<String> wrong, String answer) {
    if (answer.equals("ok false")) {
      return; // All that java.io.File tells.
    }
    boolean locks = scenario.calls().stream().anyMatch(call -> call.get(0).equals("lock"));
    if (locks && answer.equals(OF_LOCK + TEXTS.get(fault.error()))) {
      return;
    }
    Matcher exception = EXCEPTION.matcher(answer);
    if (!exception.matches()) {
      wrong.add("answer: " + answer);
      return;
    }
    for (int name : new int[] {1, 2, 4}) {
      String file = exception.group(name);
      check(
          wrong,
          file == null || file.equals("null") || scene.holds(file) && !file.contains(OWN),
          "about another file: " + answer);
    }
    check(wrong, answer.contains(LATER) || !answer.contains(OWN), "names a temp file: " + answer);
    check(wrong, !isReady() || isLater(), "tells nothing of the next start: " + answer);
    boolean told =
        answer.contains(TEXTS.get(fault.error()))
            || fault.error().equals("EACCES") && answer.contains("AccessDenied")
            || answer.contains("SyncFailedException")
            || answer.contains("an earlier force has failed");
    check(wrong, told, "tells another reason: " + answer);
    boolean forced = doing.startsWith("fsync") && isLast(state()) && !isReady();
    check(
        wrong,
        !forced || answer.contains("may not survive") || isForceOfFile(),
        "doesn't tell that it is done: " + answer);
  }

  /** A later call may have done it already, else it is for the next start. */
  private boolean isLater() {
    return played.answers().stream().anyMatch(answer -> answer.contains(LATER));
  }

  /** Of what is written in place, the last force is that of the file itself. */
  private boolean isForceOfFile() {
    return doing.matches("fsync (here|there|far)/f") || !scenario.isWhole();
  }

  private void checkCounts(List<String> wrong) {
    if (isAcknowledged()) {
      // Counted, too, is what of the file's attributes could not be given to one that is written in
      // place; and a directory that File.mkdirs could not make at its first attempt.
      boolean more = counts.inPlace() > 0 || scenario.name().equals("mkdirs");
      check(
          wrong,
          (counts.failed() == 0 || more) && counts.done() == undisturbed.done(),
          "counted " + counts + ", done as " + undisturbed);
      check(
          wrong,
          counts.inPlace() <= undisturbed.inPlace()
              || said.stream().anyMatch(line -> line.contains("can't be replaced")),
          "in place, and nobody was told");
    } else {
      check(wrong, counts.failed() <= 1, "failed once, counted " + counts);
      check(
          wrong,
          counts.done() < undisturbed.done() || !scenario.isOneCall() || doing.startsWith("close "),
          "failed, counted " + counts);
    }
  }

  /** What is wrong after the next start: all must be whole, and nothing left. */
  List<String> wrongAfterTheNextStart() throws IOException {
    Map<String, String> now = scene.read();
    now.keySet().removeIf(name -> name.endsWith("/another"));
    var wrong = new ArrayList<String>();
    boolean right = isReady() ? isLast(state(now)) : state(now) == state();
    check(wrong, right, "after the next start: " + now);
    check(
        wrong,
        now.keySet().stream().noneMatch(name -> name.contains(OWN)),
        "left over after the next start: " + now.keySet());
    return wrong.stream().map(what -> this + ": " + what).toList();
  }

  @Override
  public String toString() {
    return scenario + ", " + fault.error() + " at " + doing + " " + played.answers();
  }
}
