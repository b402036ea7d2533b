package dev.durable.weave;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Puts the guards into the JDK's classes. Stays registered for as long as the JVM runs, since
 * others (JFR on Java 8 to 22, other agents) have the same classes transformed again.
 */
final class Weaver implements ClassFileTransformer {
  /** The newest class files that this ASM reads. Later ones are read as if they were of these. */
  private static final int NEWEST_READ = Opcodes.V27;

  static final int API = Opcodes.ASM9;

  private final List<Guard> all;

  /** By the guarded class. */
  private final Map<String, List<Guard>> guards = new HashMap<>();

  private final Set<Guard> seated = new HashSet<>();
  private Throwable failure;

  Weaver(List<Guard> all) {
    this.all = all;
    for (Guard guard : all) {
      List<Guard> ofOwner = guards.get(guard.owner);
      if (ofOwner == null) {
        ofOwner = new ArrayList<>();
        guards.put(guard.owner, ofOwner);
      }
      ofOwner.add(guard);
    }
  }

  /** Called for every class that is loaded: what is not ours must be let go at once. */
  @Override
  public byte[] transform(
      ClassLoader loader, String name, Class<?> type, ProtectionDomain domain, byte[] bytes) {
    if (loader != null || name == null) {
      return null;
    }
    List<Guard> own = guards.get(name);
    if (own == null) {
      return null;
    }
    try {
      return weave(bytes, own);
    } catch (RuntimeException | Error e) {
      failure = e;
      return null;
    }
  }

  private byte[] weave(byte[] original, final List<Guard> own) {
    final byte[] bytes = original.clone();
    int version = (bytes[6] & 0xff) << 8 | bytes[7] & 0xff;
    if (version > NEWEST_READ) {
      setVersion(bytes, NEWEST_READ);
    }
    ClassReader reader = new ClassReader(bytes);
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    ClassVisitor visitor =
        new ClassVisitor(API, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor code = super.visitMethod(access, name, descriptor, signature, exceptions);
            for (Guard guard : own) {
              if (guard.fits(access, name, descriptor)) {
                seated.add(guard);
                code = guard.in(code, access, descriptor);
              }
            }
            return code;
          }
        };
    reader.accept(visitor, 0);
    byte[] woven = writer.toByteArray();
    setVersion(woven, version);
    return woven;
  }

  private static void setVersion(byte[] bytes, int version) {
    bytes[6] = (byte) (version >>> 8);
    bytes[7] = (byte) version;
  }

  /** All of them. */
  List<Guard> guards() {
    return all;
  }

  /** The guards that have found their methods. */
  Set<Guard> seated() {
    return seated;
  }

  /** What went wrong in {@link #transform}, where the JVM swallows it; or null. */
  Throwable failure() {
    return failure;
  }
}
