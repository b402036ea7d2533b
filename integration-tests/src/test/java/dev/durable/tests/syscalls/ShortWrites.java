package dev.durable.tests.syscalls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Jdk;
import dev.durable.tests.Mirror;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** All scenarios on a file system whose writes take two bytes at most, and say so. */
final class ShortWrites {
  private static final int LARGEST = 2;

  /**
   * Where the program itself leaves it at what the first write has taken, and where the kernel
   * does, which writes mapped pages as a whole.
   */
  private static final String ONCE = "channel-gathering|.*mapped.*";

  private ShortWrites() {}

  /** Plays them; returns how many writes took less than they were given. */
  static long at(Jdk jdk, Path directory) throws Exception {
    long cut = 0;
    List<Scenario> scenarios =
        Scenario.all().stream().filter(scenario -> !scenario.name().matches(ONCE)).toList();
    try (Mirror mirror = new Mirror(directory, LARGEST, 0);
        Scene.Roots roots = Scene.Roots.in(mirror.mount());
        Players players = new Players(jdk, roots, scenarios)) {
      for (var entry : players.play(scenarios).entrySet()) {
        Scenario scenario = entry.getKey();
        Players.Played played = entry.getValue();
        var found = players.scene(scenario).read();
        String what = jdk + ", " + scenario + ": " + played.answers() + found + played.trace();
        assertTrue(played.answers().stream().allMatch(answer -> answer.startsWith("ok")), what);
        assertEquals(
            scenario.states().size() - 1, scenario.state(found, players.scene(scenario)), what);
        assertEquals(Set.of(), played.lost(scenario), what);
        cut += played.trace().calls().stream().filter(SystemCall::isCutShort).count();
      }
    }
    return cut;
  }
}
