package dev.durable.weave;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What the guards of one method add to its code. */
final class Seam {
  private static final int ILOAD = 21;
  private static final int LLOAD = 22;
  private static final int FLOAD = 23;
  private static final int DLOAD = 24;
  private static final int ALOAD = 25;
  private static final int ASTORE = 58;
  private static final int POP = 87;
  private static final int DUP = 89;
  private static final int LRETURN = 173;
  private static final int ARETURN = 176;
  private static final int IRETURN = 172;
  private static final int RETURN = 177;
  private static final int INVOKEVIRTUAL = 182;
  private static final int INVOKESTATIC = 184;
  private static final int ATHROW = 191;
  private static final int CHECKCAST = 192;
  private static final int IFNULL = 198;

  private final ClassFile file;
  private final List<String> locals;
  private final String returned;

  /** At the method's beginning. */
  final Bytes head = new Bytes(32);

  /** Before each return. */
  final Bytes tail = new Bytes(16);

  /** At the end, one after the other: each for what is thrown before it. */
  final List<Handler> handlers = new ArrayList<Handler>();

  final Frames frames = new Frames();

  /** What is done with something that is thrown, before it is thrown on. */
  static final class Handler {
    final Bytes code = new Bytes(16);

    /** How much of the head it isn't for. */
    final int from;

    /** The class of what it is for; an index in the constant pool. */
    final int thrown;

    private final String name;

    /** What its hooks take, and those of handlers behind it. */
    private List<String> seen = Collections.emptyList();

    private Handler(int from, int thrown, String name) {
      this.from = from;
      this.thrown = thrown;
      this.name = name;
    }
  }

  /** The places on the operand stack that head and handler need, and the tail besides others. */
  int alone;

  int besides;

  Seam(ClassFile file, List<String> locals, String returned) {
    this.file = file;
    this.locals = locals;
    this.returned = returned;
  }

  void add(Guard guard) {
    switch (guard.form.ordinal()) {
      case 0: // INSTEAD
        call(head, guard.hook);
        answer(guard.hook);
        break;
      case 1: // SWAP
        call(head, guard.hook);
        swap(guard.hook);
        break;
      case 2: // BEFORE
        call(head, guard.hook);
        break;
      case 3: // AFTER
        call(tail, guard.hook);
        break;
      case 4: // FAILED
        watch(guard.hook, "java/io/IOException");
        break;
      default: // FINALLY
        call(tail, guard.hook);
        watch(guard.hook, "java/lang/Throwable");
        break;
    }
  }

  /** Calls a hook with the first of the local variables. */
  private void call(Bytes code, Hook hook) {
    int local = 0;
    for (String type : hook.parameters()) {
      code.put1(load(type)).put1(local);
      local += Descriptor.size(type);
    }
    code.put1(INVOKESTATIC).put2(file.gateMethod(hook));
    int needed = Math.max(local, 2); // An answer, twice.
    alone = Math.max(alone, needed + 1); // The exception that a handler throws on.
    besides = Math.max(besides, needed);
  }

  private static int load(String type) {
    switch (type.charAt(0)) {
      case 'J':
        return LLOAD;
      case 'F':
        return FLOAD;
      case 'D':
        return DLOAD;
      case 'L':
      case '[':
        return ALOAD;
      default:
        return ILOAD;
    }
  }

  /** Returns the answer, unless it is null. */
  private void answer(Hook hook) {
    head.put1(DUP).put1(IFNULL);
    int from = head.length - 1;
    int offset = head.length;
    head.put2(0);
    switch (returned.charAt(0)) {
      case 'V':
        head.put1(POP).put1(RETURN);
        break;
      case 'Z':
        unbox("java/lang/Boolean", "booleanValue", "()Z");
        head.put1(IRETURN);
        break;
      case 'J':
        unbox("java/lang/Long", "longValue", "()J");
        head.put1(LRETURN);
        break;
      default:
        head.put1(ARETURN);
        break;
    }
    head.set2(offset, head.length - from);
    frames.sameLocals(head.length, file.constants.addClass(Descriptor.className(hook.answer())));
    head.put1(POP);
  }

  private void unbox(String owner, String name, String descriptor) {
    head.put1(INVOKEVIRTUAL).put2(file.constants.addMethod(owner, name, descriptor));
  }

  private void swap(Hook hook) {
    int last = hook.parameters().size() - 1;
    while (load(locals.get(last)) != ALOAD) {
      last--;
    }
    if (!locals.get(last).equals(hook.answer())) {
      head.put1(CHECKCAST).put2(file.constants.addClass(Descriptor.className(locals.get(last))));
    }
    int local = 0;
    for (int i = 0; i < last; i++) {
      local += Descriptor.size(locals.get(i));
    }
    head.put1(ASTORE).put1(local);
  }

  private void watch(Hook hook, String thrown) {
    List<String> seen = locals.subList(0, hook.parameters().size());
    Handler last = handlers.isEmpty() ? null : handlers.get(handlers.size() - 1);
    if (last != null && last.name.equals(thrown)) {
      last.code.length--; // The one before throws on no more.
    } else {
      last = new Handler(head.length, file.constants.addClass(thrown), thrown);
      handlers.add(last);
    }
    call(last.code, hook);
    last.code.put1(ATHROW);
    // A handler is for what those before it throw, too: they must have what it takes.
    for (Handler handler : handlers) {
      handler.seen = handler.seen.size() > seen.size() ? handler.seen : seen;
    }
  }

  /** Of the local variables, only what its hook takes is sure to be still there. */
  void addFrame(Handler handler, int at) {
    frames.full(at, handler.seen, handler.thrown, file.constants);
  }
}
