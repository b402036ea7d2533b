package dev.durable.programs.steps;

import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Runs one program, step by step. */
final class Interpreter {
  private static final int SLOTS = 4;

  /** A step on what a slot holds. */
  @FunctionalInterface
  private interface Use {
    Object of(Handle handle, Line line) throws Exception;
  }

  private static final Map<String, Use> USES = new HashMap<>();

  static {
    USES.put("close", (h, l) -> h.close());
    USES.put("w", Handle::write);
    USES.put("writeAt", Handle::writeAt);
    USES.put("gather", Handle::gather);
    USES.put("transferFrom", Handle::transferFrom);
    USES.put("transferTo", Handle::transferTo);
    USES.put("read", Handle::read);
    USES.put("position", Handle::position);
    USES.put("length", Handle::size);
    USES.put("truncate", Handle::truncate);
    USES.put("flush", Handle::flush);
    USES.put("checkError", Handle::checkError);
    USES.put("force", Handle::force);
    USES.put("isOpen", Handle::isOpen);
    USES.put("shown", Handle::shown);
    USES.put("lock", Handle::lock);
    USES.put("release", Handle::release);
    USES.put("map", Handle::map);
    USES.put("put", Handle::put);
  }

  /** Calls that write a whole file. */
  private static final String WRITES = " write lines string ";

  /** Calls that make one file of another. */
  private static final String COPIES = " copy move ";

  private final Map<String, Call> calls = new HashMap<>();
  private final Handle[] slots = new Handle[SLOTS];

  /** All that was ever open: nothing is to be closed by the garbage collector, whenever it runs. */
  private final List<Handle> kept = new ArrayList<>();

  private final Sharing.Opened[] opened = new Sharing.Opened[SLOTS];
  private final Names names;
  private final View view;
  private final Sharing sharing = new Sharing();
  private final boolean watched;

  /** Whether this JVM tells what need not be equal in the other one. */
  private final boolean model;

  private String lastView = "";
  private String stop = "";

  Interpreter(String directory, boolean watched, boolean model) {
    names = new Names(directory);
    view = new View(names);
    this.watched = watched;
    this.model = model;
    new Changes(names).addTo(calls);
    Questions.addTo(calls);
    calls.put("open", this::open);
    calls.put("channel", l -> derive(l, Handle::channel));
    calls.put("descriptor", l -> derive(l, Handle::sameDescriptor));
    calls.put("interrupt", l -> Changes.nothing(Thread.currentThread()::interrupt));
    calls.put("interrupted", l -> Thread.interrupted());
    calls.put("look", l -> "");
  }

  /**
   * Takes one step. Returns what came of it, what the files then look like, and what of that need
   * not be equal, separated by tabs.
   */
  String step(String text) {
    Line line = new Line(text, names);
    boolean loose = model && isLoose(line);
    String outcome = names.hidden(outcome(line)) + (interrupted() ? " interrupted" : "");
    boolean looking = watched || line.word(0).equals("look") || isFailedReplacing(text, outcome);
    return answer(outcome, looking, loose);
  }

  /** The plain JDK may then have removed what was to be replaced. */
  private static boolean isFailedReplacing(String text, String outcome) {
    return text.contains("REPLACE_EXISTING") && !outcome.startsWith("ok ");
  }

  private boolean isOpenLoose(int slot) {
    return opened[slot] != null && opened[slot].loose;
  }

  private String answer(String outcome, boolean looking, boolean loose) {
    boolean interrupted = Thread.interrupted();
    String seen = looking ? names.hidden(view.toString()) : "";
    String shown = looking && seen.equals(lastView) ? "same" : seen;
    lastView = looking ? seen : lastView;
    String marks = model ? (loose ? "loose " : "strict ") + stop + " " + looseNames(looking) : "";
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return (outcome + "\t" + shown + "\t" + marks).replace("\n", "\\n");
  }

  private String looseNames(boolean looking) {
    return looking ? sharing.looseNames(view.names(), names) : "";
  }

