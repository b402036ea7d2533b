package dev.durable.programs;

import dev.durable.programs.streams.Verbs;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Makes the calls that its standard input names, a line each, and prints for each a line with what
 * came of it: the result, or the exception with all that the application can see of it. Fields are
 * separated by tabs; \n and \t in them, and \n in what is printed, stand for themselves.
 *
 * <pre>
 * write     PATH TEXT [OPTION...]    Files.write(bytes)
 * fill      PATH LENGTH [OPTION...]  the same with that many bytes, a pattern
 * lines     PATH TEXT [OPTION...]    Files.write(lines, UTF-8), a line for each of TEXT's
 * ascii     PATH TEXT [OPTION...]    the same in US-ASCII
 * break     PATH TEXT [OPTION...]    the same, but then the iterator fails
 * feed      PATH                     the same with the lines that follow, up to a line with a dot
 * lure      PATH PROPERTY            the same, but the JDK itself is to fetch the line: a property
 * string    PATH TEXT [OPTION...]    Files.writeString, where the JDK has it
 * every     DIRECTORY TEXT           Files.write(bytes) of each file in there; prints how many
 * move      PATH PATH [OPTION...]    Files.move
 * rename    PATH PATH                File.renameTo
 * read      PATH                     prints a file's content
 * harass    PATH LENGTH TIMES        fills it that often while another thread interrupts this one
 * interrupt                          sets this thread's interrupt status
 * interrupted                        prints and clears it
 * aside     CALL...                  makes that call on a thread of its own, without waiting
 * join                               waits for the call aside, and prints what came of it
 * apart     CALL... [; CALL...]      prepares a thread that makes these calls: see {@link Apart}
 * go                                 lets all of them go at once
 * in-turn                            lets one after the other go, and prints the answers of each
 * number                             the kernel's number of this thread
 * mark      NAME                     looks for the file /mark/NAME, to be seen in a trace
 * sleep     MILLIS
 * exhaust   COUNT                    opens files until no more than that many can be opened
 * relax                              closes them
 * manage                             asks for the MBean server of this JVM
 * attribute NAME                     of the agent's MBean
 * invoke    NAME                     an operation of it
 * </pre>
 *
 * <p>Those on streams, channels and names are made by {@link Verbs}.
 */
public final class Calls {
  private static final BufferedReader IN =
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

  private static FutureTask<String> aside;

  private static final Deque<FileInputStream> OPENED = new ArrayDeque<>();

  private Calls() {}

  public static void main(String[] arguments) throws Exception {
    PrintStream out = new PrintStream(System.out, true, "UTF-8");
    for (String line; (line = IN.readLine()) != null; ) {
      out.println(call(line.split("\t", -1)).replace("\n", "\\n"));
    }
  }

  private static String callOnItsOwn(String[] fields) {
    try {
      return call(fields);
    } catch (Exception | Error e) {
      return e.toString();
    }
  }

  private static String call(String[] fields) throws Exception {
    for (int i = 0; i < fields.length; i++) {
      fields[i] = fields[i].replace("\\n", "\n").replace("\\t", "\t");
    }
    try {
      return "ok " + make(fields);
    } catch (FileSystemException e) {
      return e.getClass().getName()
          + " file="
          + e.getFile()
          + " other="
          + e.getOtherFile()
          + " reason="
          + e.getReason();
    } catch (IOException | RuntimeException e) {
      return e.getClass().getName() + " message=" + e.getMessage();
    }
  }

  private static Object make(String[] fields) throws Exception {
    switch (fields[0]) {
      case "write":
        return Files.write(
            Paths.get(fields[1]), fields[2].getBytes(StandardCharsets.UTF_8), openOptions(fields));
      case "fill":
        return Files.write(
            Paths.get(fields[1]), pattern(Integer.parseInt(fields[2])), openOptions(fields));
      case "lines":
        return writeLines(fields, StandardCharsets.UTF_8, lines(fields[2]));
      case "ascii":
        return writeLines(fields, StandardCharsets.US_ASCII, lines(fields[2]));
      case "break":
        return writeLines(fields, StandardCharsets.UTF_8, broken(lines(fields[2])));
      case "feed":
        return writeLines(fields, StandardCharsets.UTF_8, linesThatFollow());
      case "lure":
        return writeLines(fields, StandardCharsets.UTF_8, property(fields[2]));
      case "string":
        return writeString(Paths.get(fields[1]), fields[2], openOptions(fields));
      case "every":
        return writeEvery(Paths.get(fields[1]), fields[2]);
      case "move":
        return Files.move(Paths.get(fields[1]), Paths.get(fields[2]), copyOptions(fields));
      case "rename":
        return new File(fields[1]).renameTo(new File(fields[2]));
      case "read":
        return new String(Files.readAllBytes(Paths.get(fields[1])), StandardCharsets.UTF_8);
      case "harass":
        return harass(
            Paths.get(fields[1]), Integer.parseInt(fields[2]), Integer.parseInt(fields[3]));
      case "interrupt":
        Thread.currentThread().interrupt();
        return "";
      case "interrupted":
        return Thread.interrupted();
      case "aside":
        aside = new FutureTask<>(() -> call(Arrays.copyOfRange(fields, 1, fields.length)));
        new Thread(aside).start();
        return "";
      case "join":
        return aside.get();
      case "apart":
        Apart.prepare(Arrays.copyOfRange(fields, 1, fields.length), Calls::callOnItsOwn);
        return "";
      case "go":
        Apart.goTogether();
        return "";
      case "in-turn":
        return Apart.goInTurn();
      case "number":
        return Apart.number();
      case "mark":
        return new File("/mark/" + fields[1]).exists();
      case "sleep":
        Thread.sleep(Long.parseLong(fields[1]));
        return "";
      case "exhaust":
        return exhaust(Integer.parseInt(fields[1]));
      case "relax":
        return closeAll();
      case "manage":
        return Managing.isServed();
      case "attribute":
        return Managing.attribute(fields[1]);
      case "invoke":
        return Managing.invoke(fields[1]);
      default:
        return Verbs.make(fields);
    }
  }

