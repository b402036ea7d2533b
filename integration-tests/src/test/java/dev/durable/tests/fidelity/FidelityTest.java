package dev.durable.tests.fidelity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.Machine;
import dev.durable.tests.OnEveryJdk;
import dev.durable.tests.OnOldestAndNewestJdk;
import dev.durable.tests.evidence.Chapter;
import dev.durable.tests.evidence.Evidence;
import dev.durable.tests.evidence.Instrument;
import dev.durable.tests.evidence.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Nobody can tell the agent from its absence: the same programs, chosen by jqwik, in twin
 * directories, in a JVM with the agent and in one without. Compared are what came of each call; how
 * all files look to the application, after each step in half of the programs and now and then in
 * the others, since looking might change what it looks at; and what other processes see after the
 * end.
 *
 * <p>{@code -Dfidelity.seed=...} chooses other programs, {@code -Dfidelity.programs=...} their
 * number; {@code -Dfidelity.program=FILE} runs a single one, as a failure has printed it.
 */
@Instrument
class FidelityTest {
  private static final long SEED = Long.getLong("fidelity.seed", 1);

  /** On the oldest and the newest JDK; on each other one, a fraction. */
  private static final int PROGRAMS =
      Integer.getInteger("fidelity.programs", Evidence.isWanted() ? 800 : 400);

  private static final int FRACTION = 5;

  /** Programs that leave open what they have opened: not more than there are descriptors for. */
  private static final int LEFT_OPEN = 100;

  private static final int MOST_FOUND = Integer.getInteger("fidelity.found", 3);
  private static final Table REPORT = Tally.table();
  private static final String SINGLE = System.getProperty("fidelity.program");

  private Path place;

  @BeforeEach
  void makePlace() throws Exception {
    Machine.needsLinux();
    place = Memory.newDirectory();
  }

  @AfterEach
  void removePlace() throws IOException {
    Ground.remove(place);
  }

  @OnEveryJdk
  void nobodyCanTellTheAgentFromItsAbsence(Jdk jdk) throws Exception {
    compare(jdk, false);
  }

  @OnOldestAndNewestJdk
  void norCanAUserWithoutPrivileges(Jdk jdk) throws Exception {
    Machine.needsRoot();
    Machine.needs("setpriv");
    compare(jdk, true);
  }

  @OnOldestAndNewestJdk
  void norWhoLeavesEverythingOpenUpToTheExit(Jdk jdk) throws Exception {
    var tally = new Tally();
    Comparison comparison = withAndWithoutAgent(jdk, false, tally);
    try {
      List<String> found =
          SINGLE == null
              ? new Search(LEFT_OPEN, SEED + jdk.feature(), MOST_FOUND).allAtOnceIn(comparison)
              : single(comparison::differenceAfterExit);
      report(jdk + ", left open", tally, found);
    } finally {
      comparison.close();
    }
  }

  private void compare(Jdk jdk, boolean nobody) throws Exception {
    var tally = new Tally();
    Comparison comparison = withAndWithoutAgent(jdk, nobody, tally);
    boolean most = Jdk.oldestAndNewest().contains(jdk) && !nobody;
    int programs = most ? PROGRAMS : PROGRAMS / FRACTION;
    try {
      List<String> found =
          SINGLE == null
              ? new Search(programs, SEED + jdk.feature(), MOST_FOUND)
                  .eachIn(comparison::differenceIn)
              : single(comparison::differenceIn);
      report(jdk + (nobody ? ", nobody" : ""), tally, found);
      Child.Result result = comparison.end();
      assertEquals(0, result.exit(), result::err);
      String said = result.warnings();
      assertFalse(said.contains("defect") || said.contains("Exception"), said);
    } finally {
      comparison.close();
    }
  }

  private Comparison withAndWithoutAgent(Jdk jdk, boolean nobody, Tally tally) {
    return new Comparison(
        place,
        nobody,
        () -> new Jvm(child(jdk, nobody), false, "model"),
        () -> new Jvm(protecting(child(jdk, nobody)), true),
        tally);
  }

  private static void report(String who, Tally tally, List<String> found) {
    String heading = "fidelity: %s, -Dfidelity.seed=%d: %s".formatted(who, SEED, tally);
    System.out.println(heading);
    tally.addTo(REPORT, who, found.size());
    if (!found.isEmpty()) {
      fail(heading + "\n" + String.join("\n\n", found));
    }
  }

  @AfterAll
  static void writeReport() throws IOException {
    Evidence.write(
        Chapter.FIDELITY,
        """
        Programs that call all that the agent guards, and all that shows what it did, chosen by \
        jqwik (seed %d), run in twin directories, in a JVM with the agent and in one without. \
        [What is compared, how, and what differs](fidelity.md), each of it by a name that the test \
        knows; all else is a failure.

        %s"""
            .formatted(SEED, REPORT));
  }

  private static List<String> single(Search.Trial trial) throws Exception {
    var program = new ArrayList<>(Files.readAllLines(Path.of(SINGLE)));
    boolean watched = program.remove(0).equals("watched");
    return trial.of(program, watched).stream().toList();
  }

  private Child protecting(Child child) throws IOException {
    return child.protecting(place.resolve("durable.conf"), place + "/*/guarded/**");
  }

  private Child child(Jdk jdk, boolean nobody) {
    String[] command =
        nobody
            ? new String[] {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"}
            : new String[0];
    return Child.on(jdk).in(place).under(command).with("-Duser.home=" + place);
  }

  @OnOldestAndNewestJdk
  void twoJvmsWithoutTheAgentDoNotDiffer(Jdk jdk) throws Exception {
    var tally = new Tally();
    var comparison =
        new Comparison(
            place,
            false,
            () -> new Jvm(child(jdk, false), false, "model"),
            () -> new Jvm(child(jdk, false), false),
            tally);
    try {
      assertEquals(
          List.of(), new Search(PROGRAMS / FRACTION, SEED, 1).eachIn(comparison::differenceIn));
    } finally {
      comparison.close();
    }
  }

  @Test
  void aDifferenceIsFoundAndShrunkToWhatItTakes() throws Exception {
    Jdk jdk = Jdk.newest();
    Child otherUmask = child(jdk, false).under("sh", "-c", "umask 077; exec \"$@\"", "sh");
    var comparison =
        new Comparison(
            place,
            false,
            () -> new Jvm(child(jdk, false), false, "model"),
            () -> new Jvm(otherUmask, false),
            new Tally());
    List<String> found;
    try {
      found = new Search(PROGRAMS, SEED, 1).eachIn(comparison::differenceIn);
    } finally {
      comparison.close();
    }
    assertEquals(1, found.size());
    String[] lines = found.get(0).split("\n=> ")[0].split("\n");
    assertEquals(3, lines.length, () -> "a heading, how it was watched, one step: " + found);
    assertTrue(found.get(0).contains("[100600 ") || found.get(0).contains("[40700 "), found.get(0));
  }
}
