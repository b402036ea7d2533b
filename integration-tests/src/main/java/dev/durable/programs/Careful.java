package dev.durable.programs;

import java.io.FileOutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Forces by itself all that it writes; with a second argument, writes more after that. */
public final class Careful {
  private Careful() {}

  public static void main(String[] arguments) throws Exception {
    Path data = Paths.get(arguments[0]);
    Path temp = data.resolve("file.tmp");
    byte[] text = {'n', 'e', 'w'};
    try (FileOutputStream out = new FileOutputStream(temp.toFile())) {
      out.write(text);
      out.getFD().sync();
    }
    Files.move(temp, data.resolve("file"), StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel channel =
        FileChannel.open(
            data.resolve("log"), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      channel.write(java.nio.ByteBuffer.wrap(text));
      channel.force(true);
      if (arguments.length > 1) {
        channel.write(java.nio.ByteBuffer.wrap(text));
      }
    }
    Files.write(data.resolve("table"), text, StandardOpenOption.CREATE, StandardOpenOption.SYNC);
    try (RandomAccessFile file = new RandomAccessFile(data.resolve("table").toFile(), "rwd")) {
      file.seek(10);
      file.write(text);
    }
    try (FileChannel directory = FileChannel.open(data, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }
}
