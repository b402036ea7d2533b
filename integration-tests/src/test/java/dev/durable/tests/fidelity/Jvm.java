package dev.durable.tests.fidelity;

import dev.durable.tests.Child;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A running {@code dev.durable.programs.steps.Steps}, which is given one program after another. */
final class Jvm implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;
  private static final String NO_MORE = "no more answers";

  private final boolean agent;
  private final Process process;
  private final OutputStream in;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final CompletableFuture<String> err = new CompletableFuture<>();

  Jvm(Child child, boolean agent, String... arguments) throws IOException {
    this.agent = agent;
    process = child.start("dev.durable.programs.steps.Steps", arguments);
    in = process.getOutputStream();
    inBackground(this::readAnswers);
    inBackground(this::readErrors);
  }

  private static void inBackground(Runnable work) {
    var thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
  }

  private void readAnswers() {
    try (var out = reader(process.getInputStream())) {
      for (String line; (line = out.readLine()) != null; ) {
        answers.add(line);
      }
    } catch (IOException e) {
      // Killed.
    }
    answers.add(NO_MORE);
  }

  private void readErrors() {
    try (InputStream stream = process.getErrorStream()) {
      err.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      err.complete("");
    }
  }

  private static BufferedReader reader(InputStream stream) {
    return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
  }

  /** Hands it lines, each but the first of a program to be answered by one. */
  void send(String lines) {
    try {
      in.write(lines.getBytes(StandardCharsets.UTF_8));
      in.flush();
    } catch (IOException e) {
      // It has ended; so have the answers.
    }
  }

  /** The next answer. If there is none, the JVM is of no use any more. */
  String answer() throws InterruptedException {
    String answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (answer == null) {
      return lost("hangs: " + stacks());
    }
    if (answer.equals(NO_MORE)) {
      answers.add(NO_MORE); // For whoever asks next.
      return lost("ended: " + err.join());
    }
    return answer;
  }

  private String lost(String how) {
    close();
    return how.replace("\t", " ") + "\t\t";
  }

  private String stacks() {
    try {
      String jstack = process.toHandle().info().command().orElseThrow();
      Process dump =
          new ProcessBuilder(
                  jstack.replaceFirst("(jre/)?bin/java$", "bin/jstack"),
                  String.valueOf(process.pid()))
              .redirectErrorStream(true)
              .start();
      String text = new String(dump.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int main = text.indexOf("\"main\"");
      return text.substring(Math.max(main, 0), text.indexOf("\n\n", main) + 1);
    } catch (IOException | RuntimeException e) {
      return "no stack: " + e;
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Lets it come to its end. */
  Child.Result end() throws Exception {
    in.close();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      close();
    }
    return new Child.Result(agent, process.waitFor(), "", err.join());
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
