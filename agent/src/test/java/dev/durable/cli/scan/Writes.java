package dev.durable.cli.scan;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.DSYNC;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.File;
import java.io.FileOutputStream;
import java.io.FileWriter;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.ZipFile;

/** Is scanned, never run: each method writes, or doesn't, in a way of its own. */
@SuppressWarnings({"unused", "resource"})
final class Writes {
  static void write(Path path, byte[] bytes) throws Exception {
    Files.write(path, bytes);
  }

  static void writeStringAppending(Path path) throws Exception {
    Files.writeString(path, "", CREATE, APPEND);
  }

  static void writeNew(Path path, byte[] bytes) throws Exception {
    Files.write(path, bytes, CREATE_NEW);
  }

  static void writeWithOptions(Path path, byte[] bytes, OpenOption... options) throws Exception {
    Files.write(path, bytes, options);
  }

  static void writeWithAnOptionThatDepends(Path path, byte[] bytes, boolean more) throws Exception {
    Files.write(path, bytes, more ? APPEND : TRUNCATE_EXISTING);
  }

  static void stream(File file) throws Exception {
    new FileOutputStream(file);
  }

  static void streamAppending(File file) throws Exception {
    new FileOutputStream(
        file, // A comment, so that the arguments are in lines of their own.
        true);
  }

  static void streamNotAppending(File file) throws Exception {
    new FileWriter(file, false);
  }

  static void streamThatMayAppend(File file, boolean append) throws Exception {
    new FileOutputStream(file, append);
  }

  static void streamThatAppendsIfAsked(File file, int times) throws Exception {
    new FileOutputStream(file, times > 1 ? true : false);
  }

  static void printStreamOfAnotherStream(FileOutputStream out) {
    new PrintStream(out);
  }

  static void outputStream(Path path) throws Exception {
    Files.newOutputStream(path);
  }

  static void outputStreamForced(Path path) throws Exception {
    Files.newOutputStream(path, WRITE, DSYNC);
  }

  static void channelForReading(Path path) throws Exception {
    FileChannel.open(path);
    Files.newByteChannel(path, READ);
  }

  static void channelForUpdate(Path path) throws Exception {
    FileChannel.open(path, READ, WRITE);
  }

  static void channelTruncating(Path path) throws Exception {
    FileChannel.open(path, WRITE, CREATE, TRUNCATE_EXISTING);
  }

  static void channelWithSet(Path path) throws Exception {
    FileChannel.open(path, Set.of(WRITE));
  }

  static void channelOfTempFile(Path path) throws Exception {
    FileChannel.open(path, WRITE, CREATE, DELETE_ON_CLOSE);
  }

  static void randomAccess(File file) throws Exception {
    new RandomAccessFile(file, "rw");
  }

  static void randomAccessForced(File file) throws Exception {
    new RandomAccessFile(file, "rwd");
  }

  static void randomAccessForReading(File file) throws Exception {
    new RandomAccessFile(file, "r");
  }

  static void randomAccessAsAsked(File file, String mode) throws Exception {
    new RandomAccessFile(file, mode);
  }

  static void move(Path from, Path to) throws Exception {
    Files.move(from, to);
  }

  static void moveOver(Path from, Path to) throws Exception {
    Files.move(from, to, REPLACE_EXISTING);
  }

  static void moveAtomically(Path from, Path to) throws Exception {
    Files.move(from, to, REPLACE_EXISTING, ATOMIC_MOVE);
  }

  static void rename(File from, File to) {
    from.renameTo(to);
  }

  static void copyOver(InputStream in, Path to) throws Exception {
    Files.copy(in, to, REPLACE_EXISTING);
  }

  static void copyFrom(Path from, FileOutputStream out) throws Exception {
    Files.copy(from, out);
  }

  static void delete(Path path) throws Exception {
    Files.delete(path);
  }

  static void makeDirectories(File file) {
    file.mkdirs();
  }

  static void tempFile() throws Exception {
    Files.createTempFile("a", "b");
  }

  static void methodReference(Set<File> files) {
    files.forEach(File::delete);
  }

  static void lambda(Set<Path> files) {
    Consumer<Path> delete =
        path -> {
          try {
            Files.deleteIfExists(path);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        };
    files.forEach(delete);
  }

  static void readArchive(File file) throws Exception {
    new ZipFile(file);
    new ZipFile(file, ZipFile.OPEN_READ);
  }

  static void readArchiveAndDeleteIt(File file) throws Exception {
    new ZipFile(file, ZipFile.OPEN_READ | ZipFile.OPEN_DELETE);
  }

  static void childsOutput(ProcessBuilder child, File file) {
    child.redirectInput(file);
    child.redirectOutput(file);
  }

  /** Another class, for this one forces. */
  static final class Forcing {
    static void force(FileChannel channel) throws Exception {
      channel.force(true);
    }

    static void moveForced(Path from, Path to) throws Exception {
      Files.move(from, to, ATOMIC_MOVE);
    }

    static void updateForced(Path path) throws Exception {
      FileChannel.open(path, WRITE);
    }

    static void truncateAllTheSame(File file) throws Exception {
      new FileOutputStream(file);
    }
  }
}
