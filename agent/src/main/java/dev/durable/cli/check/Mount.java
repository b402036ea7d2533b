package dev.durable.cli.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A mount, as /proc/self/mountinfo tells of it (proc_pid_mountinfo(5)). */
final class Mount {
  private static final Path LIST = Paths.get("/proc/self/mountinfo");

  /** Which directory or file of its file system is mounted; "/" for all of it. */
  final String root;

  final Path point;
  final String type;
  final String source;

  /** Of the mount and of its file system. */
  final Set<String> options;

  private Mount(String root, Path point, String type, String source, Set<String> options) {
    this.root = root;
    this.point = point;
    this.type = type;
    this.source = source;
    this.options = options;
  }

  /** All mounts that this process sees, later ones over earlier ones; none without /proc. */
  static List<Mount> all() {
    try {
      // Names are bytes: what is no UTF-8 isn't found, and no reason to fail.
      return parse(new String(Files.readAllBytes(LIST), StandardCharsets.UTF_8));
    } catch (IOException e) {
      return Collections.emptyList();
    }
  }

  static List<Mount> parse(String text) {
    List<Mount> mounts = new ArrayList<>();
    for (String line : text.split("\n")) {
      String[] fields = line.split(" ");
      int hyphen = Arrays.asList(fields).indexOf("-");
      if (hyphen >= 6 && fields.length > hyphen + 2) {
        Set<String> options = new LinkedHashSet<>(Arrays.asList(fields[5].split(",")));
        if (fields.length > hyphen + 3) {
          options.addAll(Arrays.asList(fields[hyphen + 3].split(",")));
        }
        mounts.add(
            new Mount(
                plain(fields[3]),
                Paths.get(plain(fields[4])),
                fields[hyphen + 1],
                plain(fields[hyphen + 2]),
                options));
      }
    }
    return mounts;
  }

  /** Blanks, tabs, line ends and backslashes stand there as octal numbers. */
  private static String plain(String field) {
    return field
        .replace("\\040", " ")
        .replace("\\011", "\t")
        .replace("\\012", "\n")
        .replace("\\134", "\\");
  }

  /** The one of {@code mounts} that a real path is on; null if there is none. */
  static Mount of(Path path, List<Mount> mounts) {
    Mount found = null;
    for (Mount mount : mounts) {
      if (path.startsWith(mount.point)
          && (found == null || mount.point.getNameCount() >= found.point.getNameCount())) {
        found = mount;
      }
    }
    return found;
  }

  /** Those of {@code mounts} that are below a real path, and not covered by another one. */
  static List<Mount> below(Path directory, List<Mount> mounts) {
    List<Mount> below = new ArrayList<>();
    for (Mount mount : mounts) {
      boolean inside = mount.point.startsWith(directory) && !mount.point.equals(directory);
      if (inside && of(mount.point, mounts) == mount) {
        below.add(mount);
      }
    }
    return below;
  }
}
