package dev.durable.tests.syscalls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What strace has seen of one call: the system calls on the files below a base directory. */
final class Trace {
  private static final Pattern LINE =
      Pattern.compile("(\\d+)\\s+(?:(\\w+)\\((.*)|<\\.\\.\\. \\w+ resumed>(.*))");
  private static final Pattern ENDED = Pattern.compile("(.*)\\)\\s+= (.*)");
  private static final String UNFINISHED = " <unfinished ...>";

  private final Path base;
  private final List<SystemCall> calls;

  private Trace(Path base, List<SystemCall> calls) {
    this.base = base;
    this.calls = calls;
  }

  static Trace read(Path file, Path base) throws IOException {
    return read(Files.readAllLines(file), base);
  }

  /** What was done in these scenes, all of which seem to be below the near root. */
  static Trace read(Path file, Scene.Roots roots) throws IOException {
    return read(Files.readAllLines(file).stream().map(roots::near).toList(), roots.near());
  }

  /** The same calls, seen from another base. */
  Trace of(Scene scene) {
    return new Trace(scene.base(), calls);
  }

  private static Trace read(List<String> lines, Path base) {
    var calls = new ArrayList<SystemCall>();
    Map<Long, Integer> unfinished = new HashMap<>();
    for (String line : lines) {
      Matcher m = LINE.matcher(line);
      if (!m.matches()) {
        continue; // A signal, or the end of a thread.
      }
      long thread = Long.parseLong(m.group(1));
      Integer begun = unfinished.remove(thread);
      if (m.group(2) != null) {
        begun = calls.size();
        calls.add(new SystemCall(thread, m.group(2), "", ""));
      } else if (begun == null) {
        continue; // Begun before strace came.
      }
      SystemCall call = calls.get(begun);
      String rest = call.arguments() + (m.group(2) == null ? m.group(4) : m.group(3));
      if (rest.endsWith(UNFINISHED)) {
        rest = rest.substring(0, rest.length() - UNFINISHED.length());
        unfinished.put(thread, begun);
      }
      Matcher ended = ENDED.matcher(rest);
      calls.set(
          begun,
          ended.matches()
              ? new SystemCall(thread, call.name(), ended.group(1), ended.group(2))
              : new SystemCall(thread, call.name(), rest, ""));
    }
    return new Trace(base, calls);
  }

  /**
   * All that was changed or forced, in its order, by whichever thread, and the closing of what was
   * opened for writing.
   */
  List<String> steps() {
    return listed().stream().map(call -> call.step(base)).toList();
  }

  private List<SystemCall> listed() {
    var listed = new ArrayList<SystemCall>();
    var written = new HashSet<String>();
    for (SystemCall call : calls) {
      if (call.concerns(base)) {
        // Of this thread: the same number may have been closed by another one just before.
        String descriptor = call.thread() + ": " + call.descriptor();
        if (call.opensForWriting()) {
          written.add(descriptor);
        }
        if (call.changes() || call.name().equals("close") && written.remove(descriptor)) {
          listed.add(call);
        }
      }
    }
    return listed;
  }

  /** What comes up to this mark of {@code Calls}. */
  Trace until(String mark) {
    return new Trace(base, calls.subList(0, calls.indexOf(mark(mark)) + 1));
  }

  private SystemCall mark(String name) {
    return nth(1, call -> call.arguments().contains("\"/mark/" + name + "\""), "mark " + name);
  }

  /** The places of all steps. */
  List<String> places() {
    return listed().stream().map(this::place).toList();
  }

  /** The same without what is done elsewhere, so that it has no places any more. */
  Trace alone() {
    return new Trace(base, calls());
  }

  /** All that was done to the files below the base, look-ups and closings included. */
  List<SystemCall> calls() {
    return calls.stream().filter(call -> call.concerns(base)).toList();
  }

  /** The place of the {@code number}th call, a reading one perhaps, that does {@code step}. */
  String place(String step, int number) {
    return place(nth(number, call -> call.concerns(base) && call.what(base).equals(step), step));
  }

  /**
   * Where strace is to put something in a call's way: its name, and its number among the calls of
   * that name and thread.
   */
  String place(SystemCall place) {
    int number = 1;
    for (SystemCall call : calls) {
      if (call == place) {
        break;
      }
      if (call.thread() == place.thread() && call.name().equals(place.name())) {
        number++;
      }
    }
    return place.name() + ":when=" + number;
  }

  private SystemCall nth(int number, Predicate<SystemCall> wanted, String what) {
    return calls.stream()
        .filter(wanted)
        .skip(number - 1)
        .findFirst()
        .orElseThrow(() -> new AssertionError(what + " not in" + this));
  }

  /**
   * What was done below the base in the system calls that strace has put something in the way of.
   */
  List<String> injected() {
    return calls.stream().filter(SystemCall::isInjected).map(call -> call.what(base)).toList();
  }

  /** What a call did, seen from the base. */
  String what(SystemCall call) {
    return call.what(base);
  }

  /** What was forced again after its force had failed. */
  List<String> forcedAgainAfterAnError() {
    var failed = new HashSet<String>();
    var again = new ArrayList<String>();
    for (SystemCall call : calls) {
      if (call.concerns(base) && call.name().equals("fsync")) {
        if (failed.contains(call.what(base))) {
          again.add(call.what(base));
        }
        if (call.hasFailed()) {
          failed.add(call.what(base));
        }
      }
    }
    return again;
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    for (SystemCall call : calls) {
      if (call.concerns(base)) {
        text.append('\n').append(call);
      }
    }
    return text.toString();
  }
}
