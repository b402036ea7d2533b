package dev.durable.tests.syscalls;

import static dev.durable.tests.Child.line;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.durable.tests.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Errors at every system call of every call, and what the application gets to see of them.
 *
 * <p>In the table, {@code (2)} is the second system call of its kind, {@code 0} that it does
 * nothing and says so, and {@code EIO+} that from there on all calls of its kind fail. In place,
 * one that fails once has another directory for the safety copy take its place.
 */
@Timeout(value = 60, threadMode = SEPARATE_THREAD)
@ParameterizedClass(name = "{0}")
@MethodSource("dev.durable.tests.Jdk#oldestAndNewest")
class FaultTest {

  /** What comes of a call that met an error. */
  enum Outcome {
    /** It is done. */
    DONE,
    /** It is done, and the operator is told: the last column is in the one line. */
    DONE_AND_SAID,
    /** It is done, and the next start removes what is left over. */
    SWEPT_LATER,
    /** It fails about the target, or the file of the last column; all is as it was. */
    REFUSED,
    /** It is done, and fails: the exception about the target says the last column. */
    DONE_BUT_FAILS,
    /** It fails as the former, half done, and the next start does the rest. */
    FINISHED_LATER,
    /** A move fails, saying the last column: the target is replaced, and the source still there. */
    COPIED
  }

  private static final Map<String, String> TEXTS =
      Map.of(
          "EBUSY", "Device or resource busy",
          "EDQUOT", "Disk quota exceeded",
          "EINVAL", "Invalid argument",
          "EIO", "Input/output error",
          "EMFILE", "Too many open files",
          "ENFILE", "Too many open files in system",
          "ENOSPC", "No space left on device",
          "EPERM", "Operation not permitted",
          "EROFS", "Read-only file system");

  /** Those that have classes of their own. */
  private static final Map<String, String> CLASSES =
      Map.of(
          "EACCES", "java.nio.file.AccessDeniedException",
          "EEXIST", "java.nio.file.FileAlreadyExistsException");

  /** What the undisturbed calls have said: of in place, with a safety copy and without. */
  private static final int STANDING_WARNINGS = 2;

  /** A system call and, where it isn't the first of its kind, its number in brackets. */
  private static final Pattern NUMBERED = Pattern.compile("(.*?)(?: \\((\\d)\\))?");

  @Parameter private Jdk jdk;
  @TempDir private static Path directory;

  private static Path base;
  private static Caller caller;

  /** What each operation does when nothing is in its way. */
  private static final Map<Operation, Trace> undisturbed = new EnumMap<>(Operation.class);

  @BeforeParameterizedClassInvocation
  static void needsStrace() throws IOException {
    Strace.needed();
    base = directory.toRealPath().resolve("base");
  }

  @AfterParameterizedClassInvocation
  static void end() {
    undisturbed.clear();
    dismissCaller();
  }

  private static void dismissCaller() {
    if (caller != null) {
      caller.close();
      caller = null;
    }
  }

