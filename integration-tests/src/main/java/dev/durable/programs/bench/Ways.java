package dev.durable.programs.bench;

import com.google.common.io.ByteSink;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.apache.commons.io.FileUtils;

/**
 * Ways to replace a file: the plain ones, for the agent to make durable, and durable ones by hand.
 */
enum Ways {
  FILES_WRITE {
    @Override
    void write(Path file, byte[] bytes) throws IOException {
      Files.write(file, bytes);
    }
  },

  FILE_OUTPUT_STREAM {
    @Override
    void write(Path file, byte[] bytes) throws IOException {
      try (OutputStream out = new FileOutputStream(file.toFile())) {
        out.write(bytes);
      }
    }
  },

  /** The same steps as the agent's, without the keeping of attributes. */
  BY_HAND {
    @Override
    void write(Path file, byte[] bytes) throws IOException {
      Path temp = file.resolveSibling(file.getFileName() + ".tmp");
      try (FileChannel out =
          FileChannel.open(temp, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
          out.write(buffer);
        }
        out.force(true);
      }
      replace(temp, file);
    }
  },

  /** By a stream, as those do who have a FileOutputStream. */
  STREAM_BY_HAND {
    @Override
    void write(Path file, byte[] bytes) throws IOException {
      Path temp = file.resolveSibling(file.getFileName() + ".tmp");
      try (FileOutputStream out = new FileOutputStream(temp.toFile())) {
        out.write(bytes);
        out.getFD().sync();
      }
      replace(temp, file);
    }
  },

  /** Commons IO writes the file; it is forced by hand. Neither atomic nor durable as a name. */
  COMMONS_IO_AND_FORCE {
    @Override
    void write(Path file, byte[] bytes) throws IOException {
      FileUtils.writeByteArrayToFile(file.toFile(), bytes);
      force(file, StandardOpenOption.WRITE);
    }
  },

  /** Guava, likewise. */
  GUAVA_AND_FORCE {
    @Override
    void write(Path file, byte[] bytes) throws IOException {
      ByteSink sink = com.google.common.io.Files.asByteSink(file.toFile());
      sink.write(bytes);
      force(file, StandardOpenOption.WRITE);
    }
  },

  /**
   * As Jenkins' AtomicFileWriter: a temp file of a random name, forced, moved. No directory force.
   */
  JENKINS_STYLE {
    @Override
    void write(Path file, byte[] bytes) throws IOException {
      Path temp = Files.createTempFile(file.getParent(), file.getFileName() + "-atomic", "tmp");
      try (FileChannel out = FileChannel.open(temp, StandardOpenOption.WRITE)) {
        out.write(ByteBuffer.wrap(bytes));
        out.force(true);
      }
      Files.move(temp, file, StandardCopyOption.ATOMIC_MOVE);
    }
  },

  /**
   * As ZooKeeper's AtomicFileOutputStream: FILE.tmp, flushed, forced, renamed. No directory force.
   */
  ZOOKEEPER_STYLE {
    @Override
    void write(Path file, byte[] bytes) throws IOException {
      File temp = new File(file + ".tmp");
      try (FileOutputStream out = new FileOutputStream(temp)) {
        out.write(bytes);
        out.flush();
        out.getFD().sync();
      }
      if (!temp.renameTo(file.toFile())) {
        throw new IOException(file + " can't be replaced");
      }
    }
  };

  abstract void write(Path file, byte[] bytes) throws IOException;

  private static void replace(Path temp, Path file) throws IOException {
    Files.move(temp, file, StandardCopyOption.ATOMIC_MOVE);
    force(file.getParent(), StandardOpenOption.READ);
  }

  private static void force(Path path, StandardOpenOption access) throws IOException {
    try (FileChannel channel = FileChannel.open(path, access)) {
      channel.force(true);
    }
  }
}
