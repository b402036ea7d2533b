package dev.durable.tests.fidelity;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.Tuple;

/**
 * All programs of up to a hundred steps over the contract's calls. A step is a line for {@code
 * dev.durable.programs.steps.Steps}. Earlier choices are simpler ones: jqwik shrinks to them.
 */
final class Programs {
  private static final int LONGEST = 100;

  /** A program is about so many names above all, so that its steps meet. */
  private static final int FEW = 3;

  private static final int GENERATED_AT_A_TIME = 1000;

  /** What is in a directory at first, or can be made there, or neither. */
  private static final String[] NAMES = {
    "a",
    "b",
    "c",
    "x1",
    "x2",
    "x3",
    "sub/a",
    "sub/x",
    "hard1",
    "hard2",
    "link",
    "chain",
    "dangling",
    "made",
    "linkdir/a",
    "linkdir/x",
    "readonly",
    "suid",
    "shared",
    "secret",
    "locked/own",
    "locked/x",
    "sticky/own",
    "sticky/shared",
    "sticky/x",
    "sub",
    "sub/d",
    "empty",
    "empty/x",
    "linkdir",
    "linkdir/../b",
    "./a",
    "t1",
    "t2",
    "loop",
    "missing/x",
    "a/x",
    "n".repeat(255),
    "n".repeat(256)
  };

  private static final String[] DIRECTORIES = {"sub", "empty", "linkdir", "", "locked", "missing"};

  private static final Arbitrary<String> TEXT =
      Arbitraries.frequency(
          Tuple.of(4, "hello"),
          Tuple.of(4, "y"),
          Tuple.of(3, "one\\ntwo\\n"),
          Tuple.of(2, "-"),
          Tuple.of(2, "*100"),
          Tuple.of(1, "*9000"),
          Tuple.of(1, "*20000"));

  private static final Arbitrary<String> SLOT =
      Arbitraries.frequency(Tuple.of(4, "0"), Tuple.of(3, "1"), Tuple.of(2, "2"), Tuple.of(1, "3"));

  private static final Arbitrary<String> NUMBER = Arbitraries.of("0", "3", "1", "10", "5000");
  private static final Arbitrary<String> FLAG = Arbitraries.of("true", "false");
  private static final Arbitrary<String> PERMISSIONS =
      Arbitraries.of("rw-r--r--", "rw-------", "r--r--r--", "rwxrwxrwx", "---------", "-w--w--w-");
  private static final Arbitrary<String> MAYBE_PERMISSIONS =
      Arbitraries.frequencyOf(Tuple.of(3, Arbitraries.just("-")), Tuple.of(1, PERMISSIONS));

  private static final Arbitrary<String> LINKS = Arbitraries.of("-", "-", "NOFOLLOW_LINKS");

  /** Mostly those that applications use. */
  private static final Arbitrary<String> OPEN_OPTIONS =
      Arbitraries.frequencyOf(
          Tuple.of(4, Arbitraries.just("-")),
          Tuple.of(2, Arbitraries.just("CREATE,TRUNCATE_EXISTING,WRITE")),
          Tuple.of(2, Arbitraries.just("CREATE,APPEND")),
          Tuple.of(2, Arbitraries.just("CREATE_NEW,WRITE")),
          Tuple.of(1, Arbitraries.just("CREATE,WRITE")),
          Tuple.of(1, Arbitraries.just("WRITE")),
          Tuple.of(
              3,
              some(
                  "WRITE",
                  "CREATE",
                  "TRUNCATE_EXISTING",
                  "APPEND",
                  "CREATE_NEW",
                  "READ",
                  "NOFOLLOW_LINKS",
                  "SYNC",
                  "DSYNC",
                  "SPARSE",
                  "DELETE_ON_CLOSE")));

  private static final Arbitrary<String> CHANNEL_OPTIONS =
      Arbitraries.frequencyOf(
          Tuple.of(3, Arbitraries.just("CREATE,TRUNCATE_EXISTING,WRITE")),
          Tuple.of(2, Arbitraries.just("CREATE,TRUNCATE_EXISTING,READ,WRITE")),
          Tuple.of(2, Arbitraries.just("CREATE,READ,WRITE")),
          Tuple.of(1, Arbitraries.just("READ")),
          Tuple.of(4, OPEN_OPTIONS));

  private static final Arbitrary<String> COPY_OPTIONS =
      Arbitraries.frequencyOf(
          Tuple.of(3, Arbitraries.just("REPLACE_EXISTING")),
          Tuple.of(2, Arbitraries.just("-")),
          Tuple.of(
              2, some("REPLACE_EXISTING", "COPY_ATTRIBUTES", "NOFOLLOW_LINKS", "ATOMIC_MOVE")));

  private Programs() {}