  @ParameterizedTest(name = "{0}: {1}: {2}: {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # call                   | at                                 | errors                         | outcome        | about
          REPLACE                  | open here                          | EMFILE EMFILE+ EIO             | REFUSED        |
          REPLACE                  | open here                          | EACCES                         | DONE_AND_SAID  | the directory can't be opened
          REPLACE                  | create here/TEMP                   | ENOSPC EDQUOT EIO EMFILE+      | REFUSED        |
          REPLACE                  | create here/TEMP                   | EACCES EPERM EROFS             | DONE_AND_SAID  | no file can be created in the directory
          REPLACE                  | write here/TEMP                    | ENOSPC EDQUOT EIO              | REFUSED        |
          REPLACE                  | write here/TEMP                    | 0                              | DONE           |
          REPLACE                  | open here/f                        | EMFILE ENFILE EMFILE+          | REFUSED        |
          REPLACE                  | open here/f                        | EACCES                         | DONE_AND_SAID  | can't be given
          REPLACE                  | chmod here/TEMP                    | EPERM                          | DONE_AND_SAID  | can't be given
          REPLACE                  | fsync here/TEMP                    | EIO ENOSPC EDQUOT              | REFUSED        |
          REPLACE                  | close here/TEMP                    | EIO ENOSPC EDQUOT              | REFUSED        |
          REPLACE                  | rename here/TEMP -> here/f         | EIO ENOSPC EDQUOT EROFS        | REFUSED        |
          REPLACE                  | rename here/TEMP -> here/f         | EBUSY                          | DONE_AND_SAID  | the file is a mount point of its own
          REPLACE                  | rename here/TEMP -> here/f         | EPERM EACCES                   | DONE_AND_SAID  | doesn't let this user rename over the file
          REPLACE                  | rename here/TEMP -> here/f         | EXDEV                          | DONE_AND_SAID  | a rename would cross file systems
          REPLACE                  | chmod here/f                       | EPERM EIO                      | DONE           |
          REPLACE                  | fsync here                         | EINVAL EOPNOTSUPP              | DONE_AND_SAID  | can't be forced
          REPLACE                  | fsync here                         | EIO ENOSPC EDQUOT EROFS        | DONE_BUT_FAILS | in place, but may not survive a power cut

          WRITE_NEW_FILE           | open here                          | EMFILE+ EIO                    | REFUSED        |
          WRITE_NEW_FILE           | open here                          | EACCES                         | DONE_AND_SAID  | can't be forced
          WRITE_NEW_FILE           | create here/TEMP                   | ENOSPC EDQUOT EIO EMFILE+      | REFUSED        |
          WRITE_NEW_FILE           | create here/TEMP                   | EACCES EPERM EROFS             | REFUSED        |
          WRITE_NEW_FILE           | write here/TEMP                    | ENOSPC EDQUOT EIO              | REFUSED        |
          WRITE_NEW_FILE           | fsync here/TEMP                    | EIO ENOSPC EDQUOT              | REFUSED        |
          WRITE_NEW_FILE           | close here/TEMP                    | EIO                            | REFUSED        |
          WRITE_NEW_FILE           | rename here/TEMP -> here/f         | EIO ENOSPC EDQUOT EROFS EBUSY  | REFUSED        |
          WRITE_NEW_FILE           | rename here/TEMP -> here/f         | EPERM EACCES                   | REFUSED        |
          WRITE_NEW_FILE           | fsync here                         | EINVAL                         | DONE_AND_SAID  | can't be forced
          WRITE_NEW_FILE           | fsync here                         | EIO ENOSPC EDQUOT              | DONE_BUT_FAILS | in place, but may not survive a power cut

          CREATE_NEW               | open here                          | EMFILE+ EIO                    | REFUSED        |
          CREATE_NEW               | open here                          | EACCES                         | DONE_AND_SAID  | can't be forced
          CREATE_NEW               | create here/TEMP                   | ENOSPC EDQUOT EIO EMFILE+      | REFUSED        |
          CREATE_NEW               | create here/TEMP                   | EACCES EPERM EROFS             | REFUSED        |
          CREATE_NEW               | write here/TEMP                    | ENOSPC EDQUOT EIO              | REFUSED        |
          CREATE_NEW               | fsync here/TEMP                    | EIO ENOSPC EDQUOT              | REFUSED        |
          CREATE_NEW               | close here/TEMP                    | EIO                            | REFUSED        |
          CREATE_NEW               | link here/TEMP -> here/f           | EEXIST ENOSPC EDQUOT EIO EROFS | REFUSED        |
          CREATE_NEW               | link here/TEMP -> here/f           | EACCES                         | REFUSED        |
          CREATE_NEW               | link here/TEMP -> here/f           | EPERM EOPNOTSUPP ENOSYS EMLINK | DONE           |
          CREATE_NEW               | unlink here/TEMP                   | EIO EBUSY                      | DONE           |
          CREATE_NEW               | fsync here                         | EINVAL                         | DONE_AND_SAID  | can't be forced
          CREATE_NEW               | fsync here                         | EIO ENOSPC EDQUOT              | DONE_BUT_FAILS | in place, but may not survive a power cut

          OVERWRITE_BEGINNING      | open here                          | EMFILE+ EIO                    | REFUSED        |
          OVERWRITE_BEGINNING      | create here/TEMP                   | ENOSPC EDQUOT EIO              | REFUSED        |
          OVERWRITE_BEGINNING      | create here/TEMP                   | EACCES EROFS                   | DONE_AND_SAID  | no file can be created in the directory
          OVERWRITE_BEGINNING      | open here/f                        | EMFILE+ EIO                    | REFUSED        |
          OVERWRITE_BEGINNING      | write here/TEMP                    | ENOSPC EDQUOT EIO              | REFUSED        |
          OVERWRITE_BEGINNING      | write here/TEMP (2)                | ENOSPC EDQUOT EIO              | REFUSED        |
          OVERWRITE_BEGINNING      | fsync here/TEMP                    | EIO ENOSPC EDQUOT              | REFUSED        |
          OVERWRITE_BEGINNING      | close here/TEMP                    | EIO                            | REFUSED        |
          OVERWRITE_BEGINNING      | rename here/TEMP -> here/f         | EIO ENOSPC                     | REFUSED        |
          OVERWRITE_BEGINNING      | rename here/TEMP -> here/f         | EBUSY                          | DONE_AND_SAID  | the file is a mount point of its own
          OVERWRITE_BEGINNING      | fsync here                         | EINVAL                         | DONE_AND_SAID  | can't be forced
          OVERWRITE_BEGINNING      | fsync here                         | EIO                            | DONE_BUT_FAILS | in place, but may not survive a power cut

          APPEND                   | open here/f                        | EMFILE EIO EACCES EROFS        | REFUSED        |
          APPEND                   | write here/f                       | ENOSPC EDQUOT EIO              | REFUSED        |
          APPEND                   | write here/f                       | 0                              | DONE           |
          APPEND                   | fsync here/f                       | EIO ENOSPC EDQUOT              | DONE_BUT_FAILS |
          APPEND                   | close here/f                       | EIO ENOSPC EDQUOT              | DONE           |

          APPEND_TO_NEW_FILE       | open here                          | EMFILE EIO                     | REFUSED        |
          APPEND_TO_NEW_FILE       | open here                          | EACCES                         | DONE_AND_SAID  | can't be forced
          APPEND_TO_NEW_FILE       | open or create here/f              | ENOSPC EDQUOT EIO EMFILE       | REFUSED        |
          APPEND_TO_NEW_FILE       | open or create here/f              | EACCES EROFS                   | REFUSED        |
          APPEND_TO_NEW_FILE       | fsync here/f                       | EIO ENOSPC EDQUOT              | DONE_BUT_FAILS |
          APPEND_TO_NEW_FILE       | fsync here                         | EINVAL                         | DONE_AND_SAID  | can't be forced
          APPEND_TO_NEW_FILE       | fsync here                         | EIO                            | DONE_BUT_FAILS | written, but may not survive a power cut

          IN_PLACE_SHORTER         | open here/f                        | EMFILE EIO EACCES EROFS        | REFUSED        |
          IN_PLACE_SHORTER         | mkdir SAFETY                       | ENOSPC EACCES                  | DONE           |
          IN_PLACE_SHORTER         | mkdir SAFETY                       | ENOSPC+ EDQUOT+ EIO+           | REFUSED        |
          IN_PLACE_SHORTER         | mkdir SAFETY                       | EACCES+ EPERM+ EROFS+          | DONE           |
          IN_PLACE_SHORTER         | open .                             | EMFILE+ EIO+                   | REFUSED        |
          IN_PLACE_SHORTER         | fsync .                            | EIO                            | DONE           |
          IN_PLACE_SHORTER         | fsync .                            | EIO+ ENOSPC+ EDQUOT+           | REFUSED        |
          IN_PLACE_SHORTER         | fsync .                            | EINVAL                         | DONE           |
          IN_PLACE_SHORTER         | create SAFETY/TEMP                 | ENOSPC EACCES                  | DONE           |
          IN_PLACE_SHORTER         | create SAFETY/TEMP                 | ENOSPC+ EDQUOT+ EIO+ EMFILE+   | REFUSED        |
          IN_PLACE_SHORTER         | create SAFETY/TEMP                 | EACCES+ EPERM+ EROFS+          | DONE           |
          IN_PLACE_SHORTER         | write SAFETY/TEMP                  | ENOSPC EDQUOT EIO              | DONE           |
          IN_PLACE_SHORTER         | write SAFETY/TEMP (2)              | ENOSPC EDQUOT EIO              | REFUSED        |
          IN_PLACE_SHORTER         | open SAFETY (2)                    | EMFILE EIO                     | REFUSED        |
          IN_PLACE_SHORTER         | open SAFETY                        | EMFILE EIO                     | DONE           |
          IN_PLACE_SHORTER         | fsync SAFETY/TEMP                  | EIO ENOSPC EDQUOT              | REFUSED        |
          IN_PLACE_SHORTER         | rename SAFETY/TEMP -> SAFETY/READY | EIO ENOSPC EDQUOT EROFS EACCES | REFUSED        |
          IN_PLACE_SHORTER         | fsync SAFETY                       | EIO ENOSPC EDQUOT              | REFUSED        |
          IN_PLACE_SHORTER         | fsync SAFETY                       | EINVAL                         | DONE           |
          IN_PLACE_SHORTER         | write here/f                       | EIO                            | FINISHED_LATER | will be written at the next start
          IN_PLACE_SHORTER         | truncate here/f                    | EIO                            | FINISHED_LATER | will be written at the next start
          IN_PLACE_SHORTER         | fsync here/f                       | EIO ENOSPC EDQUOT              | FINISHED_LATER | will be written at the next start
          IN_PLACE_SHORTER         | unlink SAFETY/READY                | EIO EBUSY                      | SWEPT_LATER    |
          IN_PLACE_SHORTER         | rmdir SAFETY                       | EIO EBUSY                      | SWEPT_LATER    |
          IN_PLACE_SHORTER         | fsync . (2)                        | EIO EINVAL                     | DONE           |
          IN_PLACE_SHORTER         | close here/f                       | EIO                            | DONE           |

          IN_PLACE_LONGER          | write here/f                       | ENOSPC EDQUOT EIO              | REFUSED        |
          IN_PLACE_LONGER          | write here/f (2)                   | ENOSPC EDQUOT EIO              | FINISHED_LATER | will be written at the next start
          IN_PLACE_LONGER          | fsync here/f                       | EIO ENOSPC EDQUOT              | FINISHED_LATER | will be written at the next start

          IN_PLACE_WITHOUT_COPY    | open here/f                        | EMFILE EIO EACCES              | REFUSED        |
          IN_PLACE_WITHOUT_COPY    | write here/f                       | ENOSPC EDQUOT EIO              | REFUSED        |
          IN_PLACE_WITHOUT_COPY    | fsync here/f                       | EIO ENOSPC                     | DONE_BUT_FAILS | partly overwritten, without a safety copy

          MOVE                     | open here                          | EMFILE EIO                     | REFUSED        |
          MOVE                     | open here                          | EACCES                         | DONE_AND_SAID  | can't be forced
          MOVE                     | open here/source                   | EMFILE EIO                     | REFUSED        | here/source
          MOVE                     | open here/source                   | EACCES                         | DONE           |
          MOVE                     | fsync here/source                  | EIO ENOSPC EDQUOT              | REFUSED        | here/source
          MOVE                     | rename here/source -> here/f       | EBUSY EPERM                    | REFUSED        |
          MOVE                     | rename here/source -> here/f       | EIO ENOSPC EDQUOT EROFS EACCES | REFUSED        | here/source -> here/f
          MOVE                     | rename here/source -> here/f       | EXDEV                          | DONE           |
          MOVE                     | fsync here                         | EINVAL EOPNOTSUPP              | DONE_AND_SAID  | can't be forced
          MOVE                     | fsync here                         | EIO ENOSPC EDQUOT              | DONE_BUT_FAILS | moved, but may not survive a power cut

          MOVE_TO_OTHER_DIRECTORY  | open there                         | EMFILE EIO                     | REFUSED        |
          MOVE_TO_OTHER_DIRECTORY  | open here                          | EMFILE EIO                     | REFUSED        | here/source
          MOVE_TO_OTHER_DIRECTORY  | fsync here/source                  | EIO ENOSPC EDQUOT              | REFUSED        | here/source
          MOVE_TO_OTHER_DIRECTORY  | rename here/source -> there/f      | EBUSY EPERM                    | REFUSED        |
          MOVE_TO_OTHER_DIRECTORY  | rename here/source -> there/f      | EIO ENOSPC EDQUOT EROFS EACCES | REFUSED        | here/source -> there/f
          MOVE_TO_OTHER_DIRECTORY  | fsync there                        | EIO ENOSPC EDQUOT              | DONE_BUT_FAILS | moved, but may not survive a power cut
          MOVE_TO_OTHER_DIRECTORY  | fsync there                        | EINVAL                         | DONE_AND_SAID  | can't be forced
          MOVE_TO_OTHER_DIRECTORY  | fsync here                         | EIO ENOSPC EDQUOT              | DONE_BUT_FAILS | moved, but may not survive a power cut
          MOVE_TO_OTHER_DIRECTORY  | fsync here                         | EINVAL                         | DONE_AND_SAID  | can't be forced

          MOVE_ACROSS_FILE_SYSTEMS | create there/TEMP                  | ENOSPC EDQUOT EIO EMFILE       | REFUSED        |
          MOVE_ACROSS_FILE_SYSTEMS | create there/TEMP                  | EACCES EROFS                   | REFUSED        |
          MOVE_ACROSS_FILE_SYSTEMS | write there/TEMP                   | ENOSPC EDQUOT EIO              | REFUSED        |
          MOVE_ACROSS_FILE_SYSTEMS | fsync there/TEMP                   | EIO ENOSPC EDQUOT              | REFUSED        |
          MOVE_ACROSS_FILE_SYSTEMS | fsync there                        | EIO ENOSPC EDQUOT              | COPIED         | could not be forced
          MOVE_ACROSS_FILE_SYSTEMS | fsync there                        | EINVAL                         | DONE_AND_SAID  | can't be forced
          MOVE_ACROSS_FILE_SYSTEMS | unlink here/source                 | EIO EBUSY EPERM                | COPIED         | but not removed
          MOVE_ACROSS_FILE_SYSTEMS | fsync here                         | EIO                            | DONE_BUT_FAILS | moved, but may not survive a power cut

          RENAME_TO                | open there                         | EMFILE EIO                     | REFUSED        |
          RENAME_TO                | open here/source                   | EMFILE EIO                     | REFUSED        |
          RENAME_TO                | fsync here/source                  | EIO ENOSPC EDQUOT              | REFUSED        |
          RENAME_TO                | rename here/source -> there/f      | EBUSY EPERM EROFS EIO ENOSPC   | REFUSED        |
          RENAME_TO                | rename here/source -> there/f      | EDQUOT EACCES EXDEV            | REFUSED        |
          RENAME_TO                | fsync there                        | EIO ENOSPC EDQUOT              | DONE_BUT_FAILS |
          RENAME_TO                | fsync here                         | EIO                            | DONE_BUT_FAILS |
          RENAME_TO                | fsync there                        | EINVAL                         | DONE_AND_SAID  | can't be forced
          """)
  void anErrorCostsNothingAndIsTold(
      Operation operation, String call, String errors, Outcome outcome, String about)
      throws Exception {
    for (String error : errors.split(" ")) {
      check(operation, call, error, outcome, about);
    }
  }

  private void check(Operation operation, String call, String error, Outcome outcome, String about)
      throws Exception {
    Matcher numbered = NUMBERED.matcher(call);
    assertTrue(numbered.matches());
    String what = numbered.group(1);
    int number = numbered.group(2) == null ? 1 : Integer.parseInt(numbered.group(2));
    String place = undisturbed(operation).place(what, number);
    Caller faulty = caller();
    operation.prepare(base);
    var traced = operation.trace(faulty, base, injection(place, error));

    Trace trace = traced.trace();
    assertTrue(trace.injected().contains(what), () -> "injected " + place + ": " + trace);
    assertEquals(List.of(), trace.forcedAgainAfterAnError(), trace::toString);

    assertAnswer(traced.answer(), operation, error, outcome, about);

    var warnings = faulty.warnings();
    assertEquals(
        STANDING_WARNINGS + (outcome == Outcome.DONE_AND_SAID ? 1 : 0),
        warnings.size(),
        warnings::toString);
    if (outcome == Outcome.DONE_AND_SAID) {
      String said = warnings.get(warnings.size() - 1);
      assertTrue(said.contains(about), said);
    }
    if (outcome == Outcome.SWEPT_LATER || outcome == Outcome.FINISHED_LATER) {
      dismissCaller();
      try (Caller next = Caller.protecting(base, jdk)) {
        next.call(line("write", base.resolve("here/another"), ""));
        next.end();
      }
      Files.delete(base.resolve("here/another"));
    }
    Map<String, String> expected =
        new TreeMap<>(outcome == Outcome.REFUSED ? operation.before : operation.after);
    if (outcome == Outcome.COPIED) {
      expected.put("here/source", operation.before.get("here/source"));
    }
    assertEquals(expected, Tree.read(base), () -> error + ": " + trace);
    assertFalse(Files.exists(base.resolveSibling(".durable-safety~")), trace::toString);
  }

  /**
   * A process that has made all calls, so that no class is loaded any more, and has said nothing
   * since: what it says, it says once.
   */
  private Caller caller() throws Exception {
    if (caller != null && caller.warnings().size() > STANDING_WARNINGS) {
      dismissCaller();
    }
    if (caller == null) {
      caller = Caller.protecting(base, jdk);
      Operation.traceAll(caller, base);
      List<String> said = caller.warnings();
      assertEquals(STANDING_WARNINGS, said.size(), said::toString);
      assertTrue(said.get(0).endsWith("written in place, with a safety copy"), said::toString);
      assertTrue(said.get(1).contains("written in place without a safety copy"), said::toString);
    }
    return caller;
  }

  private Trace undisturbed(Operation operation) throws Exception {
    if (undisturbed.isEmpty()) {
      undisturbed.putAll(Operation.traceAll(caller(), base));
    }
    return undisturbed.get(operation);
  }

  /** In strace's words; a number is a result, and a plus means from there on always. */
  private static String injection(String place, String error) {
    if (Character.isDigit(error.charAt(0))) {
      return place.replace(":", ":retval=" + error + ":");
    }
    String injection = place.replace(":", ":error=" + error.replace("+", "") + ":");
    return error.endsWith("+") ? injection + "+" : injection;
  }

  private static void assertAnswer(
      String answer, Operation operation, String error, Outcome outcome, String about) {
    Path target = operation.target(base);
    boolean fails =
        switch (outcome) {
          case REFUSED, DONE_BUT_FAILS, FINISHED_LATER, COPIED -> true;
          default -> false;
        };
    if (operation == Operation.RENAME_TO) {
      assertEquals("ok " + !fails, answer);
    } else if (!fails) {
      assertEquals("ok " + target, answer);
    } else if (outcome == Outcome.REFUSED) {
      String[] files = about == null ? new String[] {target.toString()} : about.split(" -> ");
      String file = base.resolve(files[0]).toString();
      String other = files.length == 1 ? "null" : base.resolve(files[1]).toString();
      assertEquals(exception(error, file, other), answer);
    } else {
      // Of a copy, the name is that of the file with which it went wrong.
      Path file =
          outcome == Outcome.COPIED && about.contains("removed")
              ? base.resolve("here/source")
              : target;
      String expected = exception(error, file.toString(), "null");
      assertTrue(answer.startsWith(expected), () -> answer + ", not " + expected);
      assertTrue(about == null || answer.contains(about), answer);
    }
    if (outcome != Outcome.FINISHED_LATER) {
      assertFalse(answer.contains(".durable-"), answer);
    }
  }

  /** As {@code Calls} tells it. */
  private static String exception(String error, String file, String other) {
    String number = error.replace("+", "");
    return CLASSES.getOrDefault(number, "java.nio.file.FileSystemException")
        + " file="
        + file
        + " other="
        + other
        + " reason="
        + TEXTS.get(number);
  }
}
