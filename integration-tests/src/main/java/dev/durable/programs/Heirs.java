package dev.durable.programs;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.TreeSet;

/**
 * Writes files in a directory from a thread with a group, a priority and a value of its own, leaves
 * one open, and prints what is left of these when the thread has ended: a line for each thread of
 * the agent's, and "kept" for what can't be collected.
 */
public final class Heirs {
  private static final InheritableThreadLocal<byte[]> VALUE = new InheritableThreadLocal<>();
  private static final int FILES = 10;
  private static final int COLLECTIONS = 100;

  private static OutputStream open;

  private Heirs() {}

  public static void main(String[] arguments) throws Exception {
    Path directory = Paths.get(arguments[0]);
    awaitTheEndOf("durable-services"); // Until then, the agent is still starting.
    WeakReference<?>[] references = writeElsewhere(directory);
    TreeSet<String> found = new TreeSet<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      ThreadGroup group = thread.getThreadGroup();
      if (thread.getName().startsWith("durable-") && group != null) {
        String loader = thread.getContextClassLoader() == null ? "" : ", with a class loader";
        found.add(thread.getName() + ": " + group.getName() + ", " + thread.getPriority() + loader);
      }
    }
    found.forEach(System.out::println);
    for (WeakReference<?> reference : references) {
      for (int i = 0; i < COLLECTIONS && reference.get() != null; i++) {
        System.gc();
        Thread.sleep(10);
      }
      if (reference.get() != null) {
        System.out.println("kept: " + reference.get());
      }
    }
    open.close();
  }

  private static void awaitTheEndOf(String name) throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals(name)) {
        thread.join();
      }
    }
  }

  private static WeakReference<?>[] writeElsewhere(Path directory) throws Exception {
    byte[] value = new byte[1];
    ThreadGroup group = new ThreadGroup("the application's");
    Thread thread =
        new Thread(
            group,
            () -> {
              VALUE.set(value);
              try {
                for (int i = 0; i < FILES; i++) {
                  Files.write(directory.resolve("file"), new byte[i]);
                }
                open = new FileOutputStream(new File(directory.toFile(), "open"));
                open.write(1);
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    thread.setPriority(Thread.MAX_PRIORITY);
    thread.start();
    thread.join();
    return new WeakReference<?>[] {new WeakReference<>(value), new WeakReference<>(thread)};
  }
}
