package dev.durable.tests.powercut;

import dev.durable.programs.crash.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a workload has said, line by line: what each name must be after a crash. That is the state
 * that was acknowledged last or, if another change was begun since, that one's.
 */
final class Promises {
  private static final class Name {
    String acknowledged = State.ABSENT;
    String begun;

    /** Where the file goes that is being moved away from this name. */
    String heir;

    final Set<String> ever = new LinkedHashSet<>();
  }

  private final Map<String, Name> names = new LinkedHashMap<>();
  private final List<String> failures = new ArrayList<>();
  private final Set<String> modes = new LinkedHashSet<>();
  private final Set<String> news = new HashSet<>();
  private int acknowledged;

  /** Takes a line in the form of {@link dev.durable.programs.crash.Workload}. */
  synchronized void take(String line) {
    String[] words = line.split(" ");
    if (words[0].equals("!")) {
      failures.add(line.substring(2));
      return;
    }
    Name name = names.computeIfAbsent(words[1], key -> new Name());
    if (words[0].equals(">")) {
      name.begun = words[2];
      name.heir = words.length > 3 ? words[3] : null;
    } else {
      name.acknowledged = words[2];
      name.begun = null;
      acknowledged++;
      modes.add(mode(words[1]));
      news.add(mode(words[1]));
    }
    if (State.isDefinite(words[2])) {
      name.ever.add(words[2]);
    }
  }

  /** How many changes were acknowledged. */
  synchronized int acknowledged() {
    return acknowledged;
  }

  synchronized int names() {
    return names.size();
  }

  /** The modes in which something was acknowledged. */
  synchronized Set<String> modes() {
    return new LinkedHashSet<>(modes);
  }

  /** The modes in which something was acknowledged since the last {@link #forgetNews}. */
  synchronized Set<String> news() {
    return new HashSet<>(news);
  }

  synchronized void forgetNews() {
    news.clear();
  }

  /** What failed though the power was on. */
  synchronized List<String> failures() {
    return new ArrayList<>(failures);
  }

  /**
   * Compares with what is there.
   *
   * @param restarted whether the agent has started again since: what has a safety copy is whole
   *     only then, and is not looked at before
   */
  synchronized List<Loss> losses(Path directory, boolean restarted) throws IOException {
    var losses = new ArrayList<Loss>();
    for (var entry : names.entrySet()) {
      String mode = mode(entry.getKey());
      if (!mode.startsWith("obstacle-") || restarted) {
        Loss loss = loss(directory, mode, entry.getKey(), entry.getValue());
        if (loss != null) {
          losses.add(loss);
        }
      }
    }
    return losses;
  }

  private Loss loss(Path directory, String mode, String key, Name name) throws IOException {
    Found found = Found.at(directory.resolve(key));
    if (isKept(mode, key, name, found)) {
      return null;
    }
    if (State.ABSENT.equals(name.begun) && name.heir != null && found.is(key, State.ABSENT, null)) {
      Name heir = names.get(name.heir);
      String whole = heir.begun == null ? heir.acknowledged : heir.begun;
      return Found.at(directory.resolve(name.heir)).is(name.heir, whole, null)
          ? null
          : new Loss(mode, key, "missing", "and so is " + name.heir + ", where it is moved");
    }
    String must =
        name.acknowledged + (name.begun == null ? "" : " or " + name.begun) + ", not " + found;
    return new Loss(mode, key, kind(key, name, found), must);
  }

  private static boolean isKept(String mode, String key, Name name, Found found) {
    if (found.is(key, name.acknowledged, null)) {
      return true;
    }
    if (mode.equals("level-atomic")) {
      return found.is(key, State.ABSENT, null)
          || name.ever.stream().anyMatch(state -> found.is(key, state, null));
    }
    return name.begun != null && name.heir == null && found.is(key, name.begun, name.acknowledged);
  }

  private static String kind(String key, Name name, Found found) {
    if (found.is(key, State.ABSENT, null)) {
      return "missing";
    }
    if (name.acknowledged.equals(State.ABSENT) && name.begun == null) {
      return "back";
    }
    if (name.ever.stream().anyMatch(state -> found.is(key, state, null))) {
      return "old";
    }
    return found.isEmpty() ? "empty" : "torn";
  }

  private static String mode(String name) {
    return name.replaceFirst("-\\d+([./].*)?$", "");
  }

  /** What is at a path. */
  private record Found(String kind, byte[] content) {
    static Found at(Path path) throws IOException {
      if (Files.isSymbolicLink(path)) {
        return new Found("link:" + Files.readSymbolicLink(path), null);
      }
      if (Files.isDirectory(path)) {
        return new Found(State.DIRECTORY, null);
      }
      if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        return new Found(State.ABSENT, null);
      }
      return new Found("file", Files.readAllBytes(path));
    }

    boolean isEmpty() {
      return content != null && content.length == 0;
    }

    /**
     * Whether this is {@code state}.
     *
     * @param before the state before, for what is growing
     */
    boolean is(String name, String state, String before) {
      if (state.equals(State.UNKNOWN) || state.equals(kind)) {
        return true;
      }
      if (content == null) {
        return false;
      }
      if (State.isGrowing(state)) {
        int begin = State.length(before);
        return content.length >= begin
            && content.length <= State.length(state)
            && (begin == 0 || State.isContent(name, before, Arrays.copyOf(content, begin)));
      }
      return content.length == State.length(state) && State.isContent(name, state, content);
    }

    @Override
    public String toString() {
      return content == null ? kind : "a file of " + content.length + " bytes";
    }
  }
}
