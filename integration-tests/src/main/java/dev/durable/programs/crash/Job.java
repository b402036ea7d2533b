package dev.durable.programs.crash;

import java.nio.file.Path;
import java.util.Random;

/** What one thread works on: files whose names begin with its own. */
final class Job {
  private static final int SMALL = 8 * State.LINE;
  private static final int MEDIUM = 1024 * State.LINE;

  /** The name of its file or, with more behind a dot, of its files. */
  final String name;

  final Path directory;

  /** Not protected, on the same file system. */
  final Path drafts;

  /** Not protected, on another file system. */
  final Path elsewhere;

  private final int largest;
  private final Random random;

  /** Counts rounds, from 1. */
  int version;

  Job(String name, Path directory, Path drafts, Path elsewhere, int largest) {
    this.name = name;
    this.directory = directory;
    this.drafts = drafts;
    this.elsewhere = elsewhere;
    this.largest = largest;
    this.random = new Random(name.hashCode());
  }

  Path path(String of) {
    return directory.resolve(of);
  }

  Path draft() {
    return drafts.resolve(name);
  }

  /** A name that no other round has. */
  String fresh() {
    return name + "." + version;
  }

  /** The fresh name of the round before. */
  String previous() {
    return name + "." + (version - 1);
  }

  /** Mostly small; of ten, one is empty, and now and then one is as large as may be. */
  int length() {
    int dice = random.nextInt(40);
    int most = dice == 0 ? largest : dice < 8 ? MEDIUM : dice < 36 ? SMALL : 0;
    int length = Math.min(most, largest);
    return length == 0 ? 0 : State.LINE * (1 + random.nextInt(length / State.LINE));
  }

  byte[] content(int length) {
    return State.text(name, version, 0, length);
  }
}
