package dev.durable.tests.fidelity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.sessions.JqwikSession;

/** Looks for programs in which two JVMs differ, and makes those that it finds small. */
final class Search {
  /** Runs a program. */
  @FunctionalInterface
  interface Trial {
    /** What differs, if anything does. */
    Optional<String> of(List<String> program, boolean watched) throws Exception;
  }

  /** What is found is made smaller by so many trials at most. */
  private static final int TRIALS = 3000;

  /** If each takes two new JVMs. */
  private static final int TRIALS_TO_THE_END = 60;

  private final int programs;
  private final long seed;
  private final int mostFound;

  /** Of so many programs, until so many are found. */
  Search(int programs, long seed, int mostFound) {
    this.programs = programs;
    this.seed = seed;
    this.mostFound = mostFound;
  }

  /** Runs each; returns those that differ, with how. */
  List<String> eachIn(Trial trial) throws Exception {
    var found = new ArrayList<String>();
    JqwikSession.start();
    try {
      var random = new Random(seed);
      for (int i = 0; i < programs && found.size() < mostFound; i++) {
        List<Shrinkable<String>> program = Programs.next(random);
        boolean watched = random.nextBoolean();
        if (trial.of(lines(program), watched).isPresent()) {
          found.add(found(i, program, watched, trial, TRIALS));
        }
      }
    } finally {
      JqwikSession.finish();
    }
    return found;
  }

  /** Runs all in one pair of JVMs up to their end. */
  List<String> allAtOnceIn(Comparison comparison) throws Exception {
    var found = new ArrayList<String>();
    JqwikSession.start();
    try {
      var random = new Random(seed);
      List<List<Shrinkable<String>>> all = new ArrayList<>();
      while (all.size() < programs) {
        all.add(Programs.next(random));
      }
      List<Optional<String>> differences =
          comparison.differencesAfterExit(all.stream().map(Search::lines).toList(), false);
      for (int i = 0; i < programs && found.size() < mostFound; i++) {
        if (differences.get(i).isPresent()) {
          found.add(
              differences.get(i).get()
                  + "\n"
                  + found(
                      i, all.get(i), false, comparison::differenceAfterExit, TRIALS_TO_THE_END));
        }
      }
    } finally {
      JqwikSession.finish();
    }
    return found;
  }

  private static List<String> lines(List<Shrinkable<String>> program) {
    return program.stream().map(Shrinkable::value).toList();
  }

  private static String found(
      int number, List<Shrinkable<String>> program, boolean watched, Trial trial, int trials)
      throws Exception {
    List<String> smallest = lines(new Smaller(trial, watched, trials).of(program));
    Optional<String> difference = trial.of(smallest, watched);
    return "program "
        + number
        + ", shrunk:\n"
        + (watched ? "watched" : "unwatched")
        + "\n"
        + String.join("\n", smallest)
        + "\n=> "
        + difference.orElse("not there again: it is not the same each time");
  }
}
