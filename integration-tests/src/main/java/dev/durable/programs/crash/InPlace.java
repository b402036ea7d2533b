package dev.durable.programs.crash;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.FileOutputStream;
import java.io.FileWriter;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What is appended or updated: what was acknowledged is intact, the newest part may be partly
 * there.
 */
final class InPlace {
  private static final int RECORD = 5 * State.LINE;
  private static final int SLOTS = 40;

  private interface Append {
    void append(Path file, byte[] record) throws Exception;
  }

  private interface Update {
    void update(Path file, int position, byte[] bytes) throws Exception;
  }

  private InPlace() {}

  static void addTo(Map<String, Supplier<Mode>> modes) {
    append(modes, "append-write", (file, record) -> Files.write(file, record, CREATE, APPEND));
    append(
        modes,
        "append-file-stream",
        (file, record) -> write(new FileOutputStream(file.toFile(), true), record));
    append(
        modes,
        "append-file-writer",
        (file, record) -> write(new FileWriter(file.toFile(), true), record));
    append(
        modes,
        "append-output-stream",
        (file, record) -> write(Files.newOutputStream(file, CREATE, APPEND), record));
    append(
        modes,
        "append-buffered-writer",
        (file, record) ->
            write(
                Files.newBufferedWriter(file, StandardCharsets.US_ASCII, CREATE, APPEND), record));
    append(
        modes,
        "append-channel",
        (file, record) -> {
          try (FileChannel channel = FileChannel.open(file, CREATE, APPEND)) {
            channel.write(ByteBuffer.wrap(record));
          }
        });
    modes.put("force-write-append", OpenAppend::new);

    update(modes, "random-access", (file, at, bytes) -> write(file, "rw", at, bytes));
    update(modes, "synced-random-access", (file, at, bytes) -> write(file, "rws", at, bytes));
    update(modes, "synced-random-access-data", (file, at, bytes) -> write(file, "rwd", at, bytes));
    update(
        modes,
        "update-channel",
        (file, at, bytes) -> {
          try (FileChannel channel = FileChannel.open(file, READ, WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), at);
          }
        });
    update(
        modes,
        "update-asynchronous",
        (file, at, bytes) -> {
          try (AsynchronousFileChannel channel = AsynchronousFileChannel.open(file, WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), at).get();
          }
        });
    update(
        modes,
        "mapped",
        (file, at, bytes) -> {
          try (FileChannel channel = FileChannel.open(file, READ, WRITE)) {
            channel.map(FileChannel.MapMode.READ_WRITE, at, bytes.length).put(bytes);
          }
        });
    modes.put("force-write-random-access", OpenUpdate::new);
  }

  private static void append(Map<String, Supplier<Mode>> modes, String name, Append append) {
    modes.put(name, () -> job -> appendRecord(job, append));
  }

  private static void appendRecord(Job job, Append append) throws Exception {
    String state = State.piece("0", 0, job.version * RECORD);
    byte[] record = State.text(job.name, 0, (job.version - 1) * RECORD, job.version * RECORD);
    Ledger.begin(job.name, State.growing(state));
    append.append(job.path(job.name), record);
    Ledger.done(job.name, state);
  }

  /** A log that stays open: acknowledged is each write. */
  private static final class OpenAppend implements Mode {
    private FileOutputStream out;

    @Override
    public void round(Job job) throws Exception {
      if (out == null) {
        out = new FileOutputStream(job.path(job.name).toFile(), true);
      }
      appendRecord(job, (file, record) -> out.write(record));
    }
  }

  private static void update(Map<String, Supplier<Mode>> modes, String name, Update update) {
    modes.put(name, () -> new Slots(update));
  }

  /** A file of slots, of which each round writes one. */
  private static final class Slots implements Mode {
    private final Update update;
    private final int[] versions = new int[SLOTS];

    Slots(Update update) {
      this.update = update;
    }

    @Override
    public void round(Job job) throws Exception {
      if (job.version == 1) {
        create(job);
        return;
      }
      int slot = job.version * 7 % SLOTS;
      int at = slot * RECORD;
      versions[slot] = job.version;
      Ledger.begin(job.name, state(slot));
      update.update(job.path(job.name), at, State.text(job.name, job.version, at, at + RECORD));
      Ledger.done(job.name, state(-1));
    }

    private void create(Job job) throws Exception {
      Arrays.fill(versions, 1);
      String state = State.file(1, SLOTS * RECORD);
      Ledger.begin(job.name, state);
      Files.write(job.path(job.name), job.content(SLOTS * RECORD));
      Ledger.done(job.name, state);
    }

    private String state(int unknown) {
      StringBuilder state = new StringBuilder();
      for (int slot = 0; slot < SLOTS; slot++) {
        String version = slot == unknown ? "?" : Integer.toString(versions[slot]);
        state.append(slot == 0 ? "" : ",");
        state.append(State.piece(version, slot * RECORD, (slot + 1) * RECORD));
      }
      return state.toString();
    }
  }

  /** A data file that stays open: acknowledged is each write. */
  private static final class OpenUpdate implements Mode {
    private RandomAccessFile file;
    private final Slots slots = new Slots(this::update);

    @Override
    public void round(Job job) throws Exception {
      slots.round(job);
    }

    private void update(Path path, int position, byte[] bytes) throws Exception {
      if (file == null) {
        file = new RandomAccessFile(path.toFile(), "rw");
      }
      file.seek(position);
      file.write(bytes);
    }
  }

  private static void write(Path path, String mode, int position, byte[] bytes) throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), mode)) {
      file.seek(position);
      file.write(bytes);
    }
  }

  private static void write(OutputStream stream, byte[] record) throws Exception {
    try (OutputStream out = stream) {
      out.write(record);
    }
  }

  private static void write(Writer writer, byte[] record) throws Exception {
    try (Writer out = writer) {
      out.write(new String(record, StandardCharsets.US_ASCII));
    }
  }
}
