package dev.durable.engine;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Two threads that meet at a certain moment in the life of an open file. Run in a JVM of its own,
 * in which the JDK is open to the engine, by {@link OpenFileMomentsTest}.
 */
final class OpenFileMoments {
  private final Path file;

  private OpenFileMoments(Path file) {
    this.file = file;
  }

  /** Its arguments are the name of a method here and a path; says what the file holds at last. */
  public static void main(String[] arguments) throws Exception {
    if (!JdkDescriptors.available()) {
      throw new IllegalStateException("nothing can be staged here");
    }
    var moments = new OpenFileMoments(Path.of(arguments[1]));
    OpenFileMoments.class.getDeclaredMethod(arguments[0]).invoke(moments);
    System.out.print(Files.readString(moments.file));
    System.exit(0);
  }

  /** As its constructor does, under the agent. */
  private FileOutputStream open(Engine engine, boolean append) throws IOException {
    var stream = new FileOutputStream(new FileDescriptor());
    if (!engine.open(stream, file.toString(), file, append, Policy.DEFAULT)) {
      throw new IOException("not opened");
    }
    return stream;
  }

  /** As its {@code close} does. */
  private static void close(Engine engine, FileOutputStream stream) throws IOException {
    engine.openFiles().closing(stream);
    stream.close();
    engine.openFiles().closed(stream);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static <T> T inAnotherThread(Callable<T> call) {
    var result = new AtomicReference<T>();
    var failure = new AtomicReference<Exception>();
    var thread =
        new Thread(
            () -> {
              try {
                result.set(call.call());
              } catch (Exception e) {
                failure.set(e);
              }
            });
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (failure.get() != null) {
      throw new IllegalStateException(failure.get());
    }
    return result.get();
  }

  void lookedAtWhileItIsSettledAfterItsCollection() throws Exception {
    var engine = new Engine(Listener.NONE);
    writeAndDrop(engine);
    engine.look(file, true, false);
    while (!keeperWaits()) {
      System.gc();
      Thread.sleep(1);
    }
    // As the hook does.
    if (!Engine.nothingIsOpen()) {
      OneView.looked(null);
    }
    while (!Engine.nothingIsOpen()) {
      Thread.sleep(1);
    }
  }

  void publishedWhileAnotherVersionIsRenamed() throws Exception {
    var engine = new Engine(Listener.NONE);
    var stream = open(engine, false);
    stream.write(bytes("1."));
    var other = open(engine, false);
    other.write(bytes("other"));
    stream.write(bytes("2."));
    engine.look(file, true, false);
    Thread closing = begun(() -> close(engine, other));
    awaitState(closing, Thread.State.WAITING);
    Thread publishing = begun(() -> engine.openFiles().publish(stream));
    publishing.join(1000);
    OneView.looked(null);
    closing.join();
    publishing.join();
    stream.write(bytes("er"));
    close(engine, stream);
  }

  void committedWhileItIsDeleted() throws Exception {
    var engine = new Engine(Listener.NONE);
    var stream = open(engine, false);
    stream.write(bytes("not deleted"));
    engine.look(file, true, false);
    Thread closing = begun(() -> close(engine, stream));
    awaitState(closing, Thread.State.WAITING);
    Thread deleting =
        begun(
            () -> {
              if (engine.view().deleteNew(file)) {
                System.out.print("it says that it is deleted: ");
              }
            });
    awaitState(deleting, Thread.State.BLOCKED);
    OneView.looked(null);
    closing.join();
    deleting.join();
  }

  /** What may fail. */
  private interface Work {
    void run() throws IOException;
  }

  private static Thread begun(Work work) {
    var thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    thread.start();
    return thread;
  }

  private static void awaitState(Thread thread, Thread.State state) throws InterruptedException {
    while (thread.getState() != state) {
      Thread.sleep(1);
    }
  }

  private void writeAndDrop(Engine engine) throws IOException {
    open(engine, false).write(bytes("new"));
  }

  private static boolean keeperWaits() {
    return Thread.getAllStackTraces().entrySet().stream()
        .anyMatch(
            thread ->
                thread.getKey().getName().equals("durable-keeper")
                    && thread.getKey().getState() == Thread.State.WAITING
                    && Arrays.toString(thread.getValue()).contains("Stage.renameTo"));
  }

  void writtenByOthersBetweenItsRenameAndItsLifeInPlace() throws Exception {
    var engine = new AtomicReference<Engine>();
    engine.set(
        new Engine(
            new Listener() {
              @Override
              public void committed(Path path, Policy policy, long bytes) {
                inAnotherThread(
                    () ->
                        engine
                            .get()
                            .write(path, WriteOptions.of(), policy, Content.of(bytes("....."))));
              }
            }));
    var stream = open(engine.get(), false);
    stream.write(bytes("new"));
    engine.get().openFiles().publish(stream);
    stream.write(bytes("er"));
    close(engine.get(), stream);
  }
}
