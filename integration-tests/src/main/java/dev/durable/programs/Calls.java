package dev.durable.programs;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.CopyOption;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes the calls that its standard input names, a line each, and prints for each a line with what
 * came of it: the result, or the exception with all that the application can see of it. Fields are
 * separated by tabs; \n and \t in them stand for themselves.
 *
 * <pre>
 * write     PATH TEXT [OPTION...]    Files.write(bytes)
 * fill      PATH LENGTH [OPTION...]  the same with that many bytes, a pattern
 * lines     PATH TEXT [OPTION...]    Files.write(lines, UTF-8), a line for each of TEXT's
 * string    PATH TEXT [OPTION...]    Files.writeString, where the JDK has it
 * move      PATH PATH [OPTION...]    Files.move
 * rename    PATH PATH                File.renameTo
 * interrupt                          sets this thread's interrupt status
 * interrupted                        prints and clears it
 * mark      NAME                     looks for the file /mark/NAME, to be seen in a trace
 * sleep     MILLIS
 * </pre>
 */
public final class Calls {
  private Calls() {}

  public static void main(String[] arguments) throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(System.out, true, "UTF-8");
    for (String line; (line = in.readLine()) != null; ) {
      out.println(call(line.split("\t", -1)));
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
        List<String> lines = Arrays.asList(fields[2].split("\n"));
        return Files.write(
            Paths.get(fields[1]), lines, StandardCharsets.UTF_8, openOptions(fields));
      case "string":
        return writeString(Paths.get(fields[1]), fields[2], openOptions(fields));
      case "move":
        return Files.move(Paths.get(fields[1]), Paths.get(fields[2]), copyOptions(fields));
      case "rename":
        return new File(fields[1]).renameTo(new File(fields[2]));
      case "interrupt":
        Thread.currentThread().interrupt();
        return "";
      case "interrupted":
        return Thread.interrupted();
      case "mark":
        return new File("/mark/" + fields[1]).exists();
      case "sleep":
        Thread.sleep(Long.parseLong(fields[1]));
        return "";
      default:
        throw new IllegalArgumentException(fields[0]);
    }
  }

  /** Bytes of which each tells its place. */
  static byte[] pattern(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) ('a' + i % 26);
    }
    return bytes;
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
