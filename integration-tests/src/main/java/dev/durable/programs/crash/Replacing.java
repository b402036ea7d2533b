package dev.durable.programs.crash;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.DSYNC;
import static java.nio.file.StandardOpenOption.SYNC;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.ByteArrayInputStream;
import java.io.FileOutputStream;
import java.io.FileWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.Formatter;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A file gets a new content, whole: by a call, or by a stream or channel. */
final class Replacing {
  private static final OpenOption[] TRUNCATING = {CREATE, WRITE, TRUNCATE_EXISTING};

  interface Put {
    void put(Path file, byte[] content) throws Exception;
  }

  private Replacing() {}

  static void addTo(Map<String, Supplier<Mode>> modes) {
    addCalls(modes);
    addCopies(modes);
    addStreams(modes);
    addChannels(modes);
    addSpecial(modes);
  }

  private static void addCalls(Map<String, Supplier<Mode>> modes) {
    add(modes, "write-bytes", (file, content) -> Files.write(file, content));
    add(
        modes,
        "write-lines",
        (file, content) -> Files.write(file, lines(content), StandardCharsets.US_ASCII));
    Method writeString = writeString();
    if (writeString != null) {
      add(
          modes,
          "write-string",
          (file, content) -> writeString.invoke(null, file, text(content), new OpenOption[0]));
    }
    add(
        modes,
        "synced-write",
        (file, content) -> Files.write(file, content, CREATE, WRITE, TRUNCATE_EXISTING, SYNC));
    add(
        modes,
        "synced-write-data",
        (file, content) -> Files.write(file, content, CREATE, WRITE, TRUNCATE_EXISTING, DSYNC));
    modes.put("write-over", () -> Replacing::overwriteBeginning);
  }

  private static void addCopies(Map<String, Supplier<Mode>> modes) {
    add(
        modes,
        "copy-stream",
        (file, content) ->
            Files.copy(
                new ByteArrayInputStream(content), file, StandardCopyOption.REPLACE_EXISTING));
    modes.put(
        "copy-file",
        () ->
            drafted((draft, file) -> Files.copy(draft, file, StandardCopyOption.REPLACE_EXISTING)));
    modes.put(
        "copy-attributes",
        () ->
            drafted(
                (draft, file) ->
                    Files.copy(
                        draft,
                        file,
                        StandardCopyOption.COPY_ATTRIBUTES,
                        StandardCopyOption.REPLACE_EXISTING)));
  }

  private static void addStreams(Map<String, Supplier<Mode>> modes) {
    add(
        modes,
        "file-stream",
        (file, content) -> write(new FileOutputStream(file.toFile()), content));
    add(
        modes,
        "file-stream-name",
        (file, content) -> write(new FileOutputStream(file.toString()), content));
    add(modes, "file-writer", (file, content) -> write(new FileWriter(file.toFile()), content));
    add(modes, "print-writer", (file, content) -> write(new PrintWriter(file.toFile()), content));
    add(modes, "print-stream", (file, content) -> write(new PrintStream(file.toFile()), content));
    add(
        modes,
        "formatter",
        (file, content) -> {
          try (Formatter formatter = new Formatter(file.toFile())) {
            formatter.format("%s", text(content));
          }
        });
    add(modes, "output-stream", (file, content) -> write(Files.newOutputStream(file), content));
    add(
        modes,
        "buffered-writer",
        (file, content) ->
            write(Files.newBufferedWriter(file, StandardCharsets.US_ASCII), content));
  }

  private static void addChannels(Map<String, Supplier<Mode>> modes) {
    add(
        modes,
        "byte-channel",
        (file, content) -> write(Files.newByteChannel(file, TRUNCATING), content));
    add(
        modes,
        "file-channel",
        (file, content) -> write(FileChannel.open(file, TRUNCATING), content));
    add(
        modes,
        "gathering",
        (file, content) -> {
          ByteBuffer[] halves = halves(content);
          try (FileChannel channel = FileChannel.open(file, TRUNCATING)) {
            while (halves[1].hasRemaining()) {
              channel.write(halves);
            }
          }
        });
    add(
        modes,
        "transfer",
        (file, content) -> {
          try (FileChannel channel = FileChannel.open(file, TRUNCATING)) {
            channel.transferFrom(
                Channels.newChannel(new ByteArrayInputStream(content)), 0, content.length);
          }
        });
    add(
        modes,
        "asynchronous",
        (file, content) -> {
          ByteBuffer bytes = ByteBuffer.wrap(content);
          try (AsynchronousFileChannel channel = AsynchronousFileChannel.open(file, TRUNCATING)) {
            while (bytes.hasRemaining()) {
              channel.write(bytes, bytes.position()).get();
            }
          }
        });
  }