  private static boolean interrupted() {
    return Thread.currentThread().isInterrupted();
  }

  private String outcome(Line line) {
    Object before = model && line.length() > 1 ? identity(line) : null;
    String result;
    try {
      Object value = make(line);
      result = "ok " + (value instanceof Set ? sorted((Set<?>) value) : value);
      if (model) {
        note(line, before);
      }
    } catch (ClosedByInterruptException e) {
      result = Words.of(e);
      stop =
          isWrite(line) || line.word(0).equals("copyIn")
              ? "interrupted-write"
              : isSpoiled(line) ? "spoiled" : stop;
    } catch (Exception | Error e) {
      result = Words.of(e);
    }
    return result;
  }

  /** By the names that the program knows, which are the same each time. */
  private Object sorted(Set<?> list) {
    Set<String> sorted = new TreeSet<>();
    for (Object item : list) {
      sorted.add(names.hidden(item.toString()));
    }
    return sorted;
  }

  private Object make(Line line) throws Exception {
    Use use = USES.get(line.word(0));
    if (use == null) {
      return calls.get(line.word(0)).make(line);
    }
    Handle handle = slots[line.number(1)];
    if (handle == null) {
      return "nothing open";
    }
    // Whether a waiting thread sees its result or the interrupt first is chance.
    boolean hidden = handle.isAsynchronous() && Thread.interrupted();
    try {
      return use.of(handle, line);
    } finally {
      if (line.word(0).equals("close")) {
        closed(line.number(1));
      }
      if (hidden) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void closed(int slot) {
    if (opened[slot] != null) {
      opened[slot].closed = true;
    }
  }

  private Object open(Line line) throws Exception {
    int slot = line.number(Opening.SLOT);
    if (slots[slot] != null) {
      Line close = new Line("close " + slot, names);
      make(close);
    }
    slots[slot] = null;
    opened[slot] = null;
    Handle handle = new Handle(Opening.open(line));
    slots[slot] = handle;
    kept.add(handle);
    return handle.type();
  }

  /** What comes of something open. */
  @FunctionalInterface
  private interface Derivation {
    Handle of(Handle handle) throws Exception;
  }

  private Object derive(Line line, Derivation derivation) throws Exception {
    int from = line.number(1);
    int to = line.number(2);
    if (slots[from] == null || (slots[to] != null && to != from)) {
      return "not done";
    }
    Handle derived = derivation.of(slots[from]);
    if (derived == null) {
      return "not done";
    }
    slots[to] = derived;
    kept.add(derived);
    opened[to] = opened[from];
    return derived.type();
  }

  private Object identity(Line line) {
    int path = line.word(0).equals("open") ? Opening.PATH : 1;
    return line.isPath(path) ? Questions.identity(line.path(path)) : null;
  }

  /** Keeps account of who has which file open. */
  private void note(Line line, Object before) {
    String call = line.word(0);
    if (call.equals("open")) {
      opened[line.number(Opening.SLOT)] = sharing.opened(line, before);
    } else if (isWrite(line)) {
      sharing.written(line, before);
    } else if (COPIES.contains(" " + call + " ")) {
      sharing.copied(before, line.path(2));
    }
  }

  private static boolean isWrite(Line line) {
    return WRITES.contains(" " + line.word(0) + " ");
  }

  /** Whether what is open there will not become the file, after such a failure. */
  private boolean isSpoiled(Line line) {
    // Opening closes first what was open there, and is open still if that has failed.
    if (USES.get(line.word(0)) == null && !line.word(0).equals("open")) {
      return false;
    }
    Sharing.Opened file = opened[line.number(1)];
    return file != null && file.writing && !file.inPlace;
  }

  private boolean isLoose(Line line) {
    if (USES.containsKey(line.word(0))) {
      return isOpenLoose(line.number(1));
    }
    for (int i = 1; i < line.length(); i++) {
      if (line.isPath(i) && sharing.isLoose(Questions.identity(line.path(i)))) {
        return true;
      }
    }
    return false;
  }
}
