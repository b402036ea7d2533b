package dev.durable.programs.streams;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FileWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.lang.reflect.InvocationTargetException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Formatter;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The ways in which Java opens a file for writing, by name. */
public final class Openings {
  private static final String UTF_8 = "UTF-8";

  interface Way {
    Object open(String name, OpenOption... options) throws Exception;
  }

  private static final Map<String, Way> STREAMS = new LinkedHashMap<>();
  private static final Map<String, Way> CHANNELS = new LinkedHashMap<>();
  private static final Map<String, Way> OTHERS = new LinkedHashMap<>();

  static {
    STREAMS.put("stream-name", (name, o) -> new FileOutputStream(name));
    STREAMS.put("stream-name-false", (name, o) -> new FileOutputStream(name, false));
    STREAMS.put("stream-file", (name, o) -> new FileOutputStream(new File(name)));
    STREAMS.put("stream-file-false", (name, o) -> new FileOutputStream(new File(name), false));
    STREAMS.put("stream-sub", (name, o) -> new Polite(name));
    STREAMS.put("writer-name", (name, o) -> new FileWriter(name));
    STREAMS.put("writer-name-false", (name, o) -> new FileWriter(name, false));
    STREAMS.put("writer-file", (name, o) -> new FileWriter(new File(name)));
    STREAMS.put("writer-file-false", (name, o) -> new FileWriter(new File(name), false));
    STREAMS.put("print-writer-name", (name, o) -> new PrintWriter(name));
    STREAMS.put("print-writer-name-charset", (name, o) -> new PrintWriter(name, UTF_8));
    STREAMS.put("print-writer-file", (name, o) -> new PrintWriter(new File(name)));
    STREAMS.put("print-writer-file-charset", (name, o) -> new PrintWriter(new File(name), UTF_8));
    STREAMS.put("print-stream-name", (name, o) -> new PrintStream(name));
    STREAMS.put("print-stream-name-charset", (name, o) -> new PrintStream(name, UTF_8));
    STREAMS.put("print-stream-file", (name, o) -> new PrintStream(new File(name)));
    STREAMS.put("print-stream-file-charset", (name, o) -> new PrintStream(new File(name), UTF_8));
    STREAMS.put("formatter-name", (name, o) -> new Formatter(name));
    STREAMS.put("formatter-name-charset", (name, o) -> new Formatter(name, UTF_8));
    STREAMS.put("formatter-file", (name, o) -> new Formatter(new File(name)));
    STREAMS.put("formatter-file-charset", (name, o) -> new Formatter(new File(name), UTF_8));
    newer(STREAMS, "writer-name-charset", FileWriter.class, String.class, Charset.class);
    newer(STREAMS, "writer-file-charset", FileWriter.class, File.class, Charset.class);
    newer(STREAMS, "print-writer-newer", PrintWriter.class, String.class, Charset.class);
    newer(STREAMS, "print-stream-newer", PrintStream.class, File.class, Charset.class);

    CHANNELS.put("output-stream", (name, o) -> Files.newOutputStream(Paths.get(name), o));
    CHANNELS.put(
        "buffered-writer",
        (name, o) -> Files.newBufferedWriter(Paths.get(name), StandardCharsets.UTF_8, o));
    CHANNELS.put("byte-channel", (name, o) -> Files.newByteChannel(Paths.get(name), o));
    CHANNELS.put("byte-channel-set", (name, o) -> Files.newByteChannel(Paths.get(name), setOf(o)));
    CHANNELS.put("file-channel", (name, o) -> FileChannel.open(Paths.get(name), o));
    CHANNELS.put("file-channel-set", (name, o) -> FileChannel.open(Paths.get(name), setOf(o)));
    CHANNELS.put("async", (name, o) -> AsynchronousFileChannel.open(Paths.get(name), o));
    CHANNELS.put(
        "async-set", (name, o) -> AsynchronousFileChannel.open(Paths.get(name), setOf(o), null));
    CHANNELS.put("provider", (name, o) -> provider(Paths.get(name), o));

    OTHERS.put("append-name", (name, o) -> new FileOutputStream(name, true));
    OTHERS.put("append-file", (name, o) -> new FileOutputStream(new File(name), true));
    OTHERS.put("append-writer", (name, o) -> new FileWriter(name, true));
    for (String mode : new String[] {"r", "rw", "rws", "rwd"}) {
      OTHERS.put("random-" + mode, (name, o) -> new RandomAccessFile(name, mode));
      OTHERS.put("random-file-" + mode, (name, o) -> new RandomAccessFile(new File(name), mode));
    }
    OTHERS.put("stream-impolite", (name, o) -> new Impolite(name));
    OTHERS.put(
        "stream-descriptor", (name, o) -> new FileOutputStream((FileDescriptor) Handles.get(name)));
  }

  /** A subclass that closes itself in its own way, and then as ever. */
  private static final class Polite extends FileOutputStream {
    Polite(String name) throws IOException {
      super(name);
    }

    @Override
    public void close() throws IOException {
      flush();
      super.close();
    }
  }

  /** A subclass that is never closed, whoever calls it. */
  private static final class Impolite extends FileOutputStream {
    Impolite(String name) throws IOException {
      super(name);
    }

    @Override
    public void close() {}
  }

  private Openings() {}

  /** The ways that replace a file's content without being told to. */
  public static Set<String> streams() {
    return new TreeSet<>(STREAMS.keySet());
  }

  /** The ways that take options. */
  public static Set<String> channels() {
    return new TreeSet<>(CHANNELS.keySet());
  }

  static Object open(String way, String name, OpenOption... options) throws Exception {
    for (Map<String, Way> ways : Arrays.asList(STREAMS, CHANNELS, OTHERS)) {
      if (ways.containsKey(way)) {
        return ways.get(way).open(name, options);
      }
    }
    throw new IllegalArgumentException(way);
  }

  /** A constructor that Java 8 hasn't got: there, its way is one like it. */
  private static void newer(
      Map<String, Way> ways, String way, Class<?> type, Class<?>... parameters) {
    ways.put(
        way,
        (name, options) -> {
          Object file = parameters[0] == File.class ? new File(name) : name;
          try {
            return open(type, parameters, file, StandardCharsets.UTF_8);
          } catch (NoSuchMethodException before10) {
            return open(type, new Class<?>[] {parameters[0]}, file);
          }
        });
  }

  private static Object open(Class<?> type, Class<?>[] parameters, Object... arguments)
      throws Exception {
    try {
      return type.getConstructor(parameters).newInstance(arguments);
    } catch (InvocationTargetException e) {
      throw (Exception) e.getCause();
    }
  }

  private static Object provider(Path path, OpenOption... options) throws IOException {
    return path.getFileSystem().provider().newOutputStream(path, options);
  }

  private static Set<OpenOption> setOf(OpenOption... options) {
    return new HashSet<>(Arrays.asList(options));
  }

  static OpenOption[] options(String[] fields, int from) {
    List<OpenOption> options = new ArrayList<>();
    for (int i = from; i < fields.length; i++) {
      options.add(
          fields[i].equals("NOFOLLOW_LINKS")
              ? LinkOption.NOFOLLOW_LINKS
              : StandardOpenOption.valueOf(fields[i]));
    }
    return options.toArray(new OpenOption[0]);
  }
}
