package dev.durable.programs.streams;

import java.io.File;
import java.io.FileOutputStream;
import java.io.FileWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardOpenOption;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Formatter;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Opens and writes a file in many ways, each in a directory of its own that has the way's name and
 * a file "1". Prints the names of the ways that the JDK has.
 */
public final class StreamCallers {
  private static final byte[] BYTES = "new".getBytes(StandardCharsets.US_ASCII);
  private static final OpenOption[] NO_OPTIONS = {};
  private static final String PUBLIC_STATIC = "openForReflection";

  private static final Map<String, Way> WAYS = new TreeMap<>();

  private interface Way {
    void write(Path file) throws Throwable;
  }

  private interface Opening<F> {
    OutputStream open(F file) throws IOException;
  }

  static {
    WAYS.put("direct", file -> write(new FileOutputStream(file.toFile())));
    WAYS.put(
        "reflection-constructor",
        file ->
            write(FileOutputStream.class.getConstructor(File.class).newInstance(file.toFile())));
    WAYS.put(
        "reflection-method",
        file -> {
          Method open = Files.class.getMethod("newOutputStream", Path.class, OpenOption[].class);
          write((OutputStream) open.invoke(null, file, NO_OPTIONS));
        });
    WAYS.put("reflection-writer", file -> write(writer(FileWriter.class, file)));
    WAYS.put("reflection-print-writer", file -> write(writer(PrintWriter.class, file)));
    WAYS.put(
        "handle-constructor",
        file -> {
          MethodType type = MethodType.methodType(void.class, String.class);
          write(
              (FileOutputStream)
                  MethodHandles.lookup()
                      .findConstructor(FileOutputStream.class, type)
                      .invokeExact(file.toString()));
        });
    WAYS.put(
        "handle-method",
        file -> {
          MethodType type =
              MethodType.methodType(OutputStream.class, Path.class, OpenOption[].class);
          write(
              (OutputStream)
                  MethodHandles.lookup()
                      .findStatic(Files.class, "newOutputStream", type)
                      .asFixedArity()
                      .invokeExact(file, NO_OPTIONS));
        });
    Opening<File> constructor = FileOutputStream::new;
    Opening<Path> method = Files::newOutputStream;
    WAYS.put("reference-constructor", file -> write(constructor.open(file.toFile())));
    WAYS.put("reference-method", file -> write(method.open(file)));
    WAYS.put("loader", StreamCallers::elsewhere);
    WAYS.put("thread", file -> onThread(new Thread(task(file))));
    WAYS.put("daemon", StreamCallers::onDaemon);
    WAYS.put("pool", StreamCallers::onPool);
    WAYS.put(
        "common-pool",
        file -> Arrays.asList(file).parallelStream().forEach(some -> task(some).run()));
    WAYS.put("provider", file -> write(file.getFileSystem().provider().newOutputStream(file)));
    WAYS.put("file-channel", StreamCallers::fileChannel);
    WAYS.put("asynchronous", StreamCallers::asynchronous);
    WAYS.put(
        "jdk-properties",
        file -> {
          Properties properties = new Properties();
          properties.setProperty("key", "new");
          try (OutputStream out = new FileOutputStream(file.toFile())) {
            properties.store(out, "comment");
          }
        });
    WAYS.put(
        "jdk-properties-xml",
        file -> {
          Properties properties = new Properties();
          properties.setProperty("key", "new");
          try (OutputStream out = Files.newOutputStream(file)) {
            properties.storeToXML(out, "comment");
          }
        });
    WAYS.put(
        "jdk-key-store",
        file -> {
          KeyStore keys = KeyStore.getInstance("PKCS12");
          keys.load(null, null);
          try (OutputStream out = new FileOutputStream(file.toFile())) {
            keys.store(out, "secret".toCharArray());
          }
        });
    WAYS.put(
        "jdk-formatter",
        file -> {
          try (Formatter formatter = new Formatter(file.toFile())) {
            formatter.format("%s", "new");
          }
        });
    try {
      Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
      WAYS.put("virtual", file -> ((Thread) start.invoke(null, task(file))).join());
    } catch (NoSuchMethodException before21) {
      // None there.
    }
  }

  private StreamCallers() {}

  public static void main(String[] arguments) throws Throwable {
    for (String way : WAYS.keySet()) {
      WAYS.get(way).write(Paths.get(arguments[0], way, "1"));
      System.out.println(way);
    }
  }

  /** The names of all ways that the running JDK has. */
  public static Set<String> ways() {
    return WAYS.keySet();
  }

  /** The way that another class loader's copy of this class goes. */
  public static void openForReflection(Path file) throws IOException {
    write(new FileOutputStream(file.toFile()));
  }

  private static void write(OutputStream stream) throws IOException {
    try (OutputStream out = stream) {
      out.write(BYTES);
    }
  }

  private static void write(Writer writer) throws IOException {
    try (Writer out = writer) {
      out.write("new");
    }
  }

  private static Writer writer(Class<? extends Writer> type, Path file) throws Exception {
    return type.getConstructor(String.class).newInstance(file.toString());
  }

  private static void elsewhere(Path file) throws Exception {
    URL programs = StreamCallers.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {programs}, null)) {
      loader
          .loadClass(StreamCallers.class.getName())
          .getMethod(PUBLIC_STATIC, Path.class)
          .invoke(null, file);
    }
  }

  private static Runnable task(Path file) {
    return () -> {
      try {
        write(new FileOutputStream(file.toFile()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  private static void onThread(Thread thread) throws InterruptedException {
    thread.start();
    thread.join();
  }

  private static void onDaemon(Path file) throws InterruptedException {
    Thread thread = new Thread(task(file));
    thread.setDaemon(true);
    onThread(thread);
  }

  private static void onPool(Path file) throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    pool.submit(task(file)).get();
    pool.shutdown();
  }

  private static void fileChannel(Path file) throws IOException {
    Set<StandardOpenOption> options =
        EnumSet.of(StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    try (FileChannel channel = FileChannel.open(file, options)) {
      channel.write(ByteBuffer.wrap(BYTES));
    }
  }

  private static void asynchronous(Path file) throws Exception {
    try (AsynchronousFileChannel channel =
        AsynchronousFileChannel.open(
            file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
      channel.write(ByteBuffer.wrap(BYTES), 0).get();
    }
  }
}
