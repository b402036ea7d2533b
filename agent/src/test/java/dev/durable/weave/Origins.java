package dev.durable.weave;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.analysis.Interpreter;
import org.objectweb.asm.tree.analysis.Value;

/**
 * What a value in a method is made of: parameters of the method, and fields. Only for what can be,
 * or become, a path; all other values are made of nothing.
 */
final class Origins implements Value {
  /** A parameter's number, the object itself being the first, or a field. */
  record Origin(int parameter, String field) {}

  private static final Set<String> PATHS =
      Set.of(
          "java/io/File",
          "java/nio/file/Path",
          "java/lang/String",
          "java/net/URI",
          "java/net/URL",
          "java/lang/StringBuilder");

  /** Whose methods make paths of paths. */
  private static final Set<String> MAKERS =
      Set.of(
          "java/io/File",
          "java/io/FileSystem",
          "java/nio/file/Path",
          "java/nio/file/Paths",
          "java/nio/file/FileSystem",
          "java/lang/String",
          "java/lang/StringBuilder",
          "java/net/URI",
          "java/net/URL",
          "java/util/Objects");

  private final int size;
  private final Set<Origin> all;

  private Origins(int size, Set<Origin> all) {
    this.size = size;
    this.all = all;
  }

  static boolean isPath(Type type) {
    return type.getSort() == Type.OBJECT && PATHS.contains(type.getInternalName());
  }

  Set<Origin> all() {
    return all;
  }

  @Override
  public int getSize() {
    return size;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Origins origins && size == origins.size && all.equals(origins.all);
  }

  @Override
  public int hashCode() {
    return all.hashCode();
  }

  /** How instructions make values of others. */
  static final class Rules extends Interpreter<Origins> {
    private static final Origins NONE = new Origins(1, Set.of());
    private static final Origins LONG = new Origins(2, Set.of());

    private final Map<AbstractInsnNode, Origins> made = new HashMap<>();
    private final CallGraph graph;
    private final String owner;
    private int parameters;

    Rules(CallGraph graph, String owner) {
      super(Opcodes.ASM9);
      this.graph = graph;
      this.owner = owner;
    }

    private Origins plain(Type type) {
      return type == Type.VOID_TYPE ? null : type != null && type.getSize() == 2 ? LONG : NONE;
    }

    @Override
    public Origins newValue(Type type) {
      return plain(type);
    }

    @Override
    public Origins newParameterValue(boolean instance, int local, Type type) {
      int parameter = parameters++;
      if (!isPath(type)) {
        return plain(type);
      }
      return new Origins(1, Set.of(new Origin(parameter, null)));
    }

    @Override
    public Origins newOperation(AbstractInsnNode insn) {
      switch (insn.getOpcode()) {
        case Opcodes.NEW:
          // Filled by its constructor, and seen by all who hold it.
          return made.computeIfAbsent(insn, i -> new Origins(1, new HashSet<>()));
        case Opcodes.GETSTATIC:
          return field((FieldInsnNode) insn, NONE);
        case Opcodes.LCONST_0:
        case Opcodes.LCONST_1:
        case Opcodes.DCONST_0:
        case Opcodes.DCONST_1:
          return LONG;
        case Opcodes.LDC:
          Object constant = ((LdcInsnNode) insn).cst;
          return constant instanceof Long || constant instanceof Double ? LONG : NONE;
        default:
          return NONE;
      }
    }

    private Origins field(FieldInsnNode field, Origins object) {
      Type type = Type.getType(field.desc);
      if (!isPath(type)) {
        return plain(type);
      }
      Set<Origin> all = new HashSet<>(object.all);
      all.add(new Origin(-1, graph.field(field.owner, field.name)));
      return new Origins(1, all);
    }

    @Override
    public Origins copyOperation(AbstractInsnNode insn, Origins value) {
      return value;
    }

    @Override
    public Origins unaryOperation(AbstractInsnNode insn, Origins value) {
      switch (insn.getOpcode()) {
        case Opcodes.GETFIELD:
          return field((FieldInsnNode) insn, value);
        case Opcodes.CHECKCAST:
          return value;
        case Opcodes.I2L:
        case Opcodes.I2D:
        case Opcodes.F2L:
        case Opcodes.F2D:
        case Opcodes.L2D:
        case Opcodes.D2L:
        case Opcodes.LNEG:
        case Opcodes.DNEG:
          return LONG;
        default:
          return NONE;
      }
    }

    @Override
    public Origins binaryOperation(AbstractInsnNode insn, Origins one, Origins two) {
      switch (insn.getOpcode()) {
        case Opcodes.AALOAD:
          return one;
        case Opcodes.LALOAD:
        case Opcodes.DALOAD:
          return LONG;
        case Opcodes.LCMP:
        case Opcodes.DCMPL:
        case Opcodes.DCMPG:
        case Opcodes.PUTFIELD:
          return NONE;
        default:
          return one.size == 2 ? LONG : NONE;
      }
    }

    @Override
    public Origins ternaryOperation(AbstractInsnNode insn, Origins a, Origins b, Origins c) {
      return null;
    }

    @Override
    public Origins naryOperation(AbstractInsnNode insn, List<? extends Origins> values) {
      if (insn instanceof InvokeDynamicInsnNode dynamic) {
        Type type = Type.getReturnType(dynamic.desc);
        return isPath(type) ? union(values) : plain(type);
      }
      if (!(insn instanceof MethodInsnNode call)) {
        return NONE;
      }
      if (call.name.equals("<init>")) {
        for (Origins each : made.values()) {
          if (each == values.get(0)) {
            each.all.addAll(union(values).all);
          }
        }
        return null;
      }
      Type type = Type.getReturnType(call.desc);
      if (!isPath(type)) {
        return plain(type);
      }
      if (MAKERS.contains(call.owner) || call.owner.equals(owner)) {
        return union(values);
      }
      Set<Origin> got = new HashSet<>();
      for (String field : graph.got(call.owner, call.name + call.desc)) {
        got.add(new Origin(-1, field));
      }
      return new Origins(1, got);
    }

    private static Origins union(List<? extends Origins> values) {
      Set<Origin> all = new HashSet<>();
      for (Origins value : values) {
        all.addAll(value.all);
      }
      return new Origins(1, all);
    }

    @Override
    public void returnOperation(AbstractInsnNode insn, Origins value, Origins expected) {}

    @Override
    public Origins merge(Origins one, Origins two) {
      if (one == two || one.all.containsAll(two.all)) {
        return one;
      }
      Set<Origin> all = new HashSet<>(one.all);
      all.addAll(two.all);
      return new Origins(Math.min(one.size, two.size), all);
    }
  }
}
