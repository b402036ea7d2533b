package dev.durable.tests.syscalls;

import static dev.durable.tests.Child.line;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Each error that can occur at each system call of every scenario, one at a time: strace has the
 * kernel not make the call and give the error instead.
 *
 * <p>One process plays all scenarios that are to meet the same error at the same place, the second
 * fsync of their thread, say. It goes on with the next error, unless it has left something behind
 * that only the next start removes.
 */
final class Faults {
  private static final int ATTEMPTS = 4;
  private static final int LOOKS = 20;
  private static final int PAUSE_MILLIS = 25;

  /** Of how many faults one may be missed: a class is loaded, a thread is late. */
  private static final int FEW = 20;

  /** The agent shows a hundred different warnings, and no more. */
  private static final int MOST_WARNINGS = 60;

  /** What was done, for the record. */
  record Tally(int scenarios, int faults, Map<Meeting.Outcome, Integer> outcomes) {
    int count(Meeting.Outcome outcome) {
      return outcomes.getOrDefault(outcome, 0);
    }
  }

  private final Jdk jdk;
  private final Path directory;
  private final Collection<Scene.Roots> roots = Collections.synchronizedList(new ArrayList<>());
  private final Queue<Players> idle = new ConcurrentLinkedQueue<>();

  /** All faults, each with the scenarios that meet it, and with what they are doing there. */
  private final Map<Fault, Map<Scenario, String>> faults = new LinkedHashMap<>();

  private final AtomicInteger missed = new AtomicInteger();

  /** What each scenario is counted as when it meets none. */
  private final Map<Scenario, Counts> undisturbed = new LinkedHashMap<>();

  private Faults(Jdk jdk, Path directory) {
    this.jdk = jdk;
    this.directory = directory;
  }

  /**
   * Has all scenarios meet their faults, and checks what comes of it.
   *
   * @param share every how many of the faults; 1 for all of them
   */
  static Tally at(Jdk jdk, Path directory, int share) throws Exception {
    var faults = new Faults(jdk, directory);
    try {
      return faults.run(share);
    } finally {
      faults.idle.forEach(Players::close);
      for (Scene.Roots some : faults.roots) {
        some.close();
      }
    }
  }

  private Tally run(int share) throws Exception {
    plan();
    var all = new ArrayList<>(faults.keySet());
    all.removeIf(fault -> all.indexOf(fault) % share != 0);
    List<Meeting> met = all.parallelStream().map(this::meetAll).flatMap(List::stream).toList();

    var wrong = new TreeSet<String>();
    met.forEach(meeting -> wrong.addAll(meeting.wrong()));
    List<Meeting> unfinished = met.stream().filter(meeting -> !meeting.left().isEmpty()).toList();
    wrong.addAll(startAgain(unfinished));
    assertEquals("", String.join("\n", wrong), jdk + ", " + met.size() + " faults");

    assertTrue(missed.get() * FEW <= met.size(), () -> "missed: " + missed);
    var outcomes = new EnumMap<Meeting.Outcome, Integer>(Meeting.Outcome.class);
    met.forEach(meeting -> outcomes.merge(meeting.outcome(), 1, Integer::sum));
    return new Tally(undisturbed.size(), met.size(), outcomes);
  }

  /** Has everything done twice, to see where it can fail, and how it is counted. */
  private void plan() throws Exception {
    Players players = players();
    players.play(Scenario.all()).forEach(this::plan);
    Map<String, Counts> before = players.counts();
    players.play(Scenario.all());
    Map<String, Counts> after = players.counts();
    for (Scenario scenario : Scenario.all()) {
      undisturbed.put(scenario, players.counted(scenario, before, after));
    }
    idle.add(players);
  }

  private void plan(Scenario scenario, Players.Played played) {
    Trace trace = played.trace();
    long thread = trace.calls().get(0).thread();
    for (SystemCall call : trace.calls()) {
      if (call.name().equals("close") && call.thread() != thread) {
        continue; // The agent gives back what it has replaced on a thread of its own.
      }
      for (String error : Fault.at(call)) {
        faults
            .computeIfAbsent(new Fault(trace.place(call), error), f -> new LinkedHashMap<>())
            .put(scenario, trace.what(call));
      }
    }
  }

