package dev.durable.programs.crash;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.function.Supplier;

/** Files and directories are moved. */
final class Moving {
  private interface Move {
    void move(Path from, Path to) throws Exception;
  }

  private Moving() {}

  static void addTo(Map<String, Supplier<Mode>> modes) {
    modes.put("move", () -> Replacing.drafted(Moving::replace));
    modes.put(
        "move-atomically",
        () ->
            Replacing.drafted((from, to) -> Files.move(from, to, StandardCopyOption.ATOMIC_MOVE)));
    modes.put("rename", () -> Replacing.drafted(Moving::rename));
    modes.put("move-new", () -> Moving::moveToNewName);
    modes.put("move-protected", () -> job -> moveOwn(job, Moving::replace));
    modes.put("rename-protected", () -> job -> moveOwn(job, Moving::rename));
    modes.put("move-across", () -> job -> moveAcross(job, Files::move));
    modes.put("rename-across", () -> job -> moveAcross(job, Moving::rename));
    modes.put("move-directory", () -> job -> moveDirectory(job, Files::move));
    modes.put("rename-directory", () -> job -> moveDirectory(job, Moving::rename));
    modes.put("move-in", () -> Moving::moveIn);
    modes.put("move-out", () -> Moving::moveOut);
  }

  private static void replace(Path from, Path to) throws Exception {
    Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void rename(Path from, Path to) throws Exception {
    Naming.must(from.toFile().renameTo(to.toFile()));
  }

  private static void moveToNewName(Job job) throws Exception {
    String state = State.file(job.version, State.LINE);
    Files.write(job.draft(), job.content(State.LINE));
    Ledger.begin(job.fresh(), state);
    Files.move(job.draft(), job.path(job.fresh()));
    Ledger.done(job.fresh(), state);
  }

  /** As careful programs do: the new version is written beside the file and moved over it. */
  private static void moveOwn(Job job, Move move) throws Exception {
    String draft = job.name + ".draft";
    int length = job.length();
    String state = State.file(job.version, length);
    Ledger.begin(draft, state);
    Files.write(job.path(draft), job.content(length));
    Ledger.done(draft, state);
    move(job, draft, job.name, state, move);
  }

  private static void move(Job job, String from, String to, String state, Move move)
      throws Exception {
    Ledger.beginMove(from, to, state);
    move.move(job.path(from), job.path(to));
    Ledger.done(to, state);
    Ledger.done(from, State.ABSENT);
  }

  /** To and fro between two directories. */
  private static void moveAcross(Job job, Move move) throws Exception {
    String[] directories = {job.name + ".a", job.name + ".b"};
    String state = State.file(1, 20 * State.LINE);
    if (job.version == 1) {
      for (String directory : directories) {
        Ledger.begin(directory, State.DIRECTORY);
        Files.createDirectory(job.path(directory));
        Ledger.done(directory, State.DIRECTORY);
      }
      String first = directories[0] + "/file";
      Ledger.begin(first, state);
      Files.write(job.path(first), job.content(20 * State.LINE));
      Ledger.done(first, state);
    } else {
      String from = directories[job.version % 2] + "/file";
      String to = directories[1 - job.version % 2] + "/file";
      move(job, from, to, state, move);
    }
  }

  /** With files in it that nobody has forced. */
  private static void moveDirectory(Job job, Move move) throws Exception {
    Path draft = Files.createDirectory(job.draft());
    String state = State.file(job.version, 3 * State.LINE);
    String[] files = {job.fresh() + "/one", job.fresh() + "/two"};
    Ledger.begin(job.fresh(), State.DIRECTORY);
    for (String file : files) {
      Files.write(draft.resolve(job.path(file).getFileName()), job.content(3 * State.LINE));
      Ledger.begin(file, state);
    }
    move.move(draft, job.path(job.fresh()));
    Ledger.done(job.fresh(), State.DIRECTORY);
    for (String file : files) {
      Ledger.done(file, state);
    }
  }

  private static void moveIn(Job job) throws Exception {
    int length = job.length();
    String state = State.file(job.version, length);
    Path draft = job.elsewhere.resolve(job.name);
    Files.write(draft, job.content(length));
    Ledger.begin(job.name, state);
    replace(draft, job.path(job.name));
    Ledger.done(job.name, state);
  }

  private static void moveOut(Job job) throws Exception {
    String state = State.file(job.version, State.LINE);
    Ledger.begin(job.fresh(), state);
    Files.write(job.path(job.fresh()), job.content(State.LINE));
    Ledger.done(job.fresh(), state);
    if (job.version > 1) {
      Ledger.begin(job.previous(), State.ABSENT);
      replace(job.path(job.previous()), job.elsewhere.resolve(job.name));
      Ledger.done(job.previous(), State.ABSENT);
    }
  }
}
