package dev.durable.demo.crash;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * One series of kills: the publisher is started again and again on the same output directory, as in
 * life, and killed at a random moment of its writing; after each kill every file is looked at.
 */
final class KillSeries {
  /** More than a run lives to write, but an end to it should this JVM be killed itself. */
  private static final int ROUNDS_PER_RUN = 20_000;

  private static final int MAX_MILLIS_OF_WRITING = 100;

  /** What a slow machine may spend on one series. */
  private static final long TIME_LIMIT_SECONDS = 35;

  private final List<String> jvmOptions;
  private final Path transcripts;
  private final Path work;
  private final Path output;
  private final OutputDirectory directory;
  private final Random random = new Random();
  private final Set<String> messages = new TreeSet<>();
  private final Tally tally = new Tally();

  /**
   * Prepares a series.
   *
   * @param work a directory for this series alone; its {@code output} is that of the publisher
   */
  KillSeries(List<String> jvmOptions, Path transcripts, Path work) {
    this.jvmOptions = jvmOptions;
    this.transcripts = transcripts;
    this.work = work;
    output = work.resolve("output");
    directory = new OutputDirectory(output);
  }

  /**
   * Empties the output directory, publishes one edition undisturbed, and then kills so often, or as
   * often as the time limit allows.
   */
  Tally run(int kills, Progress progress) throws IOException, InterruptedException {
    long start = System.nanoTime();
    directory.delete();
    publishOnce();
    Set<Path> published = directory.files();
    while (tally.kills() < kills
        && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(TIME_LIMIT_SECONDS)) {
      PublisherProcess publisher = start(ROUNDS_PER_RUN);
      publisher.kill(random.nextInt(MAX_MILLIS_OF_WRITING));
      messages.addAll(publisher.errors());
      tally.addKill(look(published));
      progress.show(tally);
    }
    progress.end(tally);
    publishOnce();
    for (Path file : directory.leftovers()) {
      tally.addLeftover(file);
    }
    return tally;
  }

  /** The different lines that the publishers printed to their standard error. */
  Set<String> messages() {
    return Collections.unmodifiableSet(messages);
  }

  private void publishOnce() throws IOException, InterruptedException {
    PublisherProcess publisher = start(1);
    publisher.complete();
    messages.addAll(publisher.errors());
  }

  private PublisherProcess start(int rounds) throws IOException {
    return new PublisherProcess(jvmOptions, transcripts, output, rounds, work);
  }

  /**
   * Looks at the files that were published and at those that happen to be there: transcripts in the
   * inbox come and go.
   */
  private Map<Path, Condition> look(Set<Path> published) throws IOException {
    Set<Path> files = directory.files();
    files.addAll(published);
    Map<Path, Condition> conditions = new TreeMap<>();
    for (Path file : files) {
      conditions.put(file, Condition.of(file));
    }
    return conditions;
  }
}
