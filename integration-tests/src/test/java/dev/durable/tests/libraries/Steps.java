package dev.durable.tests.libraries;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What was done below a directory, in the words of {@code Recording.steps}, and what follows. */
final class Steps {
  private static final Path HERE = Path.of(".");
  private static final String OPEN_OR_CREATE = "open or create";
  private static final Set<String> NAMING = Set.of("rename", "link", "symlink", "mkdir", "create");
  private static final Set<String> CREATING = Set.of("overwrite", OPEN_OR_CREATE);
  private static final Set<String> REMOVING = Set.of("unlink", "rmdir");
  private static final Set<String> WRITING = Set.of("write", "truncate", "overwrite", "fallocate");
  private static final Set<String> FORCING = Set.of("fsync", "fdatasync");
  private static final Set<String> HARMLESS =
      Set.of("chmod", "chown", "setxattr", "utimensat", "fsync", "fdatasync", "close");

  private final List<Step> steps;

  private Steps(List<Step> steps) {
    this.steps = steps;
  }

  /**
   * Takes them from a recording; what failed is left out.
   *
   * @param before the files that were there
   */
  static Steps of(List<String> texts, Collection<Path> before) {
    var present = new HashSet<Path>(before);
    var steps = new ArrayList<Step>();
    for (String text : texts) {
      if (!text.matches(".*: (E[A-Z]+|killed)")) {
        steps.add(Step.parse(text, present));
      }
    }
    return new Steps(steps);
  }

  /** What was done in that directory, whose name is left out then. */
  Steps in(Path directory) {
    return new Steps(
        steps.stream()
            .filter(step -> step.from.startsWith(directory) || step.to.startsWith(directory))
            .map(step -> step.in(directory))
            .toList());
  }

  /** Fails unless the file was changed by nothing but one rename of a forced file over it. */
  void assertReplaced(String file) {
    assertEquals(Set.of(), changesInPlace(file), this::toString);
    assertEquals(
        1, steps.stream().filter(step -> step.replaces(Path.of(file))).count(), toString());
    assertDurable();
  }

  /** What was done to the file that left it for a moment without its old and its new content. */
  Set<Object> changesInPlace(String file) {
    Path name = Path.of(file);
    var changes = new LinkedHashSet<Object>();
    for (Step step : steps) {
      boolean concerns = step.from.equals(name) || step.to.equals(name);
      if (concerns && !step.replaces(name) && !HARMLESS.contains(step.verb)) {
        changes.add(step);
      }
    }
    return changes;
  }

  /**
   * Fails unless all that was written was forced before it was closed, and before it got another
   * name; and each change of a name was followed by a force of the directory.
   */
  void assertDurable() {
    assertEquals(Set.of(), unforced(), this::toString);
  }

  /** What a power cut may take. */
  Set<String> unforced() {
    var lost = new LinkedHashSet<String>();
    var files = new LinkedHashSet<Path>();
    var directories = new LinkedHashSet<Path>();
    for (Step step : steps) {
      if (WRITING.contains(step.verb)) {
        files.add(step.from);
      } else if (FORCING.contains(step.verb)) {
        files.remove(step.from);
        directories.remove(step.from);
      } else if (REMOVING.contains(step.verb)) {
        files.remove(step.from);
      } else if (files.contains(step.from) && Set.of("close", "rename").contains(step.verb)) {
        lost.add(step + " without a force");
      }
      if (step.verb.equals("rename") && files.remove(step.from)) {
        files.add(step.to);
      }
      if (step.changesNames) {
        directories.add(parent(step.to));
        directories.add(parent(step.from));
      }
    }
    files.forEach(file -> lost.add("in the end, no force of " + file));
    directories.forEach(directory -> lost.add("in the end, no force of directory " + directory));
    return lost;
  }

  private static Path parent(Path path) {
    return path.getParent() == null ? HERE : path.getParent();
  }

  /** Line by line; a thousand equal ones are one. */
  @Override
  public String toString() {
    var text = new StringBuilder();
    Step last = null;
    for (Step step : steps) {
      if (!step.equals(last)) {
        text.append('\n').append(step);
      }
      last = step;
    }
    return text.toString();
  }

  /**
   * A step that succeeded.
   *
   * @param from the file that it was done to
   * @param to the file's new name, or the same
   * @param changesNames whether a name came or went
   */
  private record Step(String verb, Path from, Path to, boolean changesNames) {

    /** Parses it; {@code present} are the files that are there, which it may change. */
    static Step parse(String text, Set<Path> present) {
      // Names may be of several words.
      String verb = text.startsWith(OPEN_OR_CREATE) ? OPEN_OR_CREATE : text.split(" ")[0];
      String[] names = text.substring(verb.length() + 1).split(" -> ");
      Path from = Path.of(names[0]);
      // What is written may look like another file.
      Path to = verb.equals("write") ? from : Path.of(names[names.length - 1]);
      boolean changesNames =
          NAMING.contains(verb)
              || REMOVING.contains(verb)
              || CREATING.contains(verb) && !present.contains(to);
      if (REMOVING.contains(verb) || verb.equals("rename")) {
        present.remove(from);
      }
      if (NAMING.contains(verb) || CREATING.contains(verb)) {
        present.add(to);
      }
      return new Step(verb, from, to, changesNames);
    }

    Step in(Path directory) {
      return new Step(verb, relative(directory, from), relative(directory, to), changesNames);
    }

    private static Path relative(Path directory, Path path) {
      return path.equals(directory) ? HERE : directory.relativize(path);
    }

    boolean replaces(Path file) {
      return verb.equals("rename") && to.equals(file);
    }

    @Override
    public String toString() {
      return verb + " " + from + (from.equals(to) ? "" : " -> " + to);
    }
  }
}
