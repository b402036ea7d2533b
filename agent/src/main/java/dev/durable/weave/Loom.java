package dev.durable.weave;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.ObjIntConsumer;

/** Installs hooks in the JDK's classes. */
public final class Loom {
  private final Instrumentation instrumentation;
  private final Gate gate;

  /** By the simple name of their class. */
  private final Map<String, List<Hook>> hooks = new HashMap<String, List<Hook>>();

  private final List<Guard> guards = new ArrayList<Guard>();
  private final Set<String> owners = new LinkedHashSet<String>();
  private final Set<String> lateOwners = new LinkedHashSet<String>();
  private final Set<Class<?>> guarded = new LinkedHashSet<Class<?>>();
  private boolean prepared;
  private int seated;
  private ObjIntConsumer<Runnable> atExit;

  /** A loom for the hooks of which the build has made a gate. */
  public Loom(Instrumentation instrumentation) throws WeavingException {
    this(instrumentation, gate(Gate.FILE));
  }

  /** A loom for the hooks of an audit. */
  public static Loom ofAudit(Instrumentation instrumentation) throws WeavingException {
    return new Loom(instrumentation, gate(Gate.FILE_OF_AUDIT));
  }

  Loom(Instrumentation instrumentation, Gate gate) {
    this.instrumentation = instrumentation;
    this.gate = gate;
    for (Hook hook : gate.hooks) {
      List<Hook> ofType = hooks.get(hook.type());
      if (ofType == null) {
        ofType = new ArrayList<Hook>();
        hooks.put(hook.type(), ofType);
      }
      ofType.add(hook);
    }
  }

  private static Gate gate(String file) throws WeavingException {
    try {
      return Gate.load(file);
    } catch (IOException e) {
      throw new WeavingException("durable.jar is damaged (" + e.getMessage() + ")", e);
    }
  }

  /**
   * Adds all hooks of a class, which take part in the form {@code INSTEAD} in the methods that they
   * have the names of.
   *
   * @param type the guarded class; with a question mark before its name, it is woven only when it
   *     is loaded, which may be never
   */
  public void guard(String type, String hookType) {
    for (Hook hook : hooks.get(hookType)) {
      guard(type, hook.name, Form.INSTEAD, hook);
    }
  }

  /**
   * Adds a hook.
   *
   * @param names of the guarded methods, separated by blanks; all overloads that the hook fits are
   *     guarded. With a question mark before its name, a method may be missing
   * @param form one of {@code INSTEAD}, {@code SWAP}, {@code BEFORE}, {@code AFTER}, {@code FAILED}
   *     and {@code FINALLY}: how the hook takes part in the method
   */
  public void guard(String type, String names, String form, String hookType, String hookName) {
    for (Hook hook : hooks.get(hookType)) {
      if (hook.name.equals(hookName)) {
        for (String name : names.split(" ")) {
          guard(type, name, Form.valueOf(form), hook);
        }
        return;
      }
    }
    throw new IllegalArgumentException(hookName);
  }

  private void guard(String type, String name, Form form, Hook hook) {
    boolean late = isOptional(type);
    guards.add(new Guard(bare(type), bare(name), form, hook, !late && !isOptional(name)));
    (late ? lateOwners : owners).add(bare(type));
    prepared = false;
  }

  private static boolean isOptional(String name) {
    return name.startsWith("?");
  }

  private static String bare(String name) {
    return isOptional(name) ? name.substring(1) : name;
  }

  /** All that were added so far. */
  List<Guard> guards() {
    return guards;
  }

