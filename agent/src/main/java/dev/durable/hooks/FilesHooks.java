package dev.durable.hooks;

import dev.durable.engine.Content;
import dev.durable.engine.Engine;
import dev.durable.engine.Policy;
import dev.durable.engine.WriteOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.CopyOption;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Guards {@link Files}. Each method stands before the one of its name and parameters, and returns
 * what that one returns, or null for the plain call. {@code writeString}, and {@code write} without
 * a character set, are built on those here.
 */
public final class FilesHooks {
  private FilesHooks() {}

  public static Path write(final Path path, final byte[] bytes, OpenOption... options)
      throws IOException {
    final Policy policy = Protection.policyFor(path);
    if (policy == null || bytes == null) {
      return null;
    }
    final WriteOptions wanted = WriteOptions.of(options);
    if (wanted == null) {
      return null;
    }
    Protection.checkWrite(path.toString());
    boolean done =
        Protection.done(
            path,
            new Protection.Call() {
              @Override
              public boolean run(Engine engine) throws IOException {
                return engine.write(path, wanted, policy, Content.of(bytes));
              }
            });
    return done ? path : null;
  }

  public static Path write(
      final Path path,
      Iterable<? extends CharSequence> lines,
      Charset charset,
      OpenOption... options)
      throws IOException {
    final Policy policy = Protection.policyFor(path);
    if (policy == null || lines == null || charset == null || !charset.canEncode()) {
      return null;
    }
    final WriteOptions wanted = WriteOptions.of(options);
    if (wanted == null) {
      return null;
    }
    Protection.checkWrite(path.toString());
    final Lines content = new Lines(lines, charset);
    boolean done =
        ofApplication(
            path,
            content,
            new Protection.Call() {
              @Override
              public boolean run(Engine engine) throws IOException {
                return engine.write(path, wanted, policy, content);
              }
            });
    return done ? path : null;
  }

  public static Long copy(InputStream in, final Path target, CopyOption... options)
      throws IOException {
    final Policy policy = Protection.policyFor(target);
    if (policy == null || in == null || options == null) {
      return null;
    }
    boolean replace = false;
    for (CopyOption option : options) {
      if (option != StandardCopyOption.REPLACE_EXISTING) {
        return null;
      }
      replace = true;
    }
    Protection.checkWrite(target.toString());
    if (replace) {
      Protection.checkDelete(target.toString());
    }
    final boolean replaceExisting = replace;
    final InputContent content = new InputContent(in);
    boolean done =
        ofApplication(
            target,
            content,
            new Protection.Call() {
              @Override
              public boolean run(Engine engine) throws IOException {
                return engine.copy(content, target, replaceExisting, policy);
              }
            });
    return done ? content.count() : null;
  }

  /** Has the engine do a call with content that may be had only once. */
  private static boolean ofApplication(Path path, ApplicationContent content, Protection.Call call)
      throws IOException {
    try {
      return Protection.run(call);
    } catch (IOException e) {
      throw e;
    } catch (Exception | LinkageError e) { // As in Protection.done.
      if (content.failedWith(e)) {
        throw e;
      }
      if (!content.begun()) {
        Protection.defect(path, e, Protection.WITHOUT);
        return false;
      }
      // The plain call can't have the content any more.
      Protection.defect(path, e, "was not written");
      throw new FileSystemException(path.toString(), null, "not written: " + e);
    }
  }
}
