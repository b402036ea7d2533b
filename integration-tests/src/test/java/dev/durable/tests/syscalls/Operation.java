package dev.durable.tests.syscalls;

import dev.durable.tests.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The guarded calls, each with what it starts from, what it leads to, and the system calls that
 * lead there.
 */
enum Operation {
  REPLACE(
      "write here/f new",
      Map.of("here/f", "old content"),
      Map.of("here/f", "new"),
      """
      create here/TEMP
      write here/TEMP
      chmod here/TEMP
      fsync here/TEMP
      close here/TEMP
      rename here/TEMP -> here/f
      chmod here/f
      fsync here
      """),

  WRITE_NEW_FILE(
      "write here/f new",
      Map.of(),
      Map.of("here/f", "new"),
      """
      create here/TEMP
      write here/TEMP
      fsync here/TEMP
      close here/TEMP
      rename here/TEMP -> here/f
      fsync here
      """),

  CREATE_NEW(
      "write here/f new CREATE_NEW WRITE",
      Map.of(),
      Map.of("here/f", "new"),
      """
      create here/TEMP
      write here/TEMP
      fsync here/TEMP
      close here/TEMP
      link here/TEMP -> here/f
      unlink here/TEMP
      fsync here
      """),

  OVERWRITE_BEGINNING(
      "write here/f new WRITE",
      Map.of("here/f", "old content"),
      Map.of("here/f", "new content"),
      """
      create here/TEMP
      write here/TEMP
      write here/TEMP
      chmod here/TEMP
      fsync here/TEMP
      close here/TEMP
      rename here/TEMP -> here/f
      chmod here/f
      fsync here
      """),

  APPEND(
      "write here/f new APPEND",
      Map.of("here/f", "old"),
      Map.of("here/f", "oldnew"),
      """
      write here/f
      fsync here/f
      close here/f
      """),

  APPEND_TO_NEW_FILE(
      "write here/f new CREATE APPEND",
      Map.of(),
      Map.of("here/f", "new"),
      """
      open or create here/f
      write here/f
      fsync here/f
      fsync here
      close here/f
      """),

  IN_PLACE_SHORTER(
      "write here/f new",
      Map.of("here/f", "old content", "here/link", "old content"),
      Map.of("here/f", "new", "here/link", "new"),
      """
      mkdir SAFETY
      fsync .
      create SAFETY/TEMP
      write SAFETY/TEMP
      write SAFETY/TEMP
      fsync SAFETY/TEMP
      write SAFETY/TEMP
      rename SAFETY/TEMP -> SAFETY/READY
      fsync SAFETY
      write here/f
      truncate here/f
      fsync here/f
      unlink SAFETY/READY
      rmdir SAFETY
      fsync .
      close SAFETY/READY
      close here/f
      """),

  IN_PLACE_LONGER(
      "write here/f newer-and-longer",
      Map.of("here/f", "old content", "here/link", "old content"),
      Map.of("here/f", "newer-and-longer", "here/link", "newer-and-longer"),
      """
      mkdir SAFETY
      fsync .
      create SAFETY/TEMP
      write SAFETY/TEMP
      write SAFETY/TEMP
      fsync SAFETY/TEMP
      write SAFETY/TEMP
      rename SAFETY/TEMP -> SAFETY/READY
      fsync SAFETY
      write here/f
      write here/f
      fsync here/f
      unlink SAFETY/READY
      rmdir SAFETY
      fsync .
      close SAFETY/READY
      close here/f
      """),

  MOVE(
      "move here/source here/f REPLACE_EXISTING",
      Map.of("here/source", "new", "here/f", "old content"),
      Map.of("here/f", "new"),
      """
      fsync here/source
      rename here/source -> here/f
      fsync here
      """),

  MOVE_TO_OTHER_DIRECTORY(
      "move here/source there/f REPLACE_EXISTING",
      Map.of("here/source", "new", "there/f", "old content"),
      Map.of("there/f", "new"),
      """
      fsync here/source
      rename here/source -> there/f
      fsync there
      fsync here
      """),

  MOVE_ACROSS_FILE_SYSTEMS(
      "move here/source there/f REPLACE_EXISTING",
      Map.of("here/source", "new", "there/f", "old content"),
      Map.of("there/f", "new"),
      """
      fsync here/source
      rename here/source -> there/f: EXDEV
      create there/TEMP
      write there/TEMP
      chown there/TEMP
      chmod there/TEMP
      utimensat there/TEMP
      close there/TEMP
      fsync there/TEMP
      rename there/TEMP -> there/f
      fsync there
      unlink here/source
      fsync there
      fsync here
      """),

  IN_PLACE_WITHOUT_COPY(
      "write here/f newer-and-longer",
      Map.of("here/f", "old content", "here/link", "old content"),
      Map.of("here/f", "newer-and-longer", "here/link", "newer-and-longer"),
      """
      mkdir SAFETY: EACCES
      mkdir here/SAFETY: EACCES
      write here/f
      write here/f
      fsync here/f
      close here/f
      """),

  RENAME_TO(
      "rename here/source there/f",
      Map.of("here/source", "new", "there/f", "old content"),
      Map.of("there/f", "new"),
      """
      fsync here/source
      rename here/source -> there/f
      fsync there
      fsync here
      """);

  private static final List<String> DIRECTORIES = List.of("here", "there");

  final Map<String, String> before;
  final Map<String, String> after;

  /** What is changed and forced, in this order. */
  final List<String> steps;

  private final String call;

  Operation(String call, Map<String, String> before, Map<String, String> after, String steps) {
    this.call = call;
    this.before = before;
    this.after = after;
    this.steps = steps.lines().toList();
  }

  /** Makes {@code base} what the call starts from. */
  void prepare(Path base) throws IOException {
    Tree.write(base, DIRECTORIES, before);
    if (before.containsKey("here/link")) {
      Files.delete(base.resolve("here/link"));
      Files.createLink(base.resolve("here/link"), base.resolve("here/f"));
    }
  }

  /** The file that the call is about, and that is replaced or made. */
  Path target(Path base) {
    return base.resolve(
        Arrays.stream(call.split(" "))
            .filter(word -> word.contains("/"))
            .reduce((a, b) -> b)
            .get());
  }

  /** What strace must put in the way for the call to be this operation; or nothing. */
  private List<String> standingInjections() {
    return switch (this) {
      case MOVE_ACROSS_FILE_SYSTEMS -> List.of("rename:error=EXDEV:when=1");
      case IN_PLACE_WITHOUT_COPY -> List.of("mkdir:error=EACCES:when=1+");
      default -> List.of();
    };
  }

  /** Has all calls made, and tells what each does. */
  static Map<Operation, Trace> traceAll(Caller caller, Path base) throws Exception {
    var traces = new EnumMap<Operation, Trace>(Operation.class);
    for (Operation operation : values()) {
      operation.prepare(base);
      traces.put(operation, operation.trace(caller, base).trace());
    }
    return traces;
  }

  /**
   * Has the call made under strace.
   *
   * @param injections as for {@link Strace#trace}
   */
  Strace.Traced trace(Caller caller, Path base, String... injections) throws Exception {
    var all = new ArrayList<>(standingInjections());
    all.addAll(List.of(injections));
    return Strace.trace(caller, base, line(base), all.toArray(new String[0]));
  }

  /** The line for {@code Calls} that makes the call below {@code base}. */
  String line(Path base) {
    return Child.line(
        Arrays.stream(call.split(" "))
            .map(word -> word.contains("/") ? base.resolve(word) : word)
            .toArray());
  }
}
