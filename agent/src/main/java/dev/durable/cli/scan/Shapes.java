package dev.durable.cli.scan;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/** Keeps of each class what its declaration says, without the code: a fraction of its size. */
final class Shapes implements ClassReading {
  @Override
  public void read(byte[] bytes, int release, Library library) {
    ClassReader reader = ClassScanner.reader(bytes);
    ClassWriter shape = new ClassWriter(0);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, shape) {
          @Override
          public void visit(
              int version, int access, String name, String signature, String parent, String[] is) {
            super.visit(Opcodes.V1_8, access, name, signature, parent, is);
          }
        },
        ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
    String name = reader.getClassName().replace('/', '.');
    if (release == 0) {
      library.shapes.put(name, shape.toByteArray());
    } else {
      library.shapes.putIfAbsent(name, shape.toByteArray());
    }
  }
}
