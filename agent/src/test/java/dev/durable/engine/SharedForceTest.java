package dev.durable.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Group commit: who shares a force with whom. */
@Timeout(60)
class SharedForceTest {
  private final SharedForce shared = new SharedForce();
  private final AtomicInteger forces = new AtomicInteger();

  private void force(long after) throws IOException {
    shared.await(after, forces::incrementAndGet);
  }

  @Test
  void aForceThatBeganAfterTheWriteCoversIt() throws IOException {
    long firstWrite = shared.begun();
    force(firstWrite);
    force(firstWrite);
    assertEquals(1, forces.get());
    assertTrue(shared.isCovered(firstWrite));
    long secondWrite = shared.begun();
    assertFalse(shared.isCovered(secondWrite));
    force(secondWrite);
    assertEquals(2, forces.get());
  }

  /** A disk that takes its time: it begins to force, and ends when it is told to. */
  private final class Disk implements SharedForce.Force {
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch ends = new CountDownLatch(1);
    final IOException failure;

    Disk(IOException failure) {
      this.failure = failure;
    }

    @Override
    public void run() throws IOException {
      begun.countDown();
      try {
        ends.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      forces.incrementAndGet();
      if (failure != null) {
        throw failure;
      }
    }
  }

  private static FutureTask<Boolean> start(Awaiting awaiting) {
    var task =
        new FutureTask<>(
            () -> {
              awaiting.await();
              return Thread.currentThread().isInterrupted();
            });
    new Thread(task).start();
    return task;
  }

  private interface Awaiting {
    void await() throws IOException;
  }

  private List<FutureTask<Boolean>> writersDuring(Disk disk) throws Exception {
    var leader = start(() -> shared.await(0, disk));
    disk.begun.await();
    var writers = new ArrayList<>(List.of(leader));
    long written = shared.begun();
    for (int i = 0; i < 20; i++) {
      writers.add(start(() -> force(written)));
    }
    return writers;
  }

  @Test
  void whoWritesDuringAForceSharesTheNextOne() throws Exception {
    var disk = new Disk(null);
    var writers = writersDuring(disk);
    for (FutureTask<Boolean> writer : writers) {
      assertFalse(writer.isDone(), "none is content with the force that was under way");
    }
    disk.ends.countDown();
    for (FutureTask<Boolean> writer : writers) {
      writer.get();
    }
    assertEquals(2, forces.get());
  }

  @Test
  void whoHasWrittenBeforeAForceBeganWaitsForItAndMakesNone() throws Exception {
    var disk = new Disk(null);
    var leader = start(() -> shared.await(0, disk));
    disk.begun.await();
    var writer = start(() -> force(0));
    assertFalse(writer.isDone());
    disk.ends.countDown();
    leader.get();
    writer.get();
    assertEquals(1, forces.get());
  }

  @Test
  void aForceThatFailedCoversNobody() throws Exception {
    var disk = new Disk(new IOException("Input/output error"));
    var writers = writersDuring(disk);
    disk.ends.countDown();
    assertThrows(Exception.class, writers.get(0)::get);
    for (FutureTask<Boolean> writer : writers.subList(1, writers.size())) {
      writer.get();
    }
    assertTrue(forces.get() > 1, "others have tried by themselves");
    assertFalse(shared.isCovered(shared.begun()));
  }

  @Test
  void anInterruptIsKeptAndHurriesNobody() throws Exception {
    var disk = new Disk(null);
    var leader = start(() -> shared.await(0, disk));
    disk.begun.await();
    var interrupted =
        start(
            () -> {
              Thread.currentThread().interrupt();
              force(shared.begun());
            });
    assertFalse(interrupted.isDone());
    disk.ends.countDown();
    leader.get();
    assertTrue(interrupted.get(), "its status");
    assertEquals(2, forces.get());
  }
}
