package dev.durable.tests.syscalls;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A JVM with the agent that plays scenarios, each in a scene and on a thread of its own. */
final class Players implements AutoCloseable {
  private static final int QUIET_LOOKS = 4;
  private static final int LOOKS = 500;
  private static final int PAUSE_MILLIS = 25;

  /** How far strace holds a call off, in microseconds: for longer than anybody waits. */
  private static final String HELD = ":delay_enter=600000000:";

  private final Scene.Roots roots;
  private final Caller caller;
  private final long main;

  /** Starts one that protects these scenarios' scenes, each by a rule of its own, and warms it. */
  Players(Jdk jdk, Scene.Roots roots, List<Scenario> scenarios) throws Exception {
    this.roots = roots;
    var rules = rules(roots, scenarios).toArray(new String[0]);
    Path configuration = roots.near().resolveSibling(roots.near().getFileName() + ".conf");
    Path first = roots.scene(scenarios.get(0).name()).base();
    this.caller = Caller.protecting(first, Child.on(jdk), configuration, rules);
    this.main = Long.parseLong(caller.call("number").substring("ok ".length()));
    // Counters are asked for later, by classes that nobody has loaded yet.
    caller.call("attribute\tOutcomesByRule");
    // Once for the classes that are loaded, once for what is different after the first time.
    for (int i = 0; i < 2; i++) {
      prepare(scenarios);
      answers(caller.call("in-turn"), scenarios);
    }
  }

  static List<String> rules(Scene.Roots roots, List<Scenario> scenarios) {
    var rules = new ArrayList<String>();
    for (Scenario scenario : scenarios) {
      rules.add(roots.scene(scenario.name()).base() + "/**");
      if (scenario.isFar()) {
        rules.add(roots.scene(scenario.name()).far() + "/**");
      }
    }
    return rules;
  }

  /** The process has died. */
  @SuppressWarnings("serial")
  static final class Died extends IOException {
    Died(String what) {
      super(what);
    }
  }

  /** What came of a scenario: the answers to its calls, and the system calls in its scene. */
  record Played(List<String> answers, Trace trace) {

    /** What a power cut might still take away of it, the agent's own files aside. */
    Set<String> lost(Scenario scenario) {
      Set<String> lost = Unforced.after(trace, scenario.before().keySet());
      lost.removeIf(name -> name.matches(".*(TEMP|READY|SAFETY)"));
      return lost;
    }
  }

  /** Plays them one after the other; strace numbers the system calls of each from one. */
  Map<Scenario, Played> play(List<Scenario> scenarios, String... injections) throws Exception {
    prepare(scenarios);
    try (Strace strace = Strace.attachToAllBut(main, caller, injections)) {
      var answers = answers(caller.call("in-turn"), scenarios);
      Trace trace = strace.detach(roots);
      var played = new LinkedHashMap<Scenario, Played>();
      for (Scenario scenario : scenarios) {
        Scene scene = roots.scene(scenario.name());
        played.put(scenario, new Played(answers.get(scenario), trace.of(scene)));
      }
      return played;
    }
  }

  /**
   * Plays all of them at once, each up to where it makes the system call at {@code place}, before
   * which strace holds it; then kills the process.
   *
   * @param attempt from 0; each waits twice as long to be sure that all are held
   */
  Trace killAt(String place, List<Scenario> scenarios, int attempt) throws Exception {
    prepare(scenarios);
    try (Strace strace = Strace.attachToAllBut(main, caller, place.replace(":", HELD))) {
      caller.call("go");
      awaitQuiet(QUIET_LOOKS << attempt);
      return strace.kill(roots);
    }
  }

  /** Kills it after all calls of all of them were answered. */
  void killAfter(List<Scenario> scenarios) throws Exception {
    prepare(scenarios);
    answers(caller.call("in-turn"), scenarios);
    caller.close();
  }

  private void prepare(List<Scenario> scenarios) throws IOException {
    for (Scenario scenario : scenarios) {
      Scene scene = roots.scene(scenario.name());
      scene.prepare(scenario.before());
      caller.call(scenario.line(scene));
    }
  }

  private static Map<Scenario, List<String>> answers(String all, List<Scenario> scenarios)
      throws IOException {
    if (all == null || !all.startsWith("ok ")) {
      throw new Died("instead of its answers: " + all);
    }
    String[] lines = all.substring("ok ".length()).split("\\\\n", -1);
    var answers = new LinkedHashMap<Scenario, List<String>>();
    for (int i = 0; i < lines.length; i++) {
      answers.put(scenarios.get(i), List.of(lines[i].split(" ; ")));
    }
    return answers;
  }

  /** Waits until no thread has anything to do: each waits for something, or is held by strace. */
  private void awaitQuiet(int looks) throws Exception {
    String last = "";
    int quiet = 0;
    for (int look = 0; look < LOOKS && quiet < looks; look++) {
      String now = threads();
      quiet = now.equals(last) && now.matches("[St ]*") ? quiet + 1 : 0;
      last = now;
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  /** The states of all threads, as the kernel calls them. */
  private String threads() throws IOException {
    var states = new StringBuilder();
    try (var tasks = Files.newDirectoryStream(Path.of("/proc/" + caller.pid() + "/task"))) {
      for (Path task : tasks) {
        String stat = Files.readString(task.resolve("stat"));
        states.append(stat.charAt(stat.lastIndexOf(')') + 2)).append(' ');
      }
    } catch (NoSuchFileException e) {
      return "one has just ended";
    }
    return states.toString();
  }

  /** The files in the scenes that it has open, by the numbers of their descriptors. */
  Map<String, String> openFiles() throws IOException {
    var open = new LinkedHashMap<String, String>();
    try (var descriptors = Files.newDirectoryStream(Path.of("/proc/" + caller.pid() + "/fd"))) {
      for (Path descriptor : descriptors) {
        String file = Files.readSymbolicLink(descriptor).toString();
        if (file.startsWith(roots.near().toString()) || file.startsWith(roots.far().toString())) {
          open.put(descriptor.getFileName().toString(), file);
        }
      }
    }
    return open;
  }

  Scene scene(Scenario scenario) {
    return roots.scene(scenario.name());
  }

  /** What the agent has counted until now, by the rules' directories. */
  Map<String, Counts> counts() throws IOException {
    return Counts.parse(caller.call("attribute\tOutcomesByRule"));
  }

  /** What was counted for a scenario between two {@link #counts}. */
  Counts counted(Scenario scenario, Map<String, Counts> before, Map<String, Counts> after) {
    Scene scene = scene(scenario);
    Counts counted = Counts.none();
    for (Path directory : List.of(scene.base(), scene.far())) {
      String rule = directory.toString();
      counted =
          after
              .getOrDefault(rule, Counts.none())
              .since(before.getOrDefault(rule, Counts.none()), counted);
    }
    return counted;
  }

  List<String> warnings() throws IOException {
    return caller.warnings();
  }

  @Override
  public void close() {
    caller.close();
  }
}