  private Players players() throws Exception {
    Players waiting = idle.poll();
    if (waiting != null) {
      return waiting;
    }
    var more = Scene.Roots.in(directory);
    roots.add(more);
    return new Players(jdk, more, Scenario.all());
  }

  private List<Meeting> meetAll(Fault fault) {
    try {
      var met = new ArrayList<Meeting>();
      var left = new LinkedHashMap<>(faults.get(fault));
      // A thread may have loaded one class more than when this was planned: then another call of it
      // has the number.
      for (int attempt = 0; attempt < ATTEMPTS && !left.isEmpty(); attempt++) {
        for (Meeting meeting : metBy(fault, left)) {
          met.add(meeting);
          left.remove(meeting.scenario());
        }
      }
      missed.addAndGet(left.size());
      return met;
    } catch (Exception e) {
      throw new AssertionError("at " + fault, e);
    }
  }

  private List<Meeting> metBy(Fault fault, Map<Scenario, String> doing) throws Exception {
    try {
      return meet(fault, doing);
    } catch (Players.Died e) {
      if (fault.place().startsWith("mmap")) {
        return List.of(); // Memory that the JVM wanted for itself: it doesn't survive that.
      }
      throw e;
    }
  }

  private List<Meeting> meet(Fault fault, Map<Scenario, String> doing) throws Exception {
    Players players = players();
    Map<String, Counts> before = players.counts();
    Map<String, String> openBefore = players.openFiles();
    int warned = players.warnings().size();
    var scenarios = List.copyOf(doing.keySet());
    var played = players.play(scenarios, fault.injection());
    Map<String, Counts> after = players.counts();
    List<String> said = players.warnings();
    Map<String, String> open = newlyOpen(players, openBefore, fault);

    var met = new ArrayList<Meeting>();
    boolean left = false;
    for (Scenario scenario : scenarios) {
      Players.Played of = played.get(scenario);
      Scene scene = players.scene(scenario);
      var meeting =
          new Meeting(
              scenario,
              doing.get(scenario),
              fault,
              scene,
              new Players.Played(of.answers(), of.trace().alone()),
              scene.read(),
              players.counted(scenario, before, after),
              undisturbed.get(scenario),
              said,
              open.values().stream().filter(scene::holds).toList());
      left |= !meeting.left().isEmpty();
      if (of.trace().injected().contains(meeting.doing())) {
        met.add(meeting);
      }
    }
    List<String> fresh = said.subList(warned, said.size());
    assertEquals(fresh.stream().distinct().toList(), fresh, "said once");
    assertEquals(List.of(), fresh.stream().filter(Meeting::isStrange).toList(), "said");
    if (left || said.size() > MOST_WARNINGS) {
      players.close();
    } else {
      idle.add(players);
    }
    return met;
  }

  /** Waits for what the agent closes on a thread of its own; but what isn't closed stays open. */
  private static Map<String, String> newlyOpen(
      Players players, Map<String, String> before, Fault fault) throws Exception {
    Map<String, String> open = players.openFiles();
    open.keySet().removeAll(before.keySet());
    for (int look = 0; look < LOOKS && !open.isEmpty() && !fault.isOfClose(); look++) {
      Thread.sleep(PAUSE_MILLIS);
      open = players.openFiles();
      open.keySet().removeAll(before.keySet());
    }
    return open;
  }

  /**
   * Another process begins with the agent, and writes another file in each directory.
   *
   * @return what is wrong then
   */
  private List<String> startAgain(List<Meeting> unfinished) throws Exception {
    idle.forEach(Players::close);
    idle.clear();
    var rules = new ArrayList<String>();
    var calls = new ArrayList<String>();
    for (Meeting meeting : unfinished) {
      Scene scene = meeting.scene();
      rules.add(scene.base() + "/**");
      rules.add(scene.far() + "/**");
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
    var wrong = new ArrayList<String>();
    for (Meeting meeting : unfinished) {
      wrong.addAll(meeting.wrongAfterTheNextStart());
    }
    return wrong;
  }
}
