package dev.durable.weave;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What guards do to the classes that they are for: which methods really ask, and are answered. */
final class Woven {
  private final List<Guard> guards;
  private final Set<String> answered = new HashSet<>();

  Woven(List<Guard> guards) {
    this.guards = guards;
  }

  Set<String> owners() {
    var owners = new TreeSet<String>();
    guards.forEach(guard -> owners.add(guard.owner));
    return owners;
  }

  void weave(String owner, byte[] bytes) {
    var weaver = new Weaver(guards);
    byte[] woven = weaver.transform(null, owner, null, null, bytes);
    if (woven == null) {
      throw new IllegalStateException(owner + " isn't woven", weaver.failure());
    }
    CallGraph.reader(woven)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String descriptor, String signature, String[] thrown) {
                return new Answer(() -> answered.add(owner + '.' + name + descriptor));
              }
            },
            0);
  }

  /**
   * Whether this method asks its hook and, if there is an answer, returns it. (Hooks that look on,
   * or change what the method is given, protect nothing.)
   */
  boolean answersFor(CallGraph.Method method) {
    return answered.contains(method.toString());
  }

  /** Looks for a call of the gate whose answer is then compared with null. */
  private static final class Answer extends MethodVisitor {
    private final Runnable found;
    private final List<Integer> sinceTheGate = new ArrayList<>();

    Answer(Runnable found) {
      super(Opcodes.ASM9);
      this.found = found;
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String desc, boolean itf) {
      sinceTheGate.clear();
      if (owner.equals(Gate.NAME)) {
        sinceTheGate.add(opcode);
      }
    }

    @Override
    public void visitInsn(int opcode) {
      if (!sinceTheGate.isEmpty()) {
        sinceTheGate.add(opcode);
      }
    }

    @Override
    public void visitJumpInsn(int opcode, org.objectweb.asm.Label label) {
      if (opcode == Opcodes.IFNULL
          && sinceTheGate.equals(List.of(Opcodes.INVOKESTATIC, Opcodes.DUP))) {
        found.run();
      }
      sinceTheGate.clear();
    }
  }
}
