package dev.durable.weave;

import java.util.List;
import java.util.Set;

/**
 * A class file into which guards are woven. What has no guard is copied as it stands, the bytes of
 * the constant pool included. ASM would do the same with less code of ours, but loading it and
 * running it in the interpreter takes longer than all the rest of the agent's start
 * (docs/performance.md); the tests hold the result against ASM's verifier. Depends on nothing that
 * a new version of the format may bring but a new kind of constant.
 */
final class ClassFile {
  final byte[] bytes;
  final ConstantPool constants;

  ClassFile(byte[] bytes) {
    this.bytes = bytes;
    constants = new ConstantPool(bytes);
  }

  /**
   * Weaves.
   *
   * @param seated gets the guards that have found a method
   * @return the new class file
   */
  byte[] weave(List<Guard> guards, Set<Guard> seated) {
    Bytes members = new Bytes(bytes.length + 1024);
    int interfaces = constants.end + 6;
    int fields = interfaces + 2 + 2 * Bytes.get2(bytes, interfaces);
    int methods = fields + 2;
    for (int i = Bytes.get2(bytes, fields); i > 0; i--) {
      methods = endOfMember(methods);
    }
    members.put(bytes, constants.end, methods + 2);
    int at = methods + 2;
    for (int i = Bytes.get2(bytes, methods); i > 0; i--) {
      int end = endOfMember(at);
      Seam seam = seam(at, guards, seated);
      if (seam == null) {
        members.put(bytes, at, end);
      } else {
        putMethod(at, seam, members);
      }
      at = end;
    }
    members.put(bytes, at, bytes.length);
    Bytes woven = new Bytes(members.length + constants.end + 1024);
    constants.write(woven);
    return woven.put(members).toArray();
  }

  /** Of a field or a method: both are written alike (JVMS 4.5, 4.6). */
  private int endOfMember(int at) {
    int next = at + 8;
    for (int i = Bytes.get2(bytes, at + 6); i > 0; i--) {
      next += 6 + Bytes.get4(bytes, next + 2);
    }
    return next;
  }

  /** What is to be added to the method, or null. */
  private Seam seam(int at, List<Guard> guards, Set<Guard> seated) {
    Seam seam = null;
    int access = Bytes.get2(bytes, at);
    String descriptor = null;
    for (int i = 0; i < guards.size(); i++) {
      Guard guard = guards.get(i);
      if (!constants.is(Bytes.get2(bytes, at + 2), guard.name)) {
        continue;
      }
      if (descriptor == null) {
        descriptor = constants.text(Bytes.get2(bytes, at + 4));
      }
      if (guard.fits(access, guard.name, descriptor)) {
        if (seam == null) {
          seam =
              new Seam(
                  this,
                  Guard.locals(guard.owner, access, descriptor),
                  Descriptor.result(descriptor));
        }
        seated.add(guard);
        seam.add(guard);
      }
    }
    return seam;
  }

  private void putMethod(int at, Seam seam, Bytes to) {
    to.put(bytes, at, at + 8);
    int next = at + 8;
    for (int i = Bytes.get2(bytes, at + 6); i > 0; i--) {
      int end = next + 6 + Bytes.get4(bytes, next + 2);
      if (constants.is(Bytes.get2(bytes, next), "Code")) {
        Bytes code = new Code(this, next + 6, seam).woven();
        to.put(bytes, next, next + 2).put4(code.length).put(code);
      } else {
        to.put(bytes, next, end);
      }
      next = end;
    }
  }

  /** The constant that stands for a hook's method in the gate. */
  int gateMethod(Hook hook) {
    return constants.addMethod(Gate.NAME, hook.gateName(), hook.descriptor);
  }
}