  /** Bytes of which each tells its place. */
  public static byte[] pattern(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) ('a' + i % 26);
    }
    return bytes;
  }

  private static Object writeLines(String[] fields, Charset charset, Iterator<CharSequence> lines)
      throws IOException {
    return Files.write(Paths.get(fields[1]), () -> lines, charset, openOptions(fields));
  }

  private static Iterator<CharSequence> lines(String text) {
    return Arrays.<CharSequence>asList(text.split("\n")).iterator();
  }

  private static Iterator<CharSequence> broken(Iterator<CharSequence> lines) {
    return new Iterator<CharSequence>() {
      @Override
      public boolean hasNext() {
        return true;
      }

      @Override
      public CharSequence next() {
        if (!lines.hasNext()) {
          throw new IllegalStateException("no more lines");
        }
        return lines.next();
      }
    };
  }

  /** When it is asked for its line, no method of this class is called. */
  private static Iterator<CharSequence> property(String name) throws Exception {
    MethodHandle get =
        MethodHandles.publicLookup()
            .findStatic(
                System.class, "getProperty", MethodType.methodType(String.class, String.class));
    Supplier<?> property =
        MethodHandleProxies.asInterfaceInstance(
            Supplier.class, MethodHandles.insertArguments(get, 0, name));
    return Stream.generate(property).limit(1).map(CharSequence.class::cast).iterator();
  }

  private static Iterator<CharSequence> linesThatFollow() {
    return new Iterator<CharSequence>() {
      private String line;

      @Override
      public boolean hasNext() {
        try {
          line = IN.readLine();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        return line != null && !line.equals(".");
      }

      @Override
      public CharSequence next() {
        return line;
      }
    };
  }

  private static Object writeString(Path path, String text, OpenOption[] options) throws Exception {
    try {
      return Files.class
          .getMethod(
              "writeString", Path.class, CharSequence.class, Charset.class, OpenOption[].class)
          .invoke(null, path, text, StandardCharsets.UTF_8, options);
    } catch (NoSuchMethodException before11) {
      return Files.write(path, text.getBytes(StandardCharsets.UTF_8), options);
    } catch (java.lang.reflect.InvocationTargetException e) {
      throw (Exception) e.getCause();
    }
  }

  /** Returns how many of the writes began or ended with the interrupt status set. */
  private static int harass(Path path, int length, int times) throws Exception {
    Thread writer = Thread.currentThread();
    AtomicBoolean done = new AtomicBoolean();
    Thread interrupter =
        new Thread(
            () -> {
              while (!done.get()) {
                writer.interrupt();
              }
            });
    interrupter.start();
    try {
      int interrupted = 0;
      for (int time = 0; time < times; time++) {
        Files.write(path, pattern(length));
        interrupted += Thread.interrupted() ? 1 : 0;
      }
      return interrupted;
    } finally {
      done.set(true);
      while (interrupter.isAlive()) {
        Thread.yield();
      }
      Thread.interrupted();
    }
  }

  private static String exhaust(int left) throws IOException {
    try {
      while (true) {
        OPENED.push(new FileInputStream("/dev/null"));
      }
    } catch (IOException noMore) {
      for (int i = 0; i < left; i++) {
        OPENED.pop().close();
      }
    }
    return "";
  }

  private static String closeAll() throws IOException {
    while (!OPENED.isEmpty()) {
      OPENED.pop().close();
    }
    return "";
  }

  private static int writeEvery(Path directory, String text) throws IOException {
    int count = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
        count++;
      }
    }
    return count;
  }

  private static OpenOption[] openOptions(String[] fields) {
    List<OpenOption> options = new ArrayList<>();
    for (int i = 3; i < fields.length; i++) {
      options.add(
          fields[i].equals("NOFOLLOW_LINKS")
              ? LinkOption.NOFOLLOW_LINKS
              : StandardOpenOption.valueOf(fields[i]));
    }
    return options.toArray(new OpenOption[0]);
  }

  private static CopyOption[] copyOptions(String[] fields) {
    List<CopyOption> options = new ArrayList<>();
    for (int i = 3; i < fields.length; i++) {
      options.add(
          fields[i].equals("NOFOLLOW_LINKS")
              ? LinkOption.NOFOLLOW_LINKS
              : StandardCopyOption.valueOf(fields[i]));
    }
    return options.toArray(new CopyOption[0]);
  }
}
