package dev.durable.demo.crash;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was counted in one series of kills. */
final class Tally {
  private final Map<Condition, Integer> counts = new EnumMap<>(Condition.class);
  private final List<String> damages = new ArrayList<>();
  private Map<Path, Condition> lastSeen = new HashMap<>();
  private int kills;
  private int leftovers;

  /**
   * Counts what one kill left behind. A file that was damaged in the same way after the kill before
   * isn't counted again: it may only be that the publisher didn't come round to it.
   */
  void addKill(Map<Path, Condition> files) {
    kills++;
    for (Map.Entry<Path, Condition> file : files.entrySet()) {
      Condition condition = file.getValue();
      if (condition != Condition.WHOLE && condition == lastSeen.get(file.getKey())) {
        continue;
      }
      Integer count = counts.get(condition);
      counts.put(condition, count == null ? 1 : count + 1);
      if (condition != Condition.WHOLE) {
        damages.add("kill " + kills + ": " + file.getKey() + " is " + condition);
      }
    }
    lastSeen = files;
  }

  void addLeftover(Path file) {
    leftovers++;
    damages.add("left over after an orderly run: " + file);
  }

  int kills() {
    return kills;
  }

  int leftovers() {
    return leftovers;
  }

  int count(Condition condition) {
    Integer count = counts.get(condition);
    return count == null ? 0 : count;
  }

  int filesChecked() {
    int sum = 0;
    for (int count : counts.values()) {
      sum += count;
    }
    return sum;
  }

  int filesDamaged() {
    return filesChecked() - count(Condition.WHOLE);
  }

  /** One line for each damage and leftover, in the order they were found. */
  List<String> damages() {
    return Collections.unmodifiableList(damages);
  }
}
