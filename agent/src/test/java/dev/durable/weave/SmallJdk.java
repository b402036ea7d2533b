package dev.durable.weave;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Classes that are built as the JDK is, with a few methods only; never run. */
final class SmallJdk implements ClassFiles {
  /** What leads to the kernel. */
  static final class Kernel {
    private Kernel() {}

    static native void open0(String path);

    static native void stat0(String path);
  }

  /** The service provider interface. */
  public abstract static class Provider {
    public abstract void open(File file);
  }

  /** What implements it, out of sight. */
  static final class UnixProvider extends Provider {
    @Override
    public void open(File file) {
      Kernel.open0(file.getPath());
    }

    void openForReading(File file) {
      Kernel.open0(file.getPath());
    }
  }

  /** The API. */
  public static final class Files {
    private static final Provider PROVIDER = new UnixProvider();

    private Files() {}

    public static void write(File file) {
      PROVIDER.open(file);
    }

    public static void read(File file) {
      new UnixProvider().openForReading(file);
    }

    public static void exists(File file) {
      Kernel.stat0(file.getPath());
    }

    static void secret(File file) {
      Kernel.open0(file.getPath());
    }
  }

  /** An API as a later JDK might add it. */
  public static final class NewFiles {
    private NewFiles() {}

    public static void writeAll(File file) {
      Files.secret(file);
    }

    public static void writeByLambda(File file) {
      run(() -> open(file));
    }

    public static void writeByClass(final File file) throws Exception {
      run(new Opening(file));
    }

    private static void open(File file) {
      Kernel.open0(file.getPath());
    }

    private static void run(Runnable work) {
      work.run();
    }

    private static void run(Callable<Void> work) throws Exception {
      work.call();
    }
  }

  /** Work that is handed to somebody else. */
  static final class Opening implements Callable<Void> {
    private final File file;

    Opening(File file) {
      this.file = file;
    }

    @Override
    public Void call() {
      Kernel.open0(file.getPath());
      return null;
    }
  }

  /** An API that stands on another. */
  public static final class Writer {
    private final File file;

    public Writer(String name) {
      this(new File(name));
    }

    public Writer(File file) {
      this.file = file;
    }

    public void setHeader(String header) {
      Objects.requireNonNull(header);
    }

    public void flush() {
      Files.write(file);
    }
  }

  private static final List<Class<?>> ALWAYS =
      List.of(Kernel.class, Provider.class, UnixProvider.class, Files.class, Writer.class);

  /** So many implement {@code Callable} that a call of it says nothing about where it goes. */
  private static final int CROWD = 50;

  private final List<Class<?>> types;

  /**
   * @param more classes, in addition to those that every version has
   */
  SmallJdk(Class<?>... more) {
    types = new ArrayList<>(ALWAYS);
    types.addAll(List.of(more));
  }

  @Override
  public void visit(Visitor visitor) throws IOException {
    for (Class<?> type : types) {
      visitor.visit(read(type.getName().replace('.', '/')), "java.base", true);
    }
    for (int i = 0; i < CROWD; i++) {
      visitor.visit(callable("small/Callable" + i), "java.base", true);
    }
  }

  private static byte[] callable(String name) {
    var type = new ClassWriter(0);
    String[] interfaces = {"java/util/concurrent/Callable"};
    type.visit(Opcodes.V1_8, Opcodes.ACC_PUBLIC, name, null, "java/lang/Object", interfaces);
    MethodVisitor call =
        type.visitMethod(Opcodes.ACC_PUBLIC, "call", "()Ljava/lang/Object;", null, null);
    call.visitCode();
    call.visitInsn(Opcodes.ACONST_NULL);
    call.visitInsn(Opcodes.ARETURN);
    call.visitMaxs(1, 1);
    call.visitEnd();
    type.visitEnd();
    return type.toByteArray();
  }

  @Override
  public byte[] read(String internalName) throws IOException {
    String file = '/' + internalName + ".class";
    try (InputStream in = Objects.requireNonNull(SmallJdk.class.getResourceAsStream(file), file)) {
      return in.readAllBytes();
    }
  }
}
