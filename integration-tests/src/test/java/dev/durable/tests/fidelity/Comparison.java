package dev.durable.tests.fidelity;

import dev.durable.tests.Child;
import dev.durable.tests.fidelity.Deviation.Met;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Runs programs in two JVMs, in twin directories, and says where they differ. */
final class Comparison {
  /** How to get a new JVM for one side. */
  @FunctionalInterface
  interface Start {
    Jvm jvm() throws Exception;
  }

  /** What one side has answered to a step. */
  private record Answer(String outcome, View view, boolean looked, String[] marks) {}

  /** Instead of a view. */
  private static final String NOT_LOOKED = "";

  private static final String SAME = "same";

  private static final int STRICTNESS = 0;
  private static final int STOP = 1;
  private static final int LOOSE_NAMES = 2;

  private static final List<String> CLOSING =
      List.of("interrupted", "close 0", "close 1", "close 2", "close 3", "look");

  private final Path place;
  private final boolean nobody;
  private final Start startPlain;
  private final Start startOther;
  private final Tally tally;
  private Jvm plain;
  private Jvm other;
  private int programs;

  /**
   * Compares a plain JVM, which is also the model, with another one, which works below a directory
   * called "guarded".
   */
  Comparison(Path place, boolean nobody, Start startPlain, Start startOther, Tally tally) {
    this.place = place;
    this.nobody = nobody;
    this.startPlain = startPlain;
    this.startOther = startOther;
    this.tally = tally;
  }

  /** Runs a program, closes what it has left open, and returns what differs, if anything does. */
  Optional<String> differenceIn(List<String> program, boolean watched) throws Exception {
    Run run = run(program, watched, CLOSING);
    try {
      return run.over ? run.difference : run.differenceOutside();
    } finally {
      Ground.remove(run.twins);
    }
  }

  /**
   * The same, but what is open is left so, and the JVMs come to their end before other processes
   * look.
   */
  Optional<String> differenceAfterExit(List<String> program, boolean watched) throws Exception {
    return differencesAfterExit(List.of(program), watched).get(0);
  }

  /** The same for several programs, one after the other. */
  List<Optional<String>> differencesAfterExit(List<List<String>> programs, boolean watched)
      throws Exception {
    close();
    var runs = new ArrayList<Run>();
    for (List<String> program : programs) {
      runs.add(run(program, watched, List.of("interrupted", "look")));
    }
    Child.Result plainEnd = plain.end();
    Child.Result otherEnd = other.end();
    var differences = new ArrayList<Optional<String>>();
    for (Run run : runs) {
      differences.add(
          run.over
              ? run.difference
              : plainEnd.exit() != otherEnd.exit()
                  ? Optional.of("exit status " + otherEnd.exit() + ": " + otherEnd.err())
                  : run.differenceOutside());
      Ground.remove(run.twins);
    }
    return differences;
  }

  /** A program that has been run, with what has differed or a deviation has been met, or not. */
  private record Run(
      Comparison comparison,
      Path twins,
      Set<String> loose,
      boolean over,
      Optional<String> difference) {

    Optional<String> differenceOutside() throws IOException {
      return comparison.differenceOutside(
          twins.resolve("free/p"), twins.resolve("guarded/p"), loose);
    }
  }

  private Path twin(Path twins, String name) throws IOException {
    Path directory = Files.createDirectory(twins.resolve(name)).resolve("p");
    Ground.prepare(directory, nobody);
    return directory;
  }

  private void startIfNeeded() throws Exception {
    if (plain == null || !plain.isAlive() || other == null || !other.isAlive()) {
      close();
      plain = startPlain.jvm();
      other = startOther.jvm();
    }
  }

