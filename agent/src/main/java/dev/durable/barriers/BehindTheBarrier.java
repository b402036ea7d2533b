package dev.durable.barriers;

import dev.durable.hooks.BarrierCalls;
import java.io.IOException;
import java.nio.file.DurableBarrier;

/** The agent's side of {@link DurableBarrier}. */
final class BehindTheBarrier extends DurableBarrier {
  @Override
  protected Object enter(boolean ofProcess) {
    return BarrierCalls.entered(ofProcess);
  }

  @Override
  protected void leave(Object call, Throwable thrown, boolean declared) throws IOException {
    BarrierCalls.left(call, thrown, declared);
  }
}
