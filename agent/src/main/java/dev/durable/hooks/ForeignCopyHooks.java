package dev.durable.hooks;

import dev.durable.engine.CopyOptions;
import dev.durable.engine.Engine;
import dev.durable.engine.PlainCopy;
import dev.durable.engine.Policy;
import java.io.IOException;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;

/** Guards copies from other file systems, of which {@code Files} takes care by itself. */
public final class ForeignCopyHooks {
  private ForeignCopyHooks() {}

  public static Boolean copyToForeignTarget(
      final Path source, final Path target, final CopyOption... options) throws IOException {
    final Policy policy = Protection.policyFor(target);
    if (policy == null || source == null) {
      return null;
    }
    Protection.checkWrite(target.toString());
    boolean done =
        Protection.done(
            target,
            new Protection.Call() {
              @Override
              public boolean run(Engine engine) throws IOException {
                return engine.copy(
                    source,
                    target,
                    CopyOptions.of(options),
                    policy,
                    new PlainCopy() {
                      @Override
                      public void copy(Path from, Path to, CopyOption... how) throws IOException {
                        Files.copy(from, to, how);
                      }
                    });
              }
            });
    return done ? true : null;
  }
}