  private Run run(List<String> program, boolean watched, List<String> lastSteps) throws Exception {
    startIfNeeded();
    Path twins = Files.createDirectory(place.resolve(String.valueOf(++programs)));
    Path free = twin(twins, "free");
    Path guarded = twin(twins, "guarded");
    List<String> steps = withLooks(program);
    steps.addAll(lastSteps);
    String lines = " " + watched + "\n" + String.join("\n", steps) + "\n";
    plain.send("program " + free + lines);
    other.send("program " + guarded + lines);
    List<Answer> plainAnswers = answers(plain, steps.size());
    List<Answer> otherAnswers = answers(other, steps.size());
    tally.program();
    for (int i = 0; i < steps.size(); i++) {
      String step = steps.get(i);
      Answer p = plainAnswers.get(Math.min(i, plainAnswers.size() - 1));
      Answer o = otherAnswers.get(Math.min(i, otherAnswers.size() - 1));
      Met met =
          new Met(
              step,
              p.outcome,
              o.outcome,
              i == 0 ? p.view : plainAnswers.get(i - 1).view,
              p.view,
              o.view,
              p.looked && o.looked ? p.view.differingFrom(o.view, looseNames(p)) : List.of(),
              p.marks[STOP],
              nobody);
      boolean equal = isEqual(step, p, o) && met.differing().isEmpty();
      tally.step(step, p.outcome, p.marks[STRICTNESS].equals("loose"));
      for (Deviation deviation : Deviation.values()) {
        if (deviation.explains(met) && !(equal && met.stop().isEmpty())) {
          tally.deviation(deviation);
          return new Run(this, twins, Set.of(), true, Optional.empty());
        }
      }
      if (!equal) {
        return new Run(this, twins, Set.of(), true, Optional.of(described(i, met, o.view)));
      }
    }
    Set<String> loose = looseNames(plainAnswers.get(steps.size() - 1));
    return new Run(this, twins, loose, false, Optional.empty());
  }

  /** Looks before a replacement, so that it can be told what a failed one has removed. */
  private static List<String> withLooks(List<String> program) {
    var steps = new ArrayList<String>();
    for (String step : program) {
      if (step.contains("REPLACE_EXISTING")) {
        steps.add("look");
      }
      steps.add(step);
    }
    return steps;
  }

  private static List<Answer> answers(Jvm jvm, int count) throws Exception {
    var answers = new ArrayList<Answer>();
    String view = "";
    while (answers.size() < count) {
      String[] fields = jvm.answer().split("\t", -1);
      boolean looked = !fields[1].equals(NOT_LOOKED);
      view = looked && !fields[1].equals(SAME) ? fields[1] : view;
      String[] marks = (fields[2] + "   ").split(" ", -1);
      answers.add(new Answer(fields[0], View.parse(view), looked, marks));
      if (!jvm.isAlive()) {
        break;
      }
    }
    return answers;
  }

  private static boolean isEqual(String step, Answer plain, Answer other) {
    if (!plain.marks[STRICTNESS].equals("loose")) {
      return plain.outcome.equals(other.outcome);
    }
    // A mapping to read by fails where the file, one version of it, is too short.
    return step.startsWith("map ") || kind(plain.outcome).equals(kind(other.outcome));
  }

  /** Whether a call has succeeded, or how it has failed. */
  private static String kind(String outcome) {
    return outcome.split(" ", 2)[0];
  }

  private static Set<String> looseNames(Answer answer) {
    return Set.of(answer.marks[LOOSE_NAMES].split(","));
  }

  private Optional<String> differenceOutside(Path free, Path guarded, Set<String> loose)
      throws IOException {
    View plain = Ground.look(free);
    View other = Ground.look(guarded);
    List<String> differing = new ArrayList<>(plain.differingFrom(other, loose));
    if (loose.contains("@/t1") || loose.contains("@/t2")) {
      differing.removeIf(name -> name.endsWith("temporary"));
    }
    if (differing.removeIf(name -> Deviation.isTempKept(name, other))) {
      tally.deviation(Deviation.TEMP_KEPT);
    }
    return differing.isEmpty()
        ? Optional.empty()
        : Optional.of("seen from outside, after the end" + views(differing, plain, other));
  }

  private static String described(int i, Met met, View other) {
    return "step %d: %s%n  plain: %s%n  agent: %s%s"
        .formatted(
            i,
            met.step(),
            met.plain(),
            met.agent(),
            views(met.differing(), met.plainView(), other));
  }

  private static String views(List<String> names, View plain, View other) {
    var text = new StringBuilder();
    for (String name : names) {
      text.append("\n  %s plain: %s".formatted(name, plain.facts(name)));
      text.append("\n  %s agent: %s".formatted(name, other.facts(name)));
    }
    return text.toString();
  }

  /** Ends both JVMs, as they are. */
  void close() {
    for (Jvm jvm : new Jvm[] {plain, other}) {
      if (jvm != null) {
        jvm.close();
      }
    }
  }

  /** Lets the other JVM come to its end. */
  Child.Result end() throws Exception {
    return other.end();
  }
}
