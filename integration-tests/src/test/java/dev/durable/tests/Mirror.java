package dev.durable.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A directory seen through a FUSE file system that is poorer than the one below: mirror.c. */
public final class Mirror implements AutoCloseable {
  private static final int PAUSE_MILLIS = 10;

  private final Path mount;
  private final Process process;

  /** Goes on only where there can be one. */
  public static void needed() {
    Machine.needsRoot();
    Machine.needs("gcc");
    Machine.needs("pkg-config");
    Machine.needs("fusermount3");
  }

  /**
   * Mounts one.
   *
   * @param directory with nothing in it, for all that is needed
   * @param largestWrite the most bytes that one write takes
   * @param fsyncdir the number of the error that the force of a directory gives; 0 if it is done
   */
  public Mirror(Path directory, int largestWrite, int fsyncdir) throws IOException {
    mount = Files.createDirectory(directory.resolve("mirror"));
    Path below = Files.createDirectory(directory.resolve("below"));
    process =
        new ProcessBuilder(
                compile(directory).toString(),
                below.toString(),
                Integer.toString(largestWrite),
                Integer.toString(fsyncdir),
                mount.toString(),
                "-f",
                "-s",
                "-o",
                "allow_other,default_permissions")
            .inheritIO()
            .start();
    Object device = Files.getAttribute(directory, "unix:dev");
    while (Files.getAttribute(mount, "unix:dev").equals(device)) {
      assertTrue(process.isAlive(), "the mirror runs");
      pause();
    }
  }

  private static Path compile(Path directory) throws IOException {
    Path source = directory.resolve("mirror.c");
    Path program = directory.resolve("program");
    try (var in = Mirror.class.getResourceAsStream("mirror.c")) {
      Files.copy(in, source);
    }
    var command =
        new ArrayList<>(List.of("gcc", "-std=c11", "-Wall", "-Wextra", "-Werror", "-O2", "-o"));
    command.add(program.toString());
    command.add(source.toString());
    String flags = run(List.of("pkg-config", "--cflags", "--libs", "fuse3"));
    command.addAll(List.of(flags.strip().split("\\s+")));
    run(command);
    return program;
  }

  /** Where it is seen. */
  public Path mount() {
    return mount;
  }

  private static String run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.onExit().join().exitValue(), command + ": " + said);
    return said;
  }

  private static void pause() {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
  }

  /** Unmounts it; nobody may have anything of it open. */
  @Override
  public void close() throws IOException {
    run(List.of("fusermount3", "-u", mount.toString()));
    process.onExit().join();
  }
}
