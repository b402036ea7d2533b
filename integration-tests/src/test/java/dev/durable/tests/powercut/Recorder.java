package dev.durable.tests.powercut;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A file system whose disk remembers each write and each flush. */
final class Recorder implements AutoCloseable {
  /** What XFS wants at least, and a little more. */
  private static final long BYTES = 320L << 20;

  private static final String END = "end";

  private final Path fuse;
  private final Path log;
  private final Process process;
  private final Path mount;

  /** What was on the disk before. */
  final Blocks before;

  /**
   * Makes a file system and mounts it.
   *
   * @param program of {@link #compile}
   * @param memory a directory that is kept in memory
   */
  Recorder(Path program, Path memory, Path mount, Format format) throws Exception {
    this.mount = mount;
    Path image = memory.resolve("disk");
    fuse = Files.createDirectories(memory.resolve("fuse"));
    log = memory.resolve("log");
    create(image);
    format.make(image);
    before = Blocks.read(image);
    process =
        new ProcessBuilder(
                program.toString(), image.toString(), log.toString(), fuse.toString(), "-f", "-s")
            .inheritIO()
            .start();
    Path disk = fuse.resolve("disk");
    while (!Files.exists(disk)) {
      assertTrue(process.isAlive(), "the recorder runs");
      Thread.sleep(5);
    }
    Command.run("mount", "-o", "loop," + format.options(), disk, mount);
  }

  private static void create(Path image) throws IOException {
    try (var file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(0);
      file.setLength(BYTES);
    }
  }

  /** Compiles recorder.c. */
  static Path compile(Path directory) throws IOException {
    Path source = directory.resolve("recorder.c");
    Path program = directory.resolve("recorder");
    try (var in = Recorder.class.getResourceAsStream("recorder.c")) {
      Files.copy(in, source);
    }
    var command =
        new ArrayList<Object>(
            List.of("gcc", "-std=c11", "-Wall", "-Wextra", "-Werror", "-O2", "-o"));
    command.add(program);
    command.add(source);
    String flags = Command.run("pkg-config", "--cflags", "--libs", "fuse3");
    command.addAll(List.of(flags.strip().split("\\s+")));
    Command.run(command.toArray());
    return program;
  }

  /** Where the workload's lines go, to be remembered in their order among the writes. */
  Path ledger() {
    return fuse.resolve("ledger");
  }

  /** Stops, with nothing more to come than what the file system writes when it is unmounted. */
  List<BlockLog.Event> stop() throws Exception {
    Files.writeString(ledger(), END + "\n");
    close();
    List<BlockLog.Event> events = BlockLog.read(log);
    int end = events.indexOf(new BlockLog.Line(END));
    assertTrue(end >= 0, "the log is complete");
    return events.subList(0, end);
  }

  @Override
  public void close() throws Exception {
    if (process.isAlive()) {
      Command.unmount(mount);
      Command.unmount(fuse);
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the recorder ends");
    }
  }
}
