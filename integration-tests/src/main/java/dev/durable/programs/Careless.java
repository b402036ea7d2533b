package dev.durable.programs;

import java.io.File;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes to the files of a directory in many ways, and forces nothing. */
public final class Careless {
  private Careless() {}

  public static void main(String[] arguments) throws Exception {
    Path data = Paths.get(arguments[0]);
    byte[] text = {'n', 'e', 'w'};
    try (OutputStream out = new FileOutputStream(data.resolve("a").toFile())) {
      out.write(text);
    }
    try (FileChannel channel =
        FileChannel.open(
            data.resolve("b"), StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
      channel.write(ByteBuffer.wrap(text));
    }
    try (OutputStream out = new FileOutputStream(data.resolve("c").toFile(), true)) {
      out.write(text);
    }
    try (RandomAccessFile file = new RandomAccessFile(data.resolve("d").toFile(), "rw")) {
      file.seek(10);
      file.write(text);
    }
    try (AsynchronousFileChannel channel =
        AsynchronousFileChannel.open(
            data.resolve("e"), StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
      channel.write(ByteBuffer.wrap(text), 0).get();
    }
    Files.write(data.resolve("f"), text);
    Files.move(data.resolve("f"), data.resolve("b"), StandardCopyOption.REPLACE_EXISTING);
    new File(data.toFile(), "b").renameTo(new File(data.toFile(), "a"));
    Files.copy(data.resolve("a"), data.resolve("g"));
    Files.delete(data.resolve("g"));
    new File(data.toFile(), "h").mkdir();
    // Opened for writing, and only read.
    try (RandomAccessFile file = new RandomAccessFile(data.resolve("d").toFile(), "rw")) {
      file.read();
    }
  }
}