  /** Up to a hundred steps, about a few names above all. */
  static List<Shrinkable<String>> next(Random random) {
    List<String> few = new ArrayList<>();
    while (few.size() < FEW) {
      few.add(NAMES[random.nextInt(NAMES.length)]);
    }
    RandomGenerator<String> steps = steps(few).generator(GENERATED_AT_A_TIME);
    List<Shrinkable<String>> program = new ArrayList<>();
    for (int length = 1 + random.nextInt(LONGEST); program.size() < length; ) {
      program.add(steps.next(random));
    }
    return program;
  }

  private static Arbitrary<String> steps(List<String> few) {
    Arbitrary<String> name =
        Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.of(few)), Tuple.of(1, Arbitraries.of(NAMES)))
            .map(n -> "@/" + n);
    return Arbitraries.frequencyOf(
        Tuple.of(22, opening(name)),
        Tuple.of(34, use()),
        Tuple.of(13, writing(name)),
        Tuple.of(11, naming(name)),
        Tuple.of(5, attributes(name)),
        Tuple.of(13, questions(name)),
        Tuple.of(1, step("interrupt")),
        Tuple.of(2, step("interrupted")),
        Tuple.of(2, step("look")));
  }

  private static Arbitrary<String> opening(Arbitrary<String> name) {
    Arbitrary<String> plainly =
        Arbitraries.of(
            "FileOutputStream(File)",
            "FileOutputStream(String)",
            "FileOutputStream-subclass",
            "FileWriter(File)",
            "PrintWriter(File)",
            "PrintWriter(String)",
            "PrintStream(File)",
            "PrintStream(String)",
            "Formatter(File)");
    Arbitrary<String> appending =
        Arbitraries.of(
            "FileOutputStream(File,boolean)",
            "FileOutputStream(String,boolean)",
            "FileWriter(String,boolean)");
    Arbitrary<String> streams = Arbitraries.of("newOutputStream", "newBufferedWriter");
    Arbitrary<String> channels =
        Arbitraries.of("FileChannel", "newByteChannel", "AsynchronousFileChannel");
    Arbitrary<String> random = Arbitraries.of("RandomAccessFile(File)", "RandomAccessFile(String)");
    Arbitrary<String> modes = Arbitraries.of("rw", "r", "rws", "rwd");
    Arbitrary<String> reading =
        Arbitraries.of("FileInputStream", "newInputStream", "newBufferedReader");
    return Arbitraries.frequencyOf(
        Tuple.of(5, step("open", SLOT, plainly, name)),
        Tuple.of(2, step("open", SLOT, appending, name, FLAG)),
        Tuple.of(4, step("open", SLOT, streams, name, OPEN_OPTIONS)),
        Tuple.of(6, step("open", SLOT, channels, name, CHANNEL_OPTIONS, MAYBE_PERMISSIONS)),
        Tuple.of(3, step("open", SLOT, random, name, modes)),
        Tuple.of(2, step("open", SLOT, reading, name, "-")));
  }

  private static Arbitrary<String> use() {
    Arbitrary<String> mode = Arbitraries.of("READ_WRITE", "READ_ONLY", "PRIVATE");
    return Arbitraries.frequencyOf(
        Tuple.of(8, step("w", SLOT, TEXT)),
        Tuple.of(8, step("close", SLOT)),
        Tuple.of(2, step("writeAt", SLOT, NUMBER, TEXT)),
        Tuple.of(1, step("gather", SLOT, TEXT, TEXT)),
        Tuple.of(1, step("transferFrom", SLOT, NUMBER, TEXT)),
        Tuple.of(1, step("transferTo", SLOT, NUMBER, NUMBER)),
        Tuple.of(2, step("read", SLOT, Arbitraries.of("5", "1", "0", "9000"))),
        Tuple.of(1, step("position", SLOT)),
        Tuple.of(1, step("position", SLOT, NUMBER)),
        Tuple.of(2, step("length", SLOT)),
        Tuple.of(2, step("truncate", SLOT, NUMBER)),
        Tuple.of(2, step("flush", SLOT)),
        Tuple.of(1, step("checkError", SLOT)),
        Tuple.of(2, step("force", SLOT, FLAG)),
        Tuple.of(1, step("isOpen", SLOT)),
        Tuple.of(1, step("shown", SLOT)),
        Tuple.of(2, step("channel", SLOT, SLOT)),
        Tuple.of(1, step("descriptor", SLOT, SLOT)),
        Tuple.of(2, step("lock", SLOT, FLAG, FLAG, NUMBER, NUMBER)),
        Tuple.of(1, step("release", SLOT)),
        Tuple.of(1, step("map", SLOT, mode, NUMBER, NUMBER)),
        Tuple.of(1, step("put", SLOT, NUMBER, TEXT)));
  }

  private static Arbitrary<String> writing(Arbitrary<String> name) {
    return Arbitraries.frequencyOf(
        Tuple.of(4, step("write", name, TEXT, OPEN_OPTIONS)),
        Tuple.of(1, step("lines", name, TEXT, OPEN_OPTIONS)),
        Tuple.of(1, step("string", name, TEXT, OPEN_OPTIONS)),
        Tuple.of(2, step("copyIn", name, TEXT, COPY_OPTIONS)),
        Tuple.of(3, step("copy", name, name, COPY_OPTIONS)));
  }

  private static Arbitrary<String> naming(Arbitrary<String> name) {
    Arbitrary<String> directory = Arbitraries.of(DIRECTORIES).map(n -> "@/" + n);
    Arbitrary<String> temporary = Arbitraries.of("t1", "t2");
    return Arbitraries.frequencyOf(
        Tuple.of(4, step("move", name, name, COPY_OPTIONS)),
        Tuple.of(3, step("rename", name, name)),
        Tuple.of(4, step(Arbitraries.of("delete", "deleteIfExists", "File.delete"), name)),
        Tuple.of(
            2,
            step(
                Arbitraries.of("createFile", "createDirectory", "createDirectories"),
                name,
                MAYBE_PERMISSIONS)),
        Tuple.of(2, step(Arbitraries.of("File.createNewFile", "File.mkdir", "File.mkdirs"), name)),
        Tuple.of(1, step("createLink", name, name)),
        Tuple.of(1, step("createSymbolicLink", name, Arbitraries.of("a", "x1", "sub", "../b"))),
        Tuple.of(
            1,
            step(
                Arbitraries.of("createTempFile", "createTempDirectory"),
                directory,
                temporary,
                MAYBE_PERMISSIONS)),
        Tuple.of(1, step("File.createTempFile", directory, temporary)));
  }

  private static Arbitrary<String> attributes(Arbitrary<String> name) {
    Arbitrary<String> seconds = Arbitraries.of("1000000000", "86400");
    Arbitrary<String> owner = Arbitraries.of("0", "1", "65534");
    Arbitrary<String> switches =
        Arbitraries.of("File.setWritable", "File.setReadable", "File.setExecutable");
    return Arbitraries.frequencyOf(
        Tuple.of(3, step("setPermissions", name, PERMISSIONS)),
        Tuple.of(2, step("setTime", name, seconds)),
        Tuple.of(1, step("File.setLastModified", name, seconds)),
        Tuple.of(1, step("setOwner", name, owner)),
        Tuple.of(1, step("setLinkOwner", name, owner)),
        Tuple.of(1, step("File.setReadOnly", name)),
        Tuple.of(1, step(switches, name, FLAG, FLAG)),
        Tuple.of(2, step("setAttribute", name, Arbitraries.of("k", "l"), TEXT)),
        Tuple.of(1, step("removeAttribute", name, Arbitraries.of("k", "l"))));
  }

  private static Arbitrary<String> questions(Arbitrary<String> name) {
    Arbitrary<String> simple =
        Arbitraries.of(
            "readAllBytes",
            "size",
            "File.length",
            "File.exists",
            "readAllLines",
            "lines()",
            "copyOut",
            "FileInputStream",
            "FileReader",
            "FileChannel",
            "Scanner",
            "isReadable",
            "isWritable",
            "isExecutable",
            "isHidden",
            "readSymbolicLink",
            "getPosixFilePermissions",
            "getLastModifiedTime",
            "listAttributes",
            "File.isFile",
            "File.isDirectory",
            "File.isHidden",
            "File.canRead",
            "File.canWrite",
            "File.canExecute",
            "File.lastModified",
            "File.getCanonicalPath");
    Arbitrary<String> linked =
        Arbitraries.of(
            "exists",
            "notExists",
            "isRegularFile",
            "isDirectory",
            "toRealPath",
            "getOwner",
            "readAttributes",
            "attributeView",
            "unix:mode",
            "unix:nlink",
            "newInputStream");
    Arbitrary<String> directory = Arbitraries.of(DIRECTORIES).map(n -> "@/" + n);
    return Arbitraries.frequencyOf(
        Tuple.of(12, step(simple, name)),
        Tuple.of(6, step(linked, name, LINKS)),
        Tuple.of(1, step("isSameFile", name, name)),
        Tuple.of(1, step("RandomAccessFile", name, NUMBER)),
        Tuple.of(1, step("getAttribute", name, Arbitraries.of("k", "l"))),
        Tuple.of(1, step(Arbitraries.of("File.list", "list", "walk"), directory)),
        Tuple.of(1, step("newDirectoryStream", directory, Arbitraries.of("*", "*.s", "x*"))));
  }

  private static Arbitrary<String> some(String... options) {
    return Arbitraries.of(options)
        .set()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(set -> String.join(",", set));
  }

  /** A line of words, each given or to be chosen. */
  private static Arbitrary<String> step(Object... words) {
    var choices = new ArrayList<Arbitrary<String>>();
    for (Object word : words) {
      @SuppressWarnings("unchecked")
      Arbitrary<String> choice =
          word instanceof String s ? Arbitraries.just(s) : (Arbitrary<String>) word;
      choices.add(choice);
    }
    return Combinators.combine(choices).as(parts -> String.join(" ", parts));
  }
}
