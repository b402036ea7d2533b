package dev.durable.tests.fidelity;

import dev.durable.tests.fidelity.Search.Trial;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Shrinkable;

/** Makes a program that differs as small as it can be and differ. */
final class Smaller {
  private final Trial trial;
  private final boolean watched;
  private int trials;

  /** By so many trials at most. */
  Smaller(Trial trial, boolean watched, int trials) {
    this.trial = trial;
    this.watched = watched;
    this.trials = trials;
  }

  List<Shrinkable<String>> of(List<Shrinkable<String>> program) throws Exception {
    return simplified(shortened(program));
  }

  private boolean differs(List<Shrinkable<String>> program) throws Exception {
    return trials-- > 0
        && trial.of(program.stream().map(Shrinkable::value).toList(), watched).isPresent();
  }

  /** Leaves out what need not be there: halves, then quarters, down to single steps. */
  private List<Shrinkable<String>> shortened(List<Shrinkable<String>> program) throws Exception {
    int size = Math.max(1, program.size() / 2);
    while (true) {
      boolean shorter = false;
      for (int end = program.size(); end > 0; end -= size) {
        List<Shrinkable<String>> candidate = new ArrayList<>(program);
        candidate.subList(Math.max(0, end - size), end).clear();
        if (differs(candidate)) {
          program = candidate;
          shorter = true;
        }
      }
      if (size == 1 && !shorter) {
        return program;
      }
      size = Math.max(1, size / 2);
    }
  }

  /** Makes step after step as simple as jqwik can. */
  private List<Shrinkable<String>> simplified(List<Shrinkable<String>> program) throws Exception {
    List<Shrinkable<String>> simplest = new ArrayList<>(program);
    for (int i = 0; i < simplest.size(); i++) {
      boolean simpler = true;
      while (simpler) {
        simpler = false;
        for (Shrinkable<String> step : simplest.get(i).shrink().toList()) {
          Shrinkable<String> before = simplest.set(i, step);
          if (differs(simplest)) {
            simpler = true;
            break;
          }
          simplest.set(i, before);
        }
      }
    }
    return simplest;
  }
}