  /** Whether an agent of this kind is at work in this JVM already. */
  public static boolean isInstalled() {
    try {
      Class.forName(Gate.BINARY_NAME, false, null);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /**
   * Has {@code last} run at the JVM's exit, after the application's own shutdown hooks and the
   * deletion of files that was asked for.
   */
  public void atExit(Runnable last) throws WeavingException {
    try {
      atExit.accept(last, JavaBase.VERSION);
    } catch (RuntimeException | Error e) {
      throw new WeavingException("its exit can't be waited for (" + e + ")", e);
    }
  }

  /** How many guards are at work, after {@link #install}. */
  public int size() {
    return seated;
  }

  /**
   * Loads all classes that {@link #install} will need, and opens the JDK to the gate.
   *
   * @throws WeavingException if the JDK lacks one, or doesn't open
   */
  public void prepare() throws WeavingException {
    try {
      JavaBase.open(instrumentation, Gate.PACKAGE);
      for (String owner : owners) {
        guarded.add(Class.forName(owner, false, null));
      }
      for (Class<?> own :
          new Class<?>[] {
            Weaver.class,
            Back.class,
            ClassFile.class,
            ConstantPool.class,
            Bytes.class,
            Descriptor.class,
            Seam.class,
            Seam.Handler.class,
            Frames.class,
            Code.class
          }) {
        Class.forName(own.getName(), true, own.getClassLoader());
      }
      prepared = true;
    } catch (ClassNotFoundException e) {
      throw new WeavingException("this JDK has no " + e.getMessage(), e);
    } catch (RuntimeException e) {
      throw new WeavingException("the JDK lets no class into java.base (" + e + ")", e);
    }
  }

  /**
   * Defines the gate and weaves the JDK's classes, in this order: from then on hooks are called.
   *
   * @param losses is told of classes that lose their hooks later, since other agents transform
   *     them, and why
   * @throws WeavingException if that isn't possible; nothing is woven then
   */
  public void install(BiConsumer<String, String> losses) throws WeavingException {
    if (!prepared) {
      prepare();
    }
    Weaver weaver = new Weaver(guards);
    try {
      JavaBase.define(Gate.NAME, gate.front);
      atExit = new Back(gate.back).instance();
    } catch (Exception | LinkageError e) {
      throw new WeavingException("the JDK lets no class into java.base (" + e + ")", e);
    }
    instrumentation.addTransformer(weaver, true);
    try {
      instrumentation.retransformClasses(guarded.toArray(new Class<?>[0]));
      check(weaver);
      weaver.tellOfLosses(losses);
    } catch (Exception | LinkageError e) {
      instrumentation.removeTransformer(weaver);
      unweave();
      if (e instanceof WeavingException) {
        throw (WeavingException) e;
      }
      throw new WeavingException("the JDK's classes can't be changed (" + e + ")", e);
    }
  }

  /**
   * Weaves what would be woven when it is loaded, but was loaded before {@link #install}.
   *
   * @return the names of the classes that were
   */
  public Set<String> weaveLoaded() {
    Set<String> loaded = new LinkedHashSet<String>();
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (type.getClassLoader() == null && lateOwners.contains(type.getName())) {
        try {
          instrumentation.retransformClasses(type);
        } catch (Exception | LinkageError e) {
          // It stays as it is: nothing that must be guarded is loaded late.
        }
        loaded.add(type.getName());
      }
    }
    return loaded;
  }

  private void check(Weaver weaver) throws WeavingException {
    if (weaver.failure() != null) {
      throw new WeavingException(
          "the JDK's class files can't be read (" + weaver.failure() + ")", weaver.failure());
    }
    for (Guard guard : guards) {
      if (guard.required && !weaver.seated().contains(guard)) {
        throw new WeavingException("this JDK has no " + guard, null);
      }
    }
    seated = weaver.seated().size();
  }

  private void unweave() {
    try {
      instrumentation.retransformClasses(guarded.toArray(new Class<?>[0]));
    } catch (Exception | LinkageError e) {
      // What could not be changed once is as it was.
    }
  }

  /** Holds the class behind the gate: a class loader of its own, below that of the hooks. */
  private static final class Back extends ClassLoader {
    private final Class<?> type;

    Back(byte[] bytes) {
      super(Loom.class.getClassLoader());
      type = defineClass(null, bytes, 0, bytes.length, Loom.class.getProtectionDomain());
    }

    @SuppressWarnings("unchecked")
    ObjIntConsumer<Runnable> instance() throws ReflectiveOperationException {
      return (ObjIntConsumer<Runnable>) type.getDeclaredConstructor().newInstance();
    }
  }
}
