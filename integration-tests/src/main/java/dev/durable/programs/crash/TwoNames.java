package dev.durable.programs.crash;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file with two hard links, which can't be replaced: it is written in place, with a safety copy.
 */
final class TwoNames implements Mode {
  private final Replacing.Put put;

  TwoNames(Replacing.Put put) {
    this.put = put;
  }

  @Override
  public void round(Job job) throws Exception {
    Path file = job.path(job.name);
    String other = job.name + ".link";
    int length = job.length();
    String state = State.file(job.version, length);
    byte[] content = job.content(length);
    Ledger.begin(job.name, state);
    if (job.version == 1) {
      Files.write(file, content);
      Ledger.done(job.name, state);
      Ledger.begin(other, state);
      Files.createLink(job.path(other), file);
    } else {
      Ledger.begin(other, state);
      put.put(file, content);
      Ledger.done(job.name, state);
    }
    Ledger.done(other, state);
  }
}
