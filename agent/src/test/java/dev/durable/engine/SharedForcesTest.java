package dev.durable.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Who may be served by whose force. */
class SharedForcesTest {
  private static final int THREADS = 16;
  private static final int TIMES = 300;
  private static final long FOR_EVER = TimeUnit.MINUTES.toNanos(10);

  /** A change is made, then forced: on return, some force must have begun after the change. */
  @Test
  void everyChangeIsCoveredByAForceThatBeganAfterIt() throws Exception {
    var shared = new SharedForces("a directory");
    var clock = new AtomicLong();
    var lastEnded = new AtomicLong();
    var forces = new AtomicInteger();
    SharedForces.Force force =
        () -> {
          long began = clock.incrementAndGet();
          forces.incrementAndGet();
          pause();
          lastEnded.accumulateAndGet(began, Math::max);
        };
    inThreads(
        () -> {
          for (int i = 0; i < TIMES; i++) {
            long change = clock.incrementAndGet();
            shared.force(force, null, 0);
            assertTrue(lastEnded.get() > change, "forced before it was changed");
          }
          return null;
        });
    assertTrue(forces.get() < THREADS * TIMES / 2, forces + " forces are not shared");
  }

  @Test
  void twoForcesOfADirectoryAreNeverUnderWayAtOnce() throws Exception {
    var shared = new SharedForces("a directory");
    var running = new AtomicInteger();
    inThreads(
        () -> {
          for (int i = 0; i < TIMES; i++) {
            shared.force(
                () -> {
                  assertEquals(1, running.incrementAndGet());
                  pause();
                  running.decrementAndGet();
                },
                null,
                0);
          }
          return null;
        });
  }

  @Test
  void aFailureIsToldToAllThatWaitedForIt() throws Exception {
    var shared = new SharedForces("a directory");
    var first = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    var calls = new AtomicInteger();
    SharedForces.Force failing =
        () -> {
          calls.incrementAndGet();
          throw new IOException("Input/output error");
        };
    var pool = Executors.newCachedThreadPool();
    Future<?> leader =
        pool.submit(
            () ->
                shared.force(
                    () -> {
                      first.countDown();
                      try {
                        go.await();
                      } catch (InterruptedException e) {
                        throw new IOException(e);
                      }
                    },
                    null,
                    0));
    first.await();
    Future<?>[] waiting = new Future<?>[4];
    for (int i = 0; i < waiting.length; i++) {
      waiting[i] = pool.submit(() -> shared.force(failing, null, 0));
    }
    Thread.sleep(100); // They may come later; then some fail by a force of their own.
    go.countDown();
    leader.get();
    for (Future<?> each : waiting) {
      var e = assertThrows(ExecutionException.class, each::get);
      assertEquals("Input/output error", e.getCause().getMessage());
    }
    assertTrue(calls.get() >= 1);
    assertTrue(shared.force(() -> {}, null, 0) >= 0, "the next force is a new one");
    pool.shutdown();
  }

  @Test
  void whoLeadsWaitsForThoseThatAreExpectedAndForcesForThem() throws Exception {
    var shared = new SharedForces("a directory");
    var other = shared.expect();
    var forces = new AtomicInteger();
    var pool = Executors.newCachedThreadPool();
    var leader =
        pool.submit(() -> shared.force(forces::incrementAndGet, shared.expect(), FOR_EVER));
    Thread.sleep(50); // It may come later: then it is led by the other.
    assertEquals(0, forces.get());
    shared.force(forces::incrementAndGet, other, FOR_EVER);
    leader.get();
    assertEquals(1, forces.get());
    pool.shutdown();
  }

  @Test
  void whoLeadsWaitsNeitherForTheLateNorForTheWithdrawnNorForLong() throws Exception {
    var shared = new SharedForces("a directory");
    var forces = new AtomicInteger();
    shared.force(
        () -> {
          shared.expect();
          forces.incrementAndGet();
        },
        null,
        FOR_EVER);
    assertEquals(1, forces.get());

    shared.force(forces::incrementAndGet, null, 1); // The late one is still expected.
    assertEquals(2, forces.get());

    var withdrawn = SharedForces.enter("another directory").expect();
    withdrawn.withdraw();
    SharedForces.enter("another directory").force(forces::incrementAndGet, null, FOR_EVER);
    assertEquals(3, forces.get());
  }

  @Test
  void whatStopsTheLeaderIsNoSuccessForTheOthers() throws Exception {
    var shared = new SharedForces("a directory");
    var forces = new AtomicInteger();
    var other = shared.expect();
    var pool = Executors.newCachedThreadPool();
    var leader =
        pool.submit(
            () ->
                shared.force(
                    () -> {
                      throw new StackOverflowError();
                    },
                    null,
                    FOR_EVER));
    Thread.sleep(50);
    shared.force(forces::incrementAndGet, other, FOR_EVER);
    var e = assertThrows(ExecutionException.class, leader::get);
    assertEquals(StackOverflowError.class, e.getCause().getClass());
    assertEquals(1, forces.get());
    assertTrue(shared.force(() -> {}, null, 0) >= 0, "nobody is in the way of the next");
    pool.shutdown();
  }

  /** At the end of the stack, say, while it waits for others. */
  @Test
  void whoIsStoppedBeforeItsForceLeavesTheLeadToTheNext() throws Exception {
    var shared = new SharedForces("a directory");
    var field = SharedForces.class.getDeclaredField("expected");
    field.setAccessible(true);
    var expected = (Set<?>) field.get(shared);
    expected.add(null);
    var known = shared.expect();
    assertThrows(NullPointerException.class, () -> shared.force(() -> {}, known, FOR_EVER));
    expected.clear();
    var next = Executors.newSingleThreadExecutor(SharedForcesTest::daemon);
    next.submit(() -> shared.force(() -> {}, null, 0)).get(20, TimeUnit.SECONDS);
  }

  private static Thread daemon(Runnable work) {
    var thread = new Thread(work);
    thread.setDaemon(true);
    return thread;
  }

  private static void pause() {
    long end = System.nanoTime() + 100_000;
    while (System.nanoTime() < end) {
      Thread.yield();
    }
  }

  private static void inThreads(Callable<?> work) throws Exception {
    var pool = Executors.newFixedThreadPool(THREADS);
    Future<?>[] all = new Future<?>[THREADS];
    for (int i = 0; i < THREADS; i++) {
      all[i] = pool.submit(work);
    }
    for (Future<?> each : all) {
      each.get();
    }
    pool.shutdown();
  }
}
