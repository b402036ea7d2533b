package dev.durable;

import dev.durable.engine.Content;
import dev.durable.engine.Engine;
import dev.durable.engine.Listener;
import dev.durable.engine.MoveOptions;
import dev.durable.engine.Policy;
import dev.durable.engine.Uninterrupted;
import dev.durable.engine.WriteOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.CopyOption;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.Callable;

/**
 * Durable forms of methods of {@link Files}, for programs that can be changed. They need no agent
 * and no configuration.
 *
 * <p>When one of them returns, what it wrote or moved survives a power cut. If it, the process or
 * the machine fails before, the file holds its complete old content or its complete new content.
 * Return values and exceptions are those of {@code Files}; an {@code IOException} of a full or
 * failing disk names the file. The interrupt status of the thread makes no difference and stays as
 * it is.
 *
 * <p>On file systems other than the default one, and on what is no regular file, these methods do
 * what {@code Files} does.
 */
public final class DurableFiles {
  private static final Engine ENGINE = new Engine(Listener.NONE);

  private DurableFiles() {}

  /**
   * Gives {@code path} the content of {@code parts}, one after the other, in place of what it
   * holds.
   *
   * @throws IOException as {@link Files#write(Path, byte[], OpenOption...)}
   */
  public static Path write(Path path, byte[]... parts) throws IOException {
    for (byte[] part : parts) {
      if (part == null) {
        throw new NullPointerException("part");
      }
    }
    WriteOptions options = WriteOptions.of();
    if (!isDefault(path)
        || !done(() -> ENGINE.write(path, options, Policy.DEFAULT, Content.of(parts)))) {
      Files.write(path, joined(parts));
    }
    return path;
  }

  /**
   * Gives {@code path} the content {@code text}, in UTF-8, in place of what it holds.
   *
   * @throws IOException as {@link #write}
   */
  public static Path writeString(Path path, CharSequence text) throws IOException {
    return write(path, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Moves {@code source} to {@code target}. With REPLACE_EXISTING, a target is replaced in one
   * step, not removed first.
   *
   * @throws IOException as {@link Files#move}
   */
  public static Path move(Path source, Path target, CopyOption... options) throws IOException {
    MoveOptions wanted = MoveOptions.of(options);
    if (!isDefault(source)
        || !isDefault(target)
        || !done(() -> ENGINE.move(source, target, wanted, Policy.DEFAULT))) {
      Files.move(source, target, options);
    }
    return target;
  }

  /**
   * Finishes what a crash cut off in {@code directory}; to be called before its files are first
   * read. A file that can't be replaced (it has several hard links, say) is overwritten in place,
   * with a complete copy standing by, and it is from this copy that a torn file is made whole.
   */
  public static void recover(Path directory) {
    if (isDefault(directory)) {
      ENGINE.recover(Collections.singleton(directory), (root, target) -> isIn(directory, target));
    }
  }

  private static boolean isIn(Path directory, Path file) {
    try {
      return directory.toRealPath().equals(file.getParent());
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean done(Callable<Boolean> call) throws IOException {
    return Uninterrupted.call(call);
  }

  private static boolean isDefault(Path path) {
    return path.getFileSystem() == FileSystems.getDefault();
  }

  private static byte[] joined(byte[][] parts) {
    int length = 0;
    for (byte[] part : parts) {
      length = Math.addExact(length, part.length);
    }
    byte[] all = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }
}
