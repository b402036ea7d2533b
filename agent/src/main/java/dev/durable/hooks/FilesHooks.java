package dev.durable.hooks;

import dev.durable.engine.Content;
import dev.durable.engine.Engine;
import dev.durable.engine.MoveOptions;
import dev.durable.engine.Policy;
import dev.durable.engine.WriteOptions;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.CopyOption;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;

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
    try {
      boolean done =
          Protection.run(
              new Protection.Call() {
                @Override
                public boolean run(Engine engine) throws IOException {
                  return engine.write(path, wanted, policy, content);
                }
              });
      return done ? path : null;
    } catch (RuntimeException | LinkageError e) {
      if (content.failedWith(e)) {
        throw e;
      }
      if (!content.begun()) {
        Protection.defect(path, e, "was written as without the agent");
        return null;
      }
      // The lines may be had only once, so the plain call can't have them any more.
      Protection.defect(path, e, "was not written");
      throw new FileSystemException(path.toString(), null, "not written: " + e);
    }
  }

  public static Path move(final Path source, final Path target, final CopyOption... options)
      throws IOException {
    if (source == null
        || target == null
        || source.getFileSystem().provider() != target.getFileSystem().provider()) {
      return null;
    }
    Policy ofTarget = Protection.policyFor(target);
    final Policy policy = ofTarget == null ? Protection.policyFor(source) : ofTarget;
    if (policy == null) {
      return null;
    }
    Protection.checkWrite(source.toString());
    Protection.checkWrite(target.toString());
    boolean done =
        Protection.done(
            target,
            new Protection.Call() {
              @Override
              public boolean run(Engine engine) throws IOException {
                return engine.move(source, target, MoveOptions.of(options), policy);
              }
            });
    return done ? target : null;
  }
}
