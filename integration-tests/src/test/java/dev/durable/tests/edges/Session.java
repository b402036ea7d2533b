package dev.durable.tests.edges;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.fail;

import dev.durable.tests.Child;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A running {@code dev.durable.programs.Calls}, which is given one call after the other. */
final class Session implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;
  private static final String NO_MORE = "no more answers";

  private final boolean agent;
  private final Process process;
  private final OutputStream in;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final CompletableFuture<String> err;

  /**
   * Starts it.
   *
   * @param agent whether the child was told to have the agent
   */
  Session(Child child, boolean agent) throws IOException {
    this.agent = agent;
    process = child.start("dev.durable.programs.Calls");
    in = process.getOutputStream();
    err = text(process.getErrorStream());
    inBackground(
        () -> {
          try (var out =
              new BufferedReader(
                  new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line; (line = out.readLine()) != null; ) {
              answers.add(line);
            }
          } catch (IOException e) {
            // Killed.
          }
          answers.add(NO_MORE);
        });
  }

  private static CompletableFuture<String> text(InputStream stream) {
    var text = new CompletableFuture<String>();
    inBackground(
        () -> {
          try {
            text.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
          } catch (IOException e) {
            text.complete("");
          }
        });
    return text;
  }

  private static void inBackground(Runnable work) {
    var thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
  }

  /** Makes one call and returns what came of it. */
  String call(Object... fields) throws Exception {
    send(fields);
    return answer();
  }

  /** Begins a call, or goes on with one that reads its lines from here. */
  void send(Object... fields) {
    try {
      in.write((Child.line(fields) + "\n").getBytes(StandardCharsets.UTF_8));
      in.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the child has ended: " + err.join(), e);
    }
  }

  /** What came of a call that was sent. */
  String answer() throws InterruptedException {
    String answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertNotNull(answer, "the child does not answer");
    if (answer.equals(NO_MORE)) {
      answers.add(NO_MORE); // For whoever asks next.
      fail("the child has ended: " + err.join());
    }
    return answer;
  }

  long pid() {
    return process.pid();
  }

  /** Ends the child as it is, by SIGKILL. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Lets the child come to its end. */
  Child.Result end() throws Exception {
    in.close();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      kill();
    }
    int exit = process.waitFor();
    assertEquals(NO_MORE, answers.take(), "an answer that nobody asked for");
    return new Child.Result(agent, exit, "", err.join());
  }

  @Override
  public void close() {
    kill();
  }
}
