package dev.durable.weave;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The two classes that lead from {@code java.base} to the hooks, which no class of the JDK can see:
 * an abstract class inside of {@code java.base}, whose static methods the woven methods call, and a
 * subclass of it in the agent's class loader, to which they pass the call on. Plain virtual calls,
 * which the JIT compiler sees through; no reflection, no method handles. The first instance of the
 * subclass is the one. Made by the build.
 */
final class Gate {
  /** In an exported package of java.base, so that every package of the JDK may call it. */
  static final String NAME = "java/nio/file/DurableGate";

  static final String BINARY_NAME = "java.nio.file.DurableGate";

  static final String PACKAGE = "java.nio.file";

  /** Where the build leaves it. */
  static final String FILE = "META-INF/durable/gate";

  /** Where it leaves that of an audit. */
  static final String FILE_OF_AUDIT = "META-INF/durable/gate-of-audit";

  /** The class for {@code java.base}. */
  final byte[] front;

  /** The class for the agent's class loader. */
  final byte[] back;

  /** All that it leads to. */
  final List<Hook> hooks;

  Gate(byte[] front, byte[] back, List<Hook> hooks) {
    this.front = front;
    this.back = back;
    this.hooks = hooks;
  }

  /** The one that the build has made. */
  static Gate load(String file) throws IOException {
    try (InputStream in = Gate.class.getClassLoader().getResourceAsStream(file)) {
      if (in == null) {
        throw new IOException(file + " is missing");
      }
      byte[] all = new byte[in.available()]; // All of it is in memory.
      new DataInputStream(in).readFully(all);
      int back = 4 + Bytes.get4(all, 0);
      int hooks = back + 4 + Bytes.get4(all, back);
      return new Gate(
          Arrays.copyOfRange(all, 4, back),
          Arrays.copyOfRange(all, back + 4, hooks),
          hooks(all, hooks));
    }
  }

  /** By hand: a stream reads texts character by character, in interpreted code. */
  private static List<Hook> hooks(byte[] all, int from) {
    List<Hook> hooks = new ArrayList<Hook>();
    String[] texts = new String[3];
    int at = from + 4;
    for (int i = Bytes.get4(all, from); i > 0; i--) {
      for (int j = 0; j < texts.length; j++) {
        int length = Bytes.get2(all, at);
        texts[j] = new String(all, at + 2, length, StandardCharsets.ISO_8859_1);
        at += 2 + length;
      }
      hooks.add(new Hook(texts[0], texts[1], texts[2]));
    }
    return hooks;
  }

  byte[] toBytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream data = new DataOutputStream(bytes);
    data.writeInt(front.length);
    data.write(front);
    data.writeInt(back.length);
    data.write(back);
    data.writeInt(hooks.size());
    for (Hook hook : hooks) {
      data.writeUTF(hook.owner);
      data.writeUTF(hook.name);
      data.writeUTF(hook.descriptor);
    }
    return bytes.toByteArray();
  }
}
