package dev.durable.observe;

import java.lang.StackWalker.StackFrame;
import java.util.Optional;

/** Walks the stack only as far as the application's frame. */
final class WalkedCallSites extends CallSites {
  private final StackWalker walker = StackWalker.getInstance();

  @Override
  String here() {
    Optional<StackFrame> found =
        walker.walk(
            frames -> frames.filter(frame -> isOfApplication(frame.getClassName())).findFirst());
    return found.map(frame -> text(frame.toStackTraceElement())).orElse(ofJdk());
  }
}
