package dev.durable.weave;

import dev.durable.weave.CallGraph.Calls;
import dev.durable.weave.CallGraph.Method;
import dev.durable.weave.CallGraph.Node;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Reads a class file into a {@link CallGraph}. */
final class CallGraphReader extends ClassVisitor {
  /** The types of fields in which objects keep paths; a text is mostly something else. */
  private static final Set<String> KEPT = Set.of("Ljava/io/File;", "Ljava/nio/file/Path;");

  private final CallGraph graph;
  private final boolean exportedPackage;
  private Node node;

  CallGraphReader(CallGraph graph, boolean exportedPackage) {
    super(Opcodes.ASM9);
    this.graph = graph;
    this.exportedPackage = exportedPackage;
  }

  /** The class that has been read. */
  Node node() {
    return node;
  }

  @Override
  public void visit(
      int version, int access, String name, String signature, String superName, String[] types) {
    node = graph.node(name);
    node.read = true;
    node.exported = exportedPackage && (access & Opcodes.ACC_PUBLIC) != 0;
    if (superName != null) {
      node.superclass = graph.node(superName);
      node.superclass.subtypes.add(node);
    }
    for (String type : types) {
      Node each = graph.node(type);
      node.interfaces.add(each);
      each.subtypes.add(node);
    }
  }

  @Override
  public void visitInnerClass(String name, String outerName, String innerName, int access) {
    if (name.equals(node.name) && (access & (Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED)) == 0) {
      node.exported = false;
    } else if (name.equals(node.name) && exportedPackage) {
      node.exported = outerName != null;
    }
  }

  @Override
  public FieldVisitor visitField(int a, String name, String d, String s, Object v) {
    node.fields.add(name);
    return null;
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] thrown) {
    Method method = new Method(node, name, descriptor, access);
    node.methods.put(method.selector(), method);
    if (!method.is(Opcodes.ACC_STATIC) && !name.startsWith("<")) {
      graph.declared(node, method);
    }
    return new Body(method);
  }

  private final class Body extends Constants {
    private final Method method;
    private String[] got;

    Body(Method method) {
      this.method = method;
    }

    private void call(int opcode, String owner, String name, String descriptor) {
      if (owner.startsWith("[")) {
        return;
      }
      Calls of = graph.calls(graph.node(owner), name + descriptor);
      boolean virtual = opcode == Opcodes.INVOKEVIRTUAL || opcode == Opcodes.INVOKEINTERFACE;
      (virtual ? of.virtual : of.exact).add(method);
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String desc, boolean itf) {
      if (!readsOnly(owner, name)) {
        call(opcode, owner, name, desc);
      }
      super.visitMethodInsn(opcode, owner, name, desc, itf);
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
      boolean store = opcode == Opcodes.PUTFIELD || opcode == Opcodes.PUTSTATIC;
      if (store && (descriptor.startsWith("L") || descriptor.startsWith("["))) {
        graph.stored(owner, name, method);
      }
      if (opcode == Opcodes.GETFIELD
          && first().equals(List.of("variable"))
          && KEPT.contains(descriptor)) {
        got = new String[] {owner, name};
      }
      super.visitFieldInsn(opcode, owner, name, descriptor);
    }

    @Override
    public void visitInsn(int opcode) {
      if (opcode == Opcodes.ARETURN && got != null && first().size() == 2) {
        method.got = got;
      }
      super.visitInsn(opcode);
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
      if (opcode == Opcodes.NEW) {
        graph.node(type).makers.add(method);
      }
      super.visitTypeInsn(opcode, type);
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String descriptor, Handle bootstrap, Object... arguments) {
      for (Object argument : arguments) {
        handle(argument);
      }
      super.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
    }

    @Override
    public void visitLdcInsn(Object value) {
      handle(value);
      super.visitLdcInsn(value);
    }

    private void handle(Object constant) {
      if (constant instanceof Handle handle && handle.getTag() >= Opcodes.H_INVOKEVIRTUAL) {
        boolean virtual =
            handle.getTag() == Opcodes.H_INVOKEVIRTUAL
                || handle.getTag() == Opcodes.H_INVOKEINTERFACE;
        int opcode = virtual ? Opcodes.INVOKEVIRTUAL : Opcodes.INVOKESPECIAL;
        call(opcode, handle.getOwner(), handle.getName(), handle.getDesc());
        if (handle.getTag() == Opcodes.H_NEWINVOKESPECIAL) {
          graph.node(handle.getOwner()).makers.add(method);
        }
      }
    }
  }
}
