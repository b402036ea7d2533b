package dev.durable.tests.edges;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Two directories, set up in the same way, in which the same calls are made: in one, which is
 * protected, by a JVM with the agent, in the other by one without. An application can't tell the
 * two apart if the answers and what is then in the directories are the same; "@" stands for the
 * directory in both calls and answers.
 */
final class Twins {
  /** Prepares a directory. */
  @FunctionalInterface
  interface SetUp {
    void in(Path directory) throws Exception;
  }

  /** What came of a call on one side. */
  record Outcome(String answer, Snapshot after) {
    @Override
    public String toString() {
      return answer + "\n" + after;
    }
  }

  /** The protected one, where the agent is. */
  final Path guarded;

  final Path free;
  private final Session withAgent;
  private final Session without;

  Twins(Path parent, User user, SetUp setUp, Session withAgent, Session without) throws Exception {
    this.withAgent = withAgent;
    this.without = without;
    guarded = Files.createDirectory(parent.resolve("guarded"));
    free = Files.createDirectory(parent.resolve("free"));
    for (Path directory : new Path[] {guarded, free}) {
      user.own(directory);
      setUp.in(directory);
    }
  }

  /** Makes a call in both, and fails unless nobody could tell which is which. */
  String call(Object... fields) throws Exception {
    Outcome plain = withoutAgent(fields);
    assertEquals(
        plain.toString(), withAgent(fields).toString(), "after " + String.join(" ", texts(fields)));
    return plain.answer;
  }

  Outcome withAgent(Object... fields) throws Exception {
    return outcome(withAgent, guarded, fields);
  }

  Outcome withoutAgent(Object... fields) throws Exception {
    return outcome(without, free, fields);
  }

  private static Outcome outcome(Session session, Path directory, Object... fields)
      throws Exception {
    String[] texts = texts(fields);
    for (int i = 0; i < texts.length; i++) {
      if (texts[i].startsWith("@")) {
        texts[i] = directory + texts[i].substring(1);
      }
    }
    String answer = session.call((Object[]) texts);
    return new Outcome(answer.replace(directory.toString(), "@"), Snapshot.of(directory));
  }

  private static String[] texts(Object... fields) {
    String[] texts = new String[fields.length];
    for (int i = 0; i < fields.length; i++) {
      texts[i] = fields[i].toString();
    }
    return texts;
  }

  /** The content of a protected file. */
  String content(String name) throws Exception {
    return Files.readString(guarded.resolve(name));
  }
}
