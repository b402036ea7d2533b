package dev.durable.programs.bench;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Calls on paths that no rule protects, timed by JMH in this very JVM, which has the agent or not.
 * Prints a line for each: its name, nanoseconds and bytes allocated.
 *
 * <pre>Unprotected DIRECTORY NAMES ITERATIONS MILLISECONDS</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Unprotected {
  private static final byte[] BYTES = new byte[100];

  private final Path directory = Paths.get(System.getProperty("bench.directory"));
  private final Path file = directory.resolve("file");
  private final Path other = directory.resolve("other");
  private final File oldFile = file.toFile();
  private final File otherFile = other.toFile();
  private boolean there;
  private long count;

  public Unprotected() {
    try {
      Files.write(file, BYTES);
      Files.write(directory.resolve("moving"), BYTES);
      Files.deleteIfExists(other);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Benchmark
  public Path filesWrite() throws IOException {
    return Files.write(file, BYTES);
  }

  @Benchmark
  public void newOutputStream() throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(BYTES);
    }
  }

  @Benchmark
  public void fileOutputStream() throws IOException {
    try (OutputStream out = new FileOutputStream(oldFile)) {
      out.write(BYTES);
    }
  }

  @Benchmark
  public Path filesMove() throws IOException {
    there = !there;
    return Files.move(there ? file : other, there ? other : file, StandardCopyOption.ATOMIC_MOVE);
  }

  @Benchmark
  public boolean renameTo() {
    there = !there;
    return there ? oldFile.renameTo(otherFile) : otherFile.renameTo(oldFile);
  }

  @Benchmark
  public boolean exists() {
    return oldFile.exists();
  }

  @Benchmark
  public boolean filesExists() {
    return Files.exists(file);
  }

  /** A name that was never seen before, in a directory that was. */
  @Benchmark
  public void newName() throws IOException {
    Path fresh = directory.resolve("new" + count++);
    Files.write(fresh, BYTES);
    Files.delete(fresh);
  }

  public static void main(String[] arguments) throws RunnerException {
    System.setProperty("bench.directory", arguments[0]);
    Jmh.run(Unprotected.class, arguments[1], Integer.parseInt(arguments[2]), arguments[3]);
  }
}
