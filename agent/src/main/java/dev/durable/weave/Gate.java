package dev.durable.weave;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
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
      DataInputStream data = new DataInputStream(in);
      byte[] front = new byte[data.readInt()];
      data.readFully(front);
      byte[] back = new byte[data.readInt()];
      data.readFully(back);
      List<Hook> hooks = new ArrayList<Hook>();
      for (int i = data.readInt(); i > 0; i--) {
        hooks.add(new Hook(data.readUTF(), data.readUTF(), data.readUTF()));
      }
      return new Gate(front, back, hooks);
    }
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
