package dev.durable.hooks;

import dev.durable.engine.Engine;
import dev.durable.engine.Policy;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Guards {@link FileOutputStream}: the private method in which all of its constructors end. */
public final class FileOutputStreamHooks {
  private FileOutputStreamHooks() {}

  public static Boolean open(final FileOutputStream stream, final String name, final boolean append)
      throws IOException {
    final Policy policy = Protection.policyFor(name);
    if (policy == null) {
      return null;
    }
    final Path path = new File(name).toPath();
    return opened(
        name,
        path,
        new Protection.Call() {
          @Override
          public boolean run(Engine engine) throws IOException {
            return engine.open(stream, name, path, append, policy);
          }
        });
  }

  /** Has the engine open what a constructor of {@code java.io} wants open. */
  static Boolean opened(String name, Path path, Protection.Call call) throws IOException {
    try {
      return Protection.done(path, call) ? true : null;
    } catch (FileSystemException e) {
      // As the constructors declare it.
      FileNotFoundException declared =
          new FileNotFoundException(name + " (" + Engine.reason(e) + ")");
      declared.setStackTrace(e.getStackTrace());
      throw declared;
    }
  }
}
