package dev.durable.weave;

import dev.durable.weave.Origins.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;

/** What one method's body does with its parameters: hands them on, keeps them. */
final class Flows {
  /** A call, and what its arguments are made of, the object itself first. */
  record Call(String owner, String selector, List<Set<Origin>> arguments) {}

  final List<Call> calls = new ArrayList<>();
  final Map<String, Set<Origin>> stores = new HashMap<>();

  static Flows of(CallGraph graph, String owner, MethodNode code) {
    Flows flows = new Flows();
    if (code.instructions.size() == 0) {
      return flows;
    }
    Frame<Origins>[] frames;
    try {
      frames = new Analyzer<>(new Origins.Rules(graph, owner)).analyze(owner, code);
    } catch (AnalyzerException e) {
      throw new IllegalStateException(owner + "." + code.name + code.desc, e);
    }
    Constants constants = new Constants();
    int i = 0;
    for (AbstractInsnNode each : code.instructions) {
      Frame<Origins> frame = frames[i++];
      if (frame != null) {
        flows.add(graph, each, frame, constants);
      }
      each.accept(constants);
    }
    return flows;
  }

  private void add(
      CallGraph graph, AbstractInsnNode each, Frame<Origins> frame, Constants constants) {
    if (each instanceof MethodInsnNode call) {
      if (!constants.readsOnly(call.owner, call.name)) {
        int arguments = Type.getArgumentTypes(call.desc).length;
        int self = call.getOpcode() == Opcodes.INVOKESTATIC ? 0 : 1;
        calls.add(new Call(call.owner, call.name + call.desc, top(frame, arguments + self)));
      }
    } else if (each instanceof InvokeDynamicInsnNode dynamic) {
      for (Object argument : dynamic.bsmArgs) {
        if (argument instanceof Handle handle) {
          int captured = Type.getArgumentTypes(dynamic.desc).length;
          List<Set<Origin>> origins = top(frame, captured);
          if (handle.getTag() == Opcodes.H_NEWINVOKESPECIAL) {
            origins.add(0, Set.of());
          }
          calls.add(new Call(handle.getOwner(), handle.getName() + handle.getDesc(), origins));
        }
      }
    } else if (each.getOpcode() == Opcodes.PUTFIELD || each.getOpcode() == Opcodes.PUTSTATIC) {
      FieldInsnNode field = (FieldInsnNode) each;
      Set<Origin> stored = top(frame, 1).get(0);
      if (!stored.isEmpty()) {
        stores
            .computeIfAbsent(graph.field(field.owner, field.name), f -> new HashSet<>())
            .addAll(stored);
      }
    }
  }

  private static List<Set<Origin>> top(Frame<Origins> frame, int count) {
    List<Set<Origin>> top = new ArrayList<>();
    for (int i = frame.getStackSize() - count; i < frame.getStackSize(); i++) {
      top.add(frame.getStack(i).all());
    }
    return top;
  }
}
