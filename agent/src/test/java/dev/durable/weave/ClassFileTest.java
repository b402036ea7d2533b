package dev.durable.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.util.CheckClassAdapter;

/** Weaving all methods of many classes that have nothing to do with files, in several forms. */
class ClassFileTest {
  /** The JVM checks a class, its frames included, when it is linked. */
  @Test
  void whateverIsWovenTheJvmVerifies() throws Exception {
    Map<String, byte[]> classes = classes();
    assertTrue(classes.size() > 700, classes.size() + " classes");
    var woven = new HashMap<String, byte[]>();
    int guards = 0;
    for (var type : classes.entrySet()) {
      var guardsOfType = guards(type.getKey(), type.getValue());
      guards += guardsOfType.size();
      woven.put(
          type.getKey().replace('/', '.'),
          new ClassFile(type.getValue()).weave(guardsOfType, new HashSet<>()));
    }
    assertTrue(guards > 10_000, guards + " guards");
    var loader = new Loader(woven);
    for (String name : woven.keySet()) {
      try {
        loader.loadClass(name).getDeclaredMethods();
      } catch (NoClassDefFoundError e) {
        // Of a library that isn't here; the JVM hasn't come to the code.
        assertTrue(e.getCause() instanceof ClassNotFoundException, () -> name + ": " + e);
      }
    }
  }

  /** Line numbers, and that all instructions are still there, in their order. */
  @Test
  void theCodeIsTheSameBesidesWhatIsAdded() throws IOException {
    for (var type : classes().entrySet()) {
      byte[] woven =
          new ClassFile(type.getValue())
              .weave(guards(type.getKey(), type.getValue()), new HashSet<>());
      assertEquals(lines(type.getValue()), lines(woven), type.getKey());
      new ClassReader(woven).accept(new CheckClassAdapter(null, false), 0);
    }
  }

  /** Loads what is woven in the place of what its parent has. */
  private static final class Loader extends ClassLoader {
    private final Map<String, byte[]> classes;

    Loader(Map<String, byte[]> classes) {
      super(ClassFileTest.class.getClassLoader());
      this.classes = classes;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      byte[] bytes = classes.get(name);
      if (bytes == null) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? defineClass(name, bytes, 0, bytes.length) : loaded;
      }
    }
  }

  /** Classes of the libraries that the tests use. */
  private static Map<String, byte[]> classes() throws IOException {
    var classes = new LinkedHashMap<String, byte[]>();
    for (Class<?> library :
        List.of(ClassReader.class, com.tngtech.archunit.ArchConfiguration.class)) {
      String file = library.getProtectionDomain().getCodeSource().getLocation().getPath();
      try (var jar = new JarFile(file)) {
        for (var entry : jar.stream().toList()) {
          String name = entry.getName();
          if (name.endsWith(".class") && !name.contains("-info")) {
            try (InputStream in = jar.getInputStream(entry)) {
              classes.put(name.substring(0, name.length() - 6), in.readAllBytes());
            }
          }
        }
      }
    }
    return classes;
  }

  /**
   * A guard that answers where one can, and one that is always called, for each method that has no
   * overloads: a first parameter may be of any class, so that the guard of one would fit another.
   */
  private static List<Guard> guards(String owner, byte[] bytes) {
    var methods = new HashMap<String, List<String[]>>();
    new ClassReader(bytes)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String descriptor, String signature, String[] thrown) {
                String locals = String.join("", Guard.locals(owner, access, descriptor));
                boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
                methods
                    .computeIfAbsent(name, each -> new ArrayList<>())
                    .add(
                        new String[] {
                          "(" + locals + ")" + answer(Descriptor.result(descriptor)),
                          isStatic ? "()V" : "(Ljava/lang/Object;)V"
                        });
                return null;
              }
            },
            ClassReader.SKIP_CODE);
    var guards = new ArrayList<Guard>();
    methods.forEach(
        (name, overloads) -> {
          if (name.charAt(0) != '<' && overloads.size() == 1) {
            guards.add(guard(owner, name, Form.INSTEAD, overloads.get(0)[0]));
            guards.add(guard(owner, name, Form.FINALLY, overloads.get(0)[1]));
          }
        });
    return guards;
  }

  private static Guard guard(String owner, String name, Form form, String descriptor) {
    return new Guard(owner, name, form, new Hook("a/Hooks", name, descriptor), true);
  }

  private static String answer(String result) {
    return switch (result.charAt(0)) {
      case 'V', 'Z' -> "Ljava/lang/Boolean;";
      case 'J' -> "Ljava/lang/Long;";
      default -> result;
    };
  }

  /** The lines of the source that each method has code of, with the opcodes of that code. */
  private static List<String> lines(byte[] bytes) {
    var lines = new ArrayList<String>();
    new ClassReader(bytes)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String descriptor, String signature, String[] thrown) {
                lines.add(name + descriptor);
                return new MethodVisitor(Opcodes.ASM9) {
                  @Override
                  public void visitLineNumber(int line, Label start) {
                    lines.add(String.valueOf(line));
                  }

                  @Override
                  public void visitMethodInsn(
                      int opcode, String owner, String method, String type, boolean isInterface) {
                    if (!owner.equals(Gate.NAME) && !method.endsWith("Value")) {
                      lines.add(opcode + owner + method + type);
                    }
                  }

                  @Override
                  public void visitFieldInsn(int opcode, String owner, String field, String type) {
                    lines.add(opcode + owner + field + type);
                  }
                };
              }
            },
            0);
    return lines;
  }
}
