package dev.durable.tests.edges;

import static dev.durable.tests.edges.EdgeTest.directory;
import static dev.durable.tests.edges.EdgeTest.file;
import static dev.durable.tests.edges.EdgeTest.owner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A directory with something of everything, and calls at random on what is in it. */
final class RandomProgram {
  private static final String[] NAMES = {
    "a",
    "a",
    "a",
    "b",
    "b",
    "b",
    "c",
    "new1",
    "new2",
    "new3",
    "sub/a",
    "sub/a",
    "sub/b",
    "sub/new",
    "link",
    "chain",
    "dangling",
    "loop",
    "hard1",
    "hard1",
    "hard2",
    "readonly",
    "writeonly",
    "missing/a",
    "a/x",
    "sub",
    "empty",
    "full",
    "full/x",
    "linkdir",
    "linkdir/a",
    "linkdir/../b",
    "up",
    "away",
    "locked/own",
    "locked/new",
    "foreign/shared",
    "foreign/secret",
    "foreign/new",
    "sticky/own",
    "sticky/foreign",
    "sticky/new",
    "others",
    "secret",
    "./b",
    "sub/",
    "fifo",
    ".",
    "",
    "n".repeat(255),
    "n".repeat(256),
    "sub/up",
    "executable",
    "outside",
    "far",
    "far/a",
    "far/a",
    "far/b",
    "far/new",
    "far/full",
    "far/empty"
  };

  private static final String[] OPEN_OPTIONS = {
    "WRITE",
    "WRITE",
    "CREATE",
    "CREATE",
    "CREATE_NEW",
    "TRUNCATE_EXISTING",
    "APPEND",
    "READ",
    "DSYNC",
    "SYNC",
    "SPARSE",
    "DELETE_ON_CLOSE",
    "NOFOLLOW_LINKS"
  };

  private static final String[] COPY_OPTIONS = {
    "REPLACE_EXISTING",
    "REPLACE_EXISTING",
    "REPLACE_EXISTING",
    "ATOMIC_MOVE",
    "COPY_ATTRIBUTES",
    "NOFOLLOW_LINKS"
  };

  private static final String[] MODES = {
    "000", "222", "444", "600", "640", "666", "755", "777", "1777", "2755", "4755", "555", "333"
  };

  private final Random random;

  RandomProgram(long seed) {
    random = new Random(seed);
  }

  /** Fills a directory of that user's. */
  static void setUp(Path d, User user) throws Exception {
    List<Path> own = new ArrayList<>();
    own.add(file(d, "a", "content of a"));
    own.add(file(d, "b", "b\n".repeat(3000), "640"));
    own.add(file(d, "c", "", "600"));
    own.add(file(d, "readonly", "only to be read", "444"));
    own.add(file(d, "writeonly", "only to be written", "222"));
    own.add(file(d, "executable", "#!/bin/sh", "4755"));
    own.add(file(d, "hard1", "two names"));
    Files.createLink(d.resolve("hard2"), d.resolve("hard1"));
    own.add(directory(d, "sub", "755"));
    own.add(file(d.resolve("sub"), "a", "content of sub/a"));
    own.add(directory(d, "empty", "750"));
    own.add(directory(d, "full", "755"));
    own.add(file(d.resolve("full"), "x", "x"));
    own.add(directory(d, "locked", "755"));
    own.add(file(d.resolve("locked"), "own", "in a directory that can't be written"));
    EdgeTest.mode(d.resolve("locked"), "555");
    for (Path path : own) {
      user.own(path);
    }
    // What is somebody else's, where the user isn't root.
    Path foreign = directory(d, "foreign", "777");
    file(foreign, "shared", "everybody may write it", "666");
    file(foreign, "secret", "nobody else may read it", "600");
    Path sticky = directory(d, "sticky", "1777");
    file(sticky, "foreign", "everybody may write it", "666");
    user.own(file(sticky, "own", "own"));
    file(d, "others", "everybody may write it", "666");
    file(d, "secret", "nobody else may read it", "600");
    owner(d.resolve("others"), 0, 4);
    link(d, "link", "a");
    link(d, "chain", "link");
    link(d, "dangling", "made");
    link(d, "loop", "loop");
    link(d, "linkdir", "sub");
    link(d, "up", "sub/../b");
    link(d, "sub/up", "../c");
    link(d, "away", d.resolve("sub/b").toString());
    link(d, "outside", "/dev/null");
  }

  private static void link(Path directory, String name, String target) throws IOException {
    Files.createSymbolicLink(directory.resolve(name), Path.of(target));
  }

  /** Fills another file system, at the name "far". */
  static void setUpFar(Path far) throws Exception {
    file(far, "a", "far a");
    file(far, "b", "far b", "600");
    directory(far, "empty", "755");
    file(directory(far, "full", "755"), "x", "far x");
    link(far, "link", "a");
  }

  /**
   * The next call: the fields of a line for {@code Calls}, "@" standing for the directory; or a
   * change that somebody else makes: "chmod", a name and a mode; "link", a name and another one for
   * it.
   */
  Object[] next() {
    int kind = random.nextInt(100);
    if (kind < 5) {
      return new Object[] {"chmod", name(), one(MODES)};
    }
    if (kind < 8) {
      return new Object[] {"link", name(), name()};
    }
    if (kind < 60) {
      String call = one("write", "write", "string", "lines");
      String name = name();
      return fields(
          call, name, text(), OPEN_OPTIONS, random.nextInt(5) < 2 ? 0 : 1 + random.nextInt(4));
    }
    String from = name();
    String to = name();
    if ((from.endsWith(".") || from.equals("@/far")) && to.startsWith("@/far")) {
      // Java 8 alone has errors of its own for a directory called "." and for a mount point.
      return next();
    }
    return kind < 85
        ? fields("move", from, to, COPY_OPTIONS, random.nextInt(3))
        : new Object[] {"rename", from, to};
  }

  /** Makes a change that {@link #next} has named, if it can be made in that directory. */
  static void change(Path directory, Object[] change) throws IOException {
    Path path = Path.of(change[1].toString().replace("@", directory.toString()));
    // Not what is elsewhere and everybody's, behind a link.
    if (!Files.exists(path) || !path.toRealPath().startsWith(directory)) {
      return;
    }
    try {
      if (change[0].equals("chmod")) {
        EdgeTest.mode(path, change[2].toString());
      } else {
        Files.createLink(Path.of(change[2].toString().replace("@", directory.toString())), path);
      }
    } catch (IOException e) {
      // Of a directory, to a name that is taken, to another file system ...
    }
  }

  private String name() {
    return "@/" + one(NAMES);
  }

  private String text() {
    int length =
        random.nextInt(4) == 0 ? 0 : random.nextInt(8) == 0 ? 30_000 : 1 + random.nextInt(20);
    var text = new StringBuilder();
    while (text.length() < length) {
      text.append((char) ('a' + random.nextInt(26)));
      if (random.nextInt(9) == 0) {
        text.append('\n');
      }
    }
    return text.toString();
  }

  private Object[] fields(String call, String first, String second, String[] options, int count) {
    List<Object> fields = new ArrayList<>(List.of(call, first, second));
    for (int i = 0; i < count; i++) {
      fields.add(one(options));
    }
    return fields.toArray();
  }

  private String one(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
