package dev.durable.cli.scan;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Does work that may bring more work, with a thread for each processor. */
final class Workers implements AutoCloseable {
  private final ExecutorService threads =
      Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
  private final Progress progress;
  private final CountDownLatch allDone = new CountDownLatch(1);

  /** What isn't done yet, and one more for who brings the first work. */
  private final AtomicInteger pending = new AtomicInteger(1);

  private volatile RuntimeException failure;

  Workers(Progress progress) {
    this.progress = progress;
  }

  void submit(Runnable work) {
    pending.incrementAndGet();
    progress.more();
    threads.execute(
        () -> {
          try {
            work.run();
          } catch (RuntimeException e) {
            failure = e;
          } finally {
            progress.done();
            done();
          }
        });
  }

  private void done() {
    if (pending.decrementAndGet() == 0) {
      allDone.countDown();
    }
  }

  /**
   * Waits until all work is done; nobody may bring more from outside.
   *
   * @throws RuntimeException what has gone wrong in some of it
   */
  void awaitAll() throws InterruptedException {
    done();
    allDone.await();
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    progress.close();
  }
}