  private static void addSpecial(Map<String, Supplier<Mode>> modes) {
    modes.put("synced-stream", () -> Replacing::syncDescriptor);
    modes.put("synced-channel", () -> Replacing::force);
    add(modes, "level-atomic", (file, content) -> Files.write(file, content));
    modes.put("published", () -> inPlace((file, content) -> writeSlowly(file, content)));
    modes.put(
        "in-place-stream",
        () -> inPlace((file, content) -> write(new FileOutputStream(file.toFile()), content)));
    modes.put(
        "synced-in-place",
        () ->
            inPlace(
                (file, content) ->
                    write(
                        FileChannel.open(file, CREATE, WRITE, TRUNCATE_EXISTING, SYNC), content)));
    modes.put("obstacle-write", () -> new TwoNames((file, content) -> Files.write(file, content)));
    modes.put(
        "obstacle-stream",
        () -> new TwoNames((file, content) -> write(new FileOutputStream(file.toFile()), content)));
  }

  private static void add(Map<String, Supplier<Mode>> modes, String name, Put put) {
    modes.put(
        name,
        () ->
            job -> {
              int length = job.length();
              String state = State.file(job.version, length);
              byte[] content = job.content(length);
              Ledger.begin(job.name, state);
              put.put(job.path(job.name), content);
              Ledger.done(job.name, state);
            });
  }

  /** What is atomic in no way: while it is written, the file may be anything. */
  private static Mode inPlace(Put put) {
    return job -> {
      int length = job.length();
      byte[] content = job.content(length);
      Ledger.begin(job.name, State.UNKNOWN);
      put.put(job.path(job.name), content);
      Ledger.done(job.name, State.file(job.version, length));
    };
  }

  interface FromDraft {
    void put(Path draft, Path file) throws Exception;
  }

  /** From a file that isn't protected, and that nobody has forced. */
  static Mode drafted(FromDraft call) {
    return job -> {
      int length = job.length();
      String state = State.file(job.version, length);
      Files.write(job.draft(), job.content(length));
      Ledger.begin(job.name, state);
      call.put(job.draft(), job.path(job.name));
      Ledger.done(job.name, state);
    };
  }

  private static void overwriteBeginning(Job job) throws IOException {
    int length = 100 * State.LINE;
    int changed = 60 * State.LINE;
    boolean isNew = job.version == 1;
    String state =
        isNew
            ? State.file(1, length)
            : State.piece(Integer.toString(job.version), 0, changed)
                + ","
                + State.piece("1", changed, length);
    Ledger.begin(job.name, state);
    if (isNew) {
      Files.write(job.path(job.name), job.content(length));
    } else {
      Files.write(job.path(job.name), job.content(changed), WRITE);
    }
    Ledger.done(job.name, state);
  }

  /** Acknowledged by the application's own sync, not by the close. */
  private static void syncDescriptor(Job job) throws IOException {
    int length = job.length();
    String state = State.file(job.version, length);
    Ledger.begin(job.name, state);
    try (FileOutputStream out = new FileOutputStream(job.path(job.name).toFile())) {
      out.write(job.content(length));
      out.getFD().sync();
      Ledger.done(job.name, state);
    }
  }

  private static void force(Job job) throws IOException {
    int length = job.length();
    String state = State.file(job.version, length);
    Ledger.begin(job.name, state);
    try (FileChannel channel = FileChannel.open(job.path(job.name), TRUNCATING)) {
      writeAll(channel, ByteBuffer.wrap(job.content(length)));
      channel.force(true);
      Ledger.done(job.name, state);
    }
  }

  private static void writeSlowly(Path file, byte[] content) throws Exception {
    try (FileOutputStream out = new FileOutputStream(file.toFile())) {
      out.write(content, 0, content.length / 2);
      Thread.sleep(60);
      out.write(content, content.length / 2, content.length - content.length / 2);
    }
  }

  private static void write(OutputStream stream, byte[] content) throws IOException {
    try (OutputStream out = stream) {
      // More than one write, as programs do.
      for (int at = 0; at < content.length; at += 8192) {
        out.write(content, at, Math.min(8192, content.length - at));
      }
    }
  }

  private static void write(Writer writer, byte[] content) throws IOException {
    try (Writer out = writer) {
      out.write(text(content));
    }
  }

  private static void write(WritableByteChannel channel, byte[] content) throws IOException {
    try (WritableByteChannel out = channel) {
      for (ByteBuffer half : halves(content)) {
        writeAll(out, half);
      }
    }
  }

  private static void writeAll(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static ByteBuffer[] halves(byte[] content) {
    int half = content.length / 2;
    return new ByteBuffer[] {
      ByteBuffer.wrap(content, 0, half), ByteBuffer.wrap(content, half, content.length - half)
    };
  }

  private static String text(byte[] content) {
    return new String(content, StandardCharsets.US_ASCII);
  }

  private static List<String> lines(byte[] content) {
    return content.length == 0 ? Collections.emptyList() : Arrays.asList(text(content).split("\n"));
  }

  private static Method writeString() {
    try {
      return Files.class.getMethod(
          "writeString", Path.class, CharSequence.class, OpenOption[].class);
    } catch (NoSuchMethodException e) {
      return null; // Java 8
    }
  }
}
