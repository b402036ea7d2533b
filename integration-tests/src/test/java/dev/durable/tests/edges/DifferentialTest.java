package dev.durable.tests.edges;

import static org.junit.jupiter.api.Assertions.fail;

import dev.durable.tests.Jdk;
import dev.durable.tests.Machine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Programs at random, call by call with and without the agent. What an application can see must be
 * the same: the answers, and all that is in the directory then. A seed, printed with what it has
 * found, makes the same programs again: {@code -Dfuzz.seed=...}.
 */
class DifferentialTest extends EdgeTest {
  /** The same programs in each build; another seed makes others. */
  private static final long SEED = Long.getLong("fuzz.seed", 1);

  private static final int PROGRAMS = Integer.getInteger("fuzz.programs", 40);
  private static final int CALLS = 60;

  /** What is found is shown up to here. */
  private static final int MOST_SHOWN = 10;

  @OnOldestAndNewestJdk
  void nobodyCanTellTheAgentFromItsAbsence(Jdk jdk) throws Exception {
    compare(jdk, User.SELF);
  }

  @OnOldestAndNewestJdk
  void norCanAUserWithoutPrivileges(Jdk jdk) throws Exception {
    compare(jdk, User.NOBODY);
  }

  @OnOldestAndNewestJdk
  void norCanAMoveToAnotherFileSystem(Jdk jdk) throws Exception {
    Machine.needsRoot();
    compare(
        jdk,
        User.SELF,
        d -> {
          Path far = directory(d, "far", "755");
          mount(far, "-t", "tmpfs", "-o", "mode=755", "far");
          RandomProgram.setUpFar(far);
        });
  }

  private void compare(Jdk jdk, User user) throws Exception {
    compare(jdk, user, d -> {});
  }

  private void compare(Jdk jdk, User user, Twins.SetUp more) throws Exception {
    var different = new ArrayList<String>();
    int calls = 0;
    for (long seed = SEED; seed < SEED + PROGRAMS && different.size() < MOST_SHOWN; seed++) {
      Twins twins =
          twins(
              jdk,
              user,
              d -> {
                RandomProgram.setUp(d, user);
                more.in(d);
              });
      calls += run(seed, twins, different);
      unmount();
    }
    System.out.println(
        "differential: " + jdk + ", " + user + ", -Dfuzz.seed=" + SEED + ": " + calls + " calls");
    if (!different.isEmpty()) {
      fail(String.join("\n", different));
    }
  }

  /** Runs one program, up to its end or to what is different; returns the number of its calls. */
  private static int run(long seed, Twins twins, List<String> different) throws Exception {
    var program = new RandomProgram(seed);
    Snapshot before = Snapshot.of(twins.guarded);
    for (int i = 0; i < CALLS; i++) {
      Object[] call = program.next();
      if (call[0].equals("chmod") || call[0].equals("link")) {
        RandomProgram.change(twins.guarded, call);
        RandomProgram.change(twins.free, call);
        before = Snapshot.of(twins.guarded);
        continue;
      }
      Twins.Outcome plain = twins.withoutAgent(call);
      Twins.Outcome guarded = twins.withAgent(call);
      if (!guarded.equals(plain)) {
        if (!isTargetKept(call, before, plain, guarded) && !isSourceBehindTarget(call, plain)) {
          different.add(
              "-Dfuzz.seed=%d, call %d: %s%n plain: %s%n agent: %s%s"
                  .formatted(
                      seed,
                      i,
                      shown(call),
                      plain.answer(),
                      guarded.answer(),
                      changes(before, plain.after(), guarded.after())));
        }
        return i;
      }
      before = plain.after();
    }
    return CALLS;
  }

  /**
   * The known deviation of the first kind, for a source that is reached through the very link that
   * is the target: the plain JVM removes the link and then finds no source.
   */
  private static boolean isSourceBehindTarget(Object[] call, Twins.Outcome plain) {
    return call[0].equals("move")
        && call[1].toString().startsWith(call[2] + "/")
        && plain.answer().startsWith("java.nio.file.NoSuchFileException");
  }

  /**
   * The known deviation, "a failure never costs the old content": a {@code Files.move} with
   * REPLACE_EXISTING that fails has removed the target in the plain JVM, and has not with the
   * agent.
   */
  private static boolean isTargetKept(
      Object[] call, Snapshot before, Twins.Outcome plain, Twins.Outcome guarded) {
    Map<String, String> lost = new TreeMap<>(before.files());
    lost.keySet().removeAll(plain.after().files().keySet());
    return call[0].equals("move")
        && Arrays.asList(call).contains("REPLACE_EXISTING")
        && !plain.answer().startsWith("ok ")
        && guarded.answer().equals(plain.answer())
        && guarded.after().equals(before)
        && lost.size() == 1;
  }

  private static String shown(Object[] call) {
    return Arrays.stream(call)
        .map(field -> field.toString().replace("\n", "\\n"))
        .map(field -> field.length() > 60 ? field.substring(0, 50) + "..." : field)
        .collect(Collectors.joining(" "));
  }

  private static String changes(Snapshot before, Snapshot plain, Snapshot guarded) {
    var text = new StringBuilder();
    Map<String, Snapshot> all =
        new TreeMap<>(Map.of("before", before, "plain", plain, "agent", guarded));
    var names = new TreeMap<>(plain.files());
    names.putAll(guarded.files());
    for (String name : names.keySet()) {
      if (!String.valueOf(plain.files().get(name)).equals(guarded.files().get(name))) {
        all.forEach(
            (who, snapshot) ->
                text.append("\n  %s, %s: %s".formatted(name, who, snapshot.files().get(name))));
      }
    }
    return text.toString();
  }
}
