package dev.durable.programs.crash;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Map;
import java.util.function.Supplier;

/** Names are made and removed. */
final class Naming {
  private static final int MOST = 64 * State.LINE;

  private interface Call {
    void on(Path path) throws Exception;
  }

  private interface Create {
    Path in(Path directory, String prefix) throws Exception;
  }

  private Naming() {}

  static void addTo(Map<String, Supplier<Mode>> modes) {
    addNewFiles(modes);
    addEmpty(modes);
    addDirectories(modes);
    addLinks(modes);
    addDeletions(modes);
  }

  private static void addNewFiles(Map<String, Supplier<Mode>> modes) {
    modes.put("new-write", () -> whole((file, content) -> Files.write(file, content, CREATE_NEW)));
    modes.put(
        "new-copy-stream",
        () -> whole((file, content) -> Files.copy(new ByteArrayInputStream(content), file)));
    modes.put(
        "new-copy",
        () ->
            job -> {
              int length = Math.min(MOST, job.length());
              String state = State.file(job.version, length);
              Files.write(job.draft(), job.content(length));
              Ledger.begin(job.fresh(), state);
              Files.copy(job.draft(), job.path(job.fresh()));
              Ledger.done(job.fresh(), state);
            });
    modes.put(
        "new-stream",
        () ->
            inPlace(
                (file, content) -> {
                  try (OutputStream out = Files.newOutputStream(file, CREATE_NEW, WRITE)) {
                    out.write(content);
                  }
                }));
    modes.put(
        "new-channel",
        () ->
            inPlace(
                (file, content) -> {
                  try (FileChannel channel = FileChannel.open(file, CREATE_NEW, WRITE)) {
                    channel.write(ByteBuffer.wrap(content));
                  }
                }));
  }

  private static Mode whole(Replacing.Put put) {
    return job -> {
      int length = Math.min(MOST, job.length());
      String state = State.file(job.version, length);
      Ledger.begin(job.fresh(), state);
      put.put(job.path(job.fresh()), job.content(length));
      Ledger.done(job.fresh(), state);
    };
  }

  private static Mode inPlace(Replacing.Put put) {
    return job -> {
      int length = Math.min(MOST, job.length());
      Ledger.begin(job.fresh(), State.UNKNOWN);
      put.put(job.path(job.fresh()), job.content(length));
      Ledger.done(job.fresh(), State.file(job.version, length));
    };
  }

  private static void addEmpty(Map<String, Supplier<Mode>> modes) {
    String empty = State.file(1, 0);
    make(modes, "create-file", empty, Files::createFile);
    make(modes, "create-new-file", empty, path -> must(path.toFile().createNewFile()));
    makeNamed(modes, "temp-file", empty, (in, prefix) -> Files.createTempFile(in, prefix, ".tmp"));
    makeNamed(
        modes,
        "temp-file-of-file",
        empty,
        (in, prefix) -> File.createTempFile(prefix, ".tmp", in.toFile()).toPath());
  }

  private static void addDirectories(Map<String, Supplier<Mode>> modes) {
    make(modes, "create-directory", State.DIRECTORY, Files::createDirectory);
    make(modes, "mkdir", State.DIRECTORY, path -> must(path.toFile().mkdir()));
    makeNamed(modes, "temp-directory", State.DIRECTORY, Files::createTempDirectory);
    make(
        modes,
        "copy-directory",
        State.DIRECTORY,
        path -> Files.copy(Paths.get(System.getProperty("java.home")), path));
    makeTree(modes, "create-directories", Files::createDirectories);
    makeTree(modes, "mkdirs", path -> must(path.toFile().mkdirs()));
  }

  private static void addLinks(Map<String, Supplier<Mode>> modes) {
    Path target = Paths.get("somewhere/else");
    String link = State.link(target.toString());
    make(modes, "symbolic-link", link, path -> Files.createSymbolicLink(path, target));
    modes.put(
        "copy-link",
        () ->
            job -> {
              if (job.version == 1) {
                Files.createSymbolicLink(job.draft(), target);
              }
              Ledger.begin(job.fresh(), link);
              Files.copy(job.draft(), job.path(job.fresh()), LinkOption.NOFOLLOW_LINKS);
              Ledger.done(job.fresh(), link);
            });
    modes.put(
        "hard-link",
        () ->
            job -> {
              String state = State.file(1, 2 * State.LINE);
              if (job.version == 1) {
                Ledger.begin(job.name, state);
                Files.write(job.path(job.name), job.content(2 * State.LINE));
                Ledger.done(job.name, state);
              }
              Ledger.begin(job.fresh(), state);
              Files.createLink(job.path(job.fresh()), job.path(job.name));
              Ledger.done(job.fresh(), state);
            });
  }

  private static void addDeletions(Map<String, Supplier<Mode>> modes) {
    modes.put("delete", () -> deleteFile(Files::delete));
    modes.put("delete-if-exists", () -> deleteFile(Files::deleteIfExists));
    modes.put("delete-of-file", () -> deleteFile(path -> must(path.toFile().delete())));
    modes.put("delete-directory", () -> deleteDirectory(Files::delete));
    modes.put(
        "delete-directory-of-file", () -> deleteDirectory(path -> must(path.toFile().delete())));
  }

  private static void make(
      Map<String, Supplier<Mode>> modes, String name, String state, Call call) {
    modes.put(name, () -> job -> make(job.fresh(), state, job, call));
  }

  private static void make(String name, String state, Job job, Call call) throws Exception {
    Ledger.begin(name, state);
    call.on(job.path(name));
    Ledger.done(name, state);
  }

  private static void makeNamed(
      Map<String, Supplier<Mode>> modes, String name, String state, Create create) {
    modes.put(
        name,
        () ->
            job -> {
              Path made = create.in(job.directory, job.name + ".");
              Ledger.done(made.getFileName().toString(), state);
            });
  }

  private static void makeTree(Map<String, Supplier<Mode>> modes, String name, Call call) {
    modes.put(
        name,
        () ->
            job -> {
              String[] tree = {job.fresh(), job.fresh() + "/b", job.fresh() + "/b/c"};
              for (String one : tree) {
                Ledger.begin(one, State.DIRECTORY);
              }
              call.on(job.path(tree[2]));
              for (String one : tree) {
                Ledger.done(one, State.DIRECTORY);
              }
            });
  }

  /** Each round makes one, and removes that of the round before. */
  private static Mode deleteFile(Call delete) {
    return job -> {
      String state = State.file(job.version, State.LINE);
      make(job.fresh(), state, job, path -> Files.write(path, job.content(State.LINE)));
      if (job.version > 1) {
        make(job.previous(), State.ABSENT, job, delete);
      }
    };
  }

  private static Mode deleteDirectory(Call delete) {
    return job -> {
      make(job.fresh(), State.DIRECTORY, job, Files::createDirectory);
      if (job.version > 1) {
        make(job.previous(), State.ABSENT, job, delete);
      }
    };
  }

  static void must(boolean succeeded) throws IOException {
    if (!succeeded) {
      throw new IOException("false");
    }
  }
}
