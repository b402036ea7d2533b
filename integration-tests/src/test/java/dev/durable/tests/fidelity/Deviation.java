package dev.durable.tests.fidelity;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What may differ, each by the contract or the guarantees, and as narrow as could be. A program in
 * which one of them is met is compared up to there: afterwards the two JVMs have different files.
 */
enum Deviation {
  /** A write on a staged stream or channel that failed leaves the old content. */
  SPOILED("a failed write leaves the old content") {
    @Override
    boolean explains(Met met) {
      return met.stop().equals("spoiled");
    }
  },
  /** Java 8's own Files.write and Files.copy fail there; with the agent they don't. */
  INTERRUPTED_WRITE("on Java 8, Files.write and copy succeed on an interrupted thread") {
    @Override
    boolean explains(Met met) {
      return met.stop().equals("interrupted-write");
    }
  },
  /** A move or copy that fails has removed the target in the plain JVM. */
  TARGET_KEPT("a replacement that fails has not removed the target") {
    @Override
    boolean explains(Met met) {
      return isReplacement(met)
          && !met.plain().startsWith("ok ")
          && met.plain().equals(met.agent())
          && !met.differing().isEmpty()
          && met.differing().stream().allMatch(met::isAsBefore)
          && met.differing().stream().anyMatch(met.vanished()::contains);
    }
  },
  /** The same, if the target is a link through which the source is reached. */
  SOURCE_BEHIND_TARGET("a replaced link that leads to the source is not removed first") {
    @Override
    boolean explains(Met met) {
      return isReplacement(met)
          && met.plain().startsWith("java.nio.file.NoSuchFileException file=" + met.word(1) + " ")
          && !met.vanished().isEmpty()
          && met.agent().startsWith("ok ");
    }
  },
  /** What is staged belongs to this user, who may do more to it than to the target. */
  OF_ANOTHER_USER("times and extended attributes of another user's file that is being written") {
    @Override
    boolean explains(Met met) {
      return met.nobody()
          && met.step().matches("(setTime|File.setLastModified|[a-zA-Z]+Attributes?) .*")
          && !met.plain().equals(met.agent())
          && met.before().facts(met.word(1)).matches(".[0-7]+ 0:.*");
    }
  },
  /** Found after the end of a program, not in a step of it. */
  TEMP_KEPT("a temp file stays in a directory that was made read-only while it was in use") {
    @Override
    boolean explains(Met met) {
      return false;
    }
  };

  private static final Pattern TEMP = Pattern.compile("(@.*)/[.]durable-[^/]*~");
  private static final int WRITABLE = 0200;

  /** Whether this name, seen at the end, is of such a file. */
  static boolean isTempKept(String name, View seen) {
    Matcher temp = TEMP.matcher(name);
    return temp.matches() && (seen.mode(temp.group(1)) & WRITABLE) == 0;
  }

  /** What was met after a step. */
  record Met(
      String step,
      String plain,
      String agent,
      View before,
      View plainView,
      View agentView,
      List<String> differing,
      String stop,
      boolean nobody) {

    private String word(int i) {
      return step.split(" ")[i];
    }

    /** Whether the agent has left a file as it was. */
    private boolean isAsBefore(String name) {
      return agentView.facts(name).equals(before.facts(name));
    }

    /** What was there before the step and no more after it, in the plain JVM. */
    private List<String> vanished() {
      return plainView.missingFrom(before);
    }
  }

  private static boolean isReplacement(Met met) {
    return met.step().contains("REPLACE_EXISTING");
  }

  private final String text;

  Deviation(String text) {
    this.text = text;
  }

  abstract boolean explains(Met met);

  @Override
  public String toString() {
    return text;
  }
}
