package dev.durable.programs.steps;

import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds out, in the JVM without the agent, what need not be equal in the one with it: where several
 * writers or a reader and a writer have one file open and the agent gives each writer a version of
 * its own. Files are told apart by their identity, which is nobody else's in a plain JVM.
 */
final class Sharing {
  /** A file as it was opened. */
  static final class Opened {
    final Object identity;
    final boolean writing;
    final boolean inPlace;
    boolean closed;

    /** What this one reads, or where it writes, depends on others. */
    boolean loose;

    Opened(Object identity, boolean writing, boolean inPlace) {
      this.identity = identity;
      this.writing = writing;
      this.inPlace = inPlace;
    }
  }

  private final List<Opened> all = new ArrayList<>();

  /** Files whose content depends on who writes last. */
  private final Set<Object> loose = new HashSet<>();

  /** An opened file is there; {@code before} is what was at its name. */
  Opened opened(Line line, Object before) {
    Object identity = Questions.identity(line.path(Opening.PATH));
    Opened opened =
        new Opened(identity, Opening.isWriting(line), Opening.isInPlace(line, before != null));
    if (opened.writing) {
      written(identity, opened.inPlace, !opened.inPlace);
    }
    opened.loose = loose.contains(identity);
    all.add(opened);
    return opened;
  }

  /** A call has written a whole file, by its name. */
  void written(Line line, Object before) {
    if (before == null) {
      return;
    }
    Set<String> options = new HashSet<>(Arrays.asList(line.word(3).split(",")));
    boolean inPlace =
        options.contains("APPEND") || options.contains("DSYNC") || options.contains("SYNC");
    boolean whole = options.contains("-") || options.contains("TRUNCATE_EXISTING");
    written(before, inPlace, whole);
  }

  private void written(Object identity, boolean inPlace, boolean whole) {
    boolean otherWriters = false;
    boolean versions = !inPlace;
    for (Opened other : all) {
      if (!other.closed && other.identity != null && other.identity.equals(identity)) {
        otherWriters |= other.writing;
        versions |= other.writing && !other.inPlace;
      }
    }
    if (!versions) {
      return;
    }
    for (Opened other : all) {
      if (!other.closed && other.identity != null && other.identity.equals(identity)) {
        other.loose = true;
      }
    }
    if (otherWriters) {
      loose.add(identity);
    } else if (whole) {
      loose.remove(identity);
    }
  }

  /** A call may have made one file of another. */
  void copied(Object from, Path to) {
    if (from != null && loose.contains(from)) {
      loose.add(Questions.identity(to));
    }
  }

  boolean isLoose(Object identity) {
    return identity != null && loose.contains(identity);
  }

  /** The names of a view whose contents need not be equal. */
  String looseNames(Iterable<String> names, Names real) {
    if (loose.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      if (isLoose(Questions.identity(Paths.get(real.real(name))))
          || isLoose(Questions.identity(Paths.get(real.literal(name))))) {
        text.append(name).append(',');
      }
    }
    return text.toString();
  }
}
