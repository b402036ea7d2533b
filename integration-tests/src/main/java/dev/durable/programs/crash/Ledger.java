package dev.durable.programs.crash;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Says on standard output what is about to be done and what is done, each line in one system call:
 *
 * <pre>
 * &gt; NAME STATE         begun: from now on the name may be in this state
 * &gt; NAME absent HEIR   begun: unless HEIR is there, the name is
 * = NAME STATE         acknowledged: from now on it must be in this state
 * ! NAME MESSAGE       failed
 * </pre>
 */
final class Ledger {
  private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);

  private Ledger() {}

  static void begin(String name, String state) {
    say("> " + name + " " + state);
  }

  static void beginMove(String from, String to, String state) {
    say("> " + to + " " + state);
    say("> " + from + " " + State.ABSENT + " " + to);
  }

  static void done(String name, String state) {
    say("= " + name + " " + state);
  }

  static void failed(String name, Throwable why) {
    say("! " + name + " " + why);
  }

  private static synchronized void say(String line) {
    try {
      OUT.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new AssertionError("nobody listens", e);
    }
  }
}
