package dev.durable.tests.syscalls;

import static dev.durable.tests.Child.line;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * SIGKILL at every system call of every scenario: strace holds the thread before the call, and
 * there the process is killed, so that the kernel never makes the call. Between one call and the
 * next nothing happens on disk: killed before the second is killed after the first; after the last,
 * the process is killed when all is acknowledged.
 *
 * <p>One process serves all scenarios that are to die at the same place, the second fsync of their
 * thread, say: each is held there on its own thread.
 */
final class Kills {
  private static final int ATTEMPTS = 6;

  /** In how many of them all that are left are played in one process. */
  private static final int TOGETHER = 3;

  /** The place behind all system calls. */
  private static final String THE_END = "the end";

  /** A scenario whose process was killed before this step of its, or behind all of them. */
  private record Kill(Scenario scenario, int step, Scene.Roots roots) {
    Scene scene() {
      return roots.scene(scenario.name());
    }
  }

  /** What was done, for the record. */
  record Tally(int scenarios, int kills, int processes, int leftovers, int finished) {}

  private final Jdk jdk;
  private final Path directory;
  private final List<Scene.Roots> roots = Collections.synchronizedList(new ArrayList<>());
  private final Map<Scenario, List<String>> steps = new LinkedHashMap<>();

  /** All places, each with the scenarios that come there, and at which of their steps. */
  private final Map<String, Map<Scenario, Integer>> places = new LinkedHashMap<>();

  private Kills(Jdk jdk, Path directory) {
    this.jdk = jdk;
    this.directory = directory;
  }

  /**
   * Kills, starts again, and checks what is there.
   *
   * @param share every how many places; 1 for all of them
   */
  static Tally at(Jdk jdk, Path directory, int share) throws Exception {
    Kills kills = new Kills(jdk, directory);
    try {
      return kills.run(share);
    } finally {
      for (Scene.Roots some : kills.roots) {
        some.close();
      }
    }
  }

  private Tally run(int share) throws Exception {
    plan();
    var names = new ArrayList<>(places.keySet());
    names.removeIf(name -> names.indexOf(name) % share != 0);
    names.add(THE_END);
    List<Kill> kills = names.parallelStream().map(this::killAllAt).flatMap(List::stream).toList();

    var left = new LinkedHashMap<Kill, Map<String, String>>();
    for (Kill kill : kills) {
      left.put(kill, kill.scene().read());
    }
    List<String> said = startAgain(kills);
    var finished = new ArrayList<String>();
    int leftovers = 0;
    for (var entry : left.entrySet()) {
      Kill kill = entry.getKey();
      Map<String, String> found = entry.getValue();
      if (found.keySet().stream().anyMatch(name -> name.endsWith(".ready~"))) {
        finished.add(kill.scene().base().resolve("here/f").toString());
      } else {
        leftovers += found.keySet().removeIf(name -> name.contains(".durable-")) ? 1 : 0;
        assertTrue(state(kill, found) >= 0, () -> when(kill) + ": " + found);
      }
    }
    assertOldThenNew(kills);
    assertEquals(
        finished.stream()
            .map(
                file ->
                    "durable: "
                        + file
                        + " was being overwritten when a crash came; finished from its safety copy")
            .sorted()
            .toList(),
        said.stream().sorted().toList());
    return new Tally(steps.size(), kills.size(), roots.size() - 1, leftovers, finished.size());
  }

  /** Has everything done once, and notes what is done where. */
  private void plan() throws Exception {
    Scene.Roots somewhere = newRoots();
    try (var players = new Players(jdk, somewhere, Scenario.all())) {
      players
          .play(Scenario.all())
          .forEach(
              (scenario, played) -> {
                steps.put(scenario, played.trace().steps());
                List<String> at = played.trace().places();
                for (int step = 0; step < at.size(); step++) {
                  places
                      .computeIfAbsent(at.get(step), p -> new LinkedHashMap<>())
                      .put(scenario, step);
                }
              });
    }
  }

  private Scene.Roots newRoots() throws IOException {
    var more = Scene.Roots.in(directory);
    roots.add(more);
    return more;
  }

  private List<Kill> killAllAt(String place) {
    try {
      return place.equals(THE_END) ? killAtTheEnd() : killAll(place);
    } catch (Exception e) {
      throw new AssertionError("at " + place, e);
    }
  }

