package dev.durable.tests.powercut;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Counts what was found after crashes. */
final class Tally {
  private int crashes;
  private int acknowledged;
  private int names;
  private int leftovers;
  private final Set<String> modes = new TreeSet<>();
  private final List<Loss> losses = new ArrayList<>();

  /** Adds what was found after one crash. */
  void add(Promises promises, List<Loss> found, int swept) {
    crashes++;
    acknowledged += promises.acknowledged();
    names += promises.names();
    leftovers += swept;
    modes.addAll(promises.modes());
    losses.addAll(found);
  }

  int crashes() {
    return crashes;
  }

  int acknowledged() {
    return acknowledged;
  }

  int names() {
    return names;
  }

  int leftovers() {
    return leftovers;
  }

  List<Loss> losses() {
    return losses;
  }

  /** The modes that changed something. */
  Set<String> modes() {
    return modes;
  }

  /** The modes of the workload that lost something. */
  Set<String> losers() {
    return losses.stream().map(Loss::mode).collect(Collectors.toCollection(TreeSet::new));
  }

  /** How many of each kind were lost, in words. */
  String kinds() {
    Map<String, Long> kinds =
        losses.stream()
            .collect(Collectors.groupingBy(Loss::kind, TreeMap::new, Collectors.counting()));
    return kinds.isEmpty()
        ? "none"
        : kinds.entrySet().stream()
            .map(kind -> "%,d %s".formatted(kind.getValue(), kind.getKey()))
            .collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return "%d crashes, %,d changes acknowledged, %,d names checked, %d leftovers, losses: %s in %d of %d ways"
        .formatted(crashes, acknowledged, names, leftovers, kinds(), losers().size(), modes.size());
  }
}
