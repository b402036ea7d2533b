package dev.durable.programs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Map;
import java.util.TreeMap;

/**
 * Replaces a file at all depths near the end of the stack, and prints how often the call ended how.
 * Arguments: the file, which exists.
 */
public final class EndOfStack {
  private static final long STACK = 512 * 1024;
  private static final int STEP = 64;
  private static final int DEPTHS = 1500;

  private final Path file;
  private final Map<String, Integer> ends = new TreeMap<>();

  private EndOfStack(Path file) {
    this.file = file;
  }

  private interface Work {
    void run() throws IOException;
  }

  public static void main(String[] arguments) throws Exception {
    Loading.await();
    // A class of the JDK that is first needed at the end of the stack is lost for good.
    Files.write(Paths.get(arguments[0]), "first".getBytes());
    EndOfStack stack = new EndOfStack(Paths.get(arguments[0]));
    Thread thread = new Thread(null, stack::replaceAtAllDepths, "deep", STACK);
    thread.start();
    thread.join();
    System.out.println(stack.ends);
  }

  private void replaceAtAllDepths() {
    try {
      int deepest = deepest();
      for (int depth = deepest; depth > deepest - DEPTHS; depth--) {
        ends.merge(end(depth), 1, Integer::sum);
      }
    } catch (IOException e) {
      ends.put(e.toString(), 1);
    }
  }

  private static int deepest() throws IOException {
    int depth = 0;
    try {
      while (true) {
        depth += STEP;
        atDepth(depth, () -> {});
      }
    } catch (StackOverflowError end) {
      return depth;
    }
  }

  private static void atDepth(int depth, Work work) throws IOException {
    if (depth == 0) {
      work.run();
    } else {
      atDepth(depth - 1, work);
    }
  }

  private String end(int depth) throws IOException {
    String before = content();
    Object inode = Files.getAttribute(file, "unix:ino");
    String next = "content " + depth;
    boolean done = false;
    try {
      atDepth(depth, () -> Files.write(file, next.getBytes()));
      done = true;
    } catch (VirtualMachineError e) {
      // What such a call has done isn't known, but it must not be a half.
    }
    String now = content();
    if (done) {
      boolean replaced = !inode.equals(Files.getAttribute(file, "unix:ino"));
      return !now.equals(next) ? "lost" : replaced ? "replaced" : "written in place";
    }
    return now.equals(before) || now.equals(next) ? "out of stack" : "torn";
  }

  private String content() throws IOException {
    return new String(Files.readAllBytes(file));
  }
}