  private List<Kill> killAtTheEnd() throws Exception {
    Scene.Roots here = newRoots();
    try (var players = new Players(jdk, here, Scenario.all())) {
      players.killAfter(Scenario.all());
    }
    return steps.entrySet().stream()
        .map(entry -> new Kill(entry.getKey(), entry.getValue().size(), here))
        .toList();
  }

  private List<Kill> killAll(String place) throws Exception {
    var kills = new ArrayList<Kill>();
    var left = new LinkedHashMap<>(places.get(place));
    Trace trace = null;
    // A thread may have loaded one class more than when this was planned: then another call of it
    // has the number. Or the machine was busy, and what seemed to be at rest waited for it. Or one
    // that is held keeps others from getting there.
    for (int attempt = 0; attempt < ATTEMPTS && !left.isEmpty(); attempt++) {
      var all = List.copyOf(left.keySet());
      var groups = attempt < TOGETHER ? List.of(all) : all.stream().map(List::of).toList();
      for (List<Scenario> scenarios : groups) {
        Scene.Roots here = newRoots();
        try (var players = new Players(jdk, here, scenarios)) {
          trace = players.killAt(place, scenarios, attempt);
        }
        for (Scenario scenario : scenarios) {
          int step = left.get(scenario);
          var expected = new ArrayList<>(steps.get(scenario).subList(0, step));
          expected.add(whenMade(steps.get(scenario).get(step)) + ": killed");
          if (trace.of(here.scene(scenario.name())).steps().equals(expected)) {
            kills.add(new Kill(scenario, step, here));
            left.remove(scenario);
          }
        }
      }
    }
    assertEquals(Map.of(), left, "not killed at " + place + "; " + trace);
    return kills;
  }

  /** A step without what became of it. */
  private static String whenMade(String step) {
    return step.replaceFirst(": E\\w+$", "");
  }

  private String when(Kill kill) {
    var of = steps.get(kill.scenario);
    return jdk
        + ", "
        + kill.scenario
        + " killed "
        + (kill.step < of.size() ? "before " + of.get(kill.step) : "at the end");
  }

  private static int state(Kill kill, Map<String, String> found) {
    return kill.scenario.state(found, kill.scene());
  }

  /** After the next start: old or new, once new never old again, and new when acknowledged. */
  private void assertOldThenNew(List<Kill> kills) throws IOException {
    var byStep = new ArrayList<>(kills);
    byStep.sort((a, b) -> a.step - b.step);
    var last = new TreeMap<String, Integer>();
    for (Kill kill : byStep) {
      Map<String, String> found = kill.scene().read();
      found.keySet().removeIf(name -> name.endsWith("/another"));
      int state = state(kill, found);
      assertTrue(state >= 0, () -> when(kill) + ", after the next start: " + found);
      int before = last.getOrDefault(kill.scenario.name(), 0);
      assertTrue(state >= before, () -> when(kill) + ": older than before; " + found);
      last.put(kill.scenario.name(), state);
    }
    for (Scenario scenario : steps.keySet()) {
      assertEquals(scenario.states().size() - 1, last.get(scenario.name()), scenario.name());
    }
  }

  /**
   * Another process begins with the agent, and writes another file in each directory.
   *
   * @return what the agent said
   */
  private List<String> startAgain(List<Kill> kills) throws Exception {
    var rules = new ArrayList<String>();
    var calls = new ArrayList<String>();
    for (Kill kill : kills) {
      rules.addAll(Players.rules(kill.roots, List.of(kill.scenario)));
      Scene scene = kill.scene();
      for (String name : List.of("here/another", "there/another", "far/another")) {
        Path another = scene.resolve(name);
        if (Files.exists(another.getParent())) {
          calls.add(line("write", another, ""));
        }
      }
    }
    var result =
        Child.on(jdk)
            .protecting(directory.resolve("again.conf"), rules.toArray(new String[0]))
            .call(calls.toArray(new String[0]));
    assertEquals(0, result.exit(), result.err());
    // What is finished is finished before the agent says that it has started.
    return result.err().lines().filter(text -> !text.contains(" hooks")).toList();
  }
}
