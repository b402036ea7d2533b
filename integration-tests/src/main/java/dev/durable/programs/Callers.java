package dev.durable.programs;

import java.io.File;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.logging.FileHandler;

/**
 * Makes calls in many ways, each in a directory of its own that has the way's name: writes "new" to
 * the file "1" there, or gives it the file "0" by a move. Prints the names of those that the JDK
 * has.
 */
public final class Callers {
  private static final byte[] BYTES = "new".getBytes(StandardCharsets.US_ASCII);
  private static final Iterable<String> LINES = Collections.singletonList("new");
  private static final OpenOption[] NO_OPTIONS = {};
  private static final CopyOption[] REPLACE = {StandardCopyOption.REPLACE_EXISTING};

  private static final Class<?>[] WRITE_BYTES = {Path.class, byte[].class, OpenOption[].class};
  private static final Class<?>[] WRITE_LINES = {
    Path.class, Iterable.class, Charset.class, OpenOption[].class
  };
  private static final Class<?>[] WRITE_STRING = {
    Path.class, CharSequence.class, OpenOption[].class
  };
  private static final Class<?>[] MOVE = {Path.class, Path.class, CopyOption[].class};

  private static final Map<String, Way> WAYS = new TreeMap<>();

  private interface Way {
    void call(Path source, Path target) throws Throwable;
  }

  private interface Writing<C> {
    Path write(Path path, C content, OpenOption... options) throws Exception;
  }

  private interface Moving {
    Path move(Path source, Path target, CopyOption... options) throws Exception;
  }

  static {
    WAYS.put("direct-bytes", (source, target) -> Files.write(target, BYTES));
    WAYS.put(
        "direct-lines", (source, target) -> Files.write(target, LINES, StandardCharsets.UTF_8));
    WAYS.put("direct-move", (source, target) -> Files.move(source, target, REPLACE));
    WAYS.put("direct-rename", (source, target) -> source.toFile().renameTo(target.toFile()));

    WAYS.put("reflection-bytes", (s, target) -> files(WRITE_BYTES, target, BYTES, NO_OPTIONS));
    WAYS.put(
        "reflection-lines",
        (s, target) -> files(WRITE_LINES, target, LINES, StandardCharsets.UTF_8, NO_OPTIONS));
    WAYS.put("reflection-move", (source, target) -> files(MOVE, source, target, REPLACE));
    WAYS.put(
        "reflection-rename",
        (source, target) ->
            File.class.getMethod("renameTo", File.class).invoke(source.toFile(), target.toFile()));

    WAYS.put(
        "handle-bytes",
        (s, target) -> handle("write", WRITE_BYTES).invokeWithArguments(target, BYTES, NO_OPTIONS));
    WAYS.put(
        "handle-move",
        (source, target) -> {
          Path moved = (Path) handle("move", MOVE).invokeExact(source, target, REPLACE);
        });
    WAYS.put(
        "handle-rename",
        (source, target) -> {
          MethodType type = MethodType.methodType(boolean.class, File.class);
          boolean renamed =
              (boolean)
                  MethodHandles.lookup()
                      .findVirtual(File.class, "renameTo", type)
                      .invokeExact(source.toFile(), target.toFile());
        });

    Writing<byte[]> bytes = Files::write;
    Writing<Iterable<String>> lines = Files::write;
    Moving moving = Files::move;
    BiPredicate<File, File> renaming = File::renameTo;
    WAYS.put("reference-bytes", (source, target) -> bytes.write(target, BYTES));
    WAYS.put("reference-lines", (source, target) -> lines.write(target, LINES));
    WAYS.put("reference-move", (source, target) -> moving.move(source, target, REPLACE));
    WAYS.put(
        "reference-rename", (source, target) -> renaming.test(source.toFile(), target.toFile()));

    WAYS.put("loader-bytes", (source, target) -> elsewhere("direct-bytes", source, target));
    WAYS.put("loader-lines", (source, target) -> elsewhere("direct-lines", source, target));
    WAYS.put("loader-move", (source, target) -> elsewhere("direct-move", source, target));
    WAYS.put("loader-rename", (source, target) -> elsewhere("direct-rename", source, target));

    // Files.write and writeString call write; FileHandler renames its old logs.
    WAYS.put("jdk-lines", (source, target) -> Files.write(target, LINES));
    try {
      Method writeString = Files.class.getMethod("writeString", WRITE_STRING);
      WAYS.put("jdk-string", (s, target) -> writeString.invoke(null, target, "new", NO_OPTIONS));
    } catch (NoSuchMethodException before11) {
      // Java 8 hasn't got it.
    }
    WAYS.put(
        "jdk-rename",
        (source, target) -> new FileHandler(source.resolveSibling("%g").toString(), 0, 2).close());
  }

  private Callers() {}

  public static void main(String[] arguments) throws Throwable {
    for (String way : ways()) {
      Path directory = Paths.get(arguments[0]).resolve(way);
      call(way, directory.resolve("0"), directory.resolve("1"));
      System.out.println(way);
    }
  }

  /** The names of all ways that the running JDK has. */
  public static Set<String> ways() {
    return WAYS.keySet();
  }

  /** Makes one call. */
  public static void call(String way, Path source, Path target) throws Throwable {
    WAYS.get(way).call(source, target);
  }

  private static Object files(Class<?>[] parameters, Object... arguments) throws Exception {
    String name = parameters == MOVE ? "move" : "write";
    return Files.class.getMethod(name, parameters).invoke(null, arguments);
  }

  private static java.lang.invoke.MethodHandle handle(String name, Class<?>[] parameters)
      throws Exception {
    MethodType type = MethodType.methodType(Path.class, parameters);
    return MethodHandles.lookup().findStatic(Files.class, name, type).asFixedArity();
  }

  /** Has the call made by this class as another class loader has it. */
  private static void elsewhere(String way, Path source, Path target) throws Exception {
    URL programs = Callers.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {programs}, null)) {
      loader
          .loadClass(Callers.class.getName())
          .getMethod("call", String.class, Path.class, Path.class)
          .invoke(null, way, source, target);
    }
  }
}
