package dev.durable.cli.scan;

import java.util.List;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Finds the places of a class that write, move or delete files. */
final class ClassScanner implements ClassReading {
  private static final int API = Opcodes.ASM9;
  private static final int NEWEST_READ = Opcodes.V27;

  /** Tags of the constant pool (JVM specification, 4.4). */
  private static final int METHOD = 10;

  private static final int INTERFACE_METHOD = 11;

  private final JdkCalls calls;

  ClassScanner(JdkCalls calls) {
    this.calls = calls;
  }

  @Override
  public void read(byte[] bytes, int release, Library library) {
    scan(bytes, release, library.places);
  }

  /** Adds the places of a class to {@code places}: see {@link ClassReading#read}. */
  void scan(byte[] bytes, int release, List<Place> places) {
    ClassReader reader = reader(bytes);
    Mentions mentions = mentions(reader);
    if (mentions.writes) {
      reader.accept(new Finder(release, mentions.forces, places), ClassReader.SKIP_FRAMES);
    }
  }

  /** A newer version is read as if it were the newest known one, as the agent does it. */
  static ClassReader reader(byte[] bytes) {
    int version = (bytes[6] & 0xff) << 8 | bytes[7] & 0xff;
    if (version > NEWEST_READ) {
      bytes[6] = (byte) (NEWEST_READ >>> 8);
      bytes[7] = (byte) NEWEST_READ;
    }
    return new ClassReader(bytes);
  }

  /** What the constant pool names: few classes need be read any further. */
  private static final class Mentions {
    boolean writes;
    boolean forces;
  }

  private Mentions mentions(ClassReader reader) {
    Mentions mentions = new Mentions();
    char[] buffer = new char[reader.getMaxStringLength()];
    for (int i = 1; i < reader.getItemCount(); i++) {
      int item = reader.getItem(i);
      int tag = item == 0 ? 0 : reader.readByte(item - 1);
      if (tag == METHOD || tag == INTERFACE_METHOD) {
        String owner = reader.readClass(item, buffer);
        if (calls.has(owner) || mayForce(owner)) {
          int nameAndType = reader.getItem(reader.readUnsignedShort(item + 2));
          String name = reader.readUTF8(nameAndType, buffer);
          String descriptor = reader.readUTF8(nameAndType + 2, buffer);
          mentions.writes |= calls.find(owner, name, descriptor) != null;
          mentions.forces |= mayForce(owner) && (name.equals("force") || name.equals("sync"));
        }
      }
    }
    return mentions;
  }

  private static boolean mayForce(String owner) {
    switch (owner) {
      case "java/io/FileDescriptor":
      case "java/nio/MappedByteBuffer":
      case "java/nio/channels/FileChannel":
      case "java/nio/channels/AsynchronousFileChannel":
        return true;
      default:
        return false;
    }
  }

  private final class Finder extends ClassVisitor {
    private final int release;
    private final boolean forces;
    private final List<Place> places;
    private String type;
    private String source;

    Finder(int release, boolean forces, List<Place> places) {
      super(API);
      this.release = release;
      this.forces = forces;
      this.places = places;
    }

    @Override
    public void visit(
        int version, int access, String name, String signature, String parent, String[] types) {
      type = name.replace('/', '.');
    }

    @Override
    public void visitSource(String file, String debug) {
      source = file;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String method, String descriptor, String signature, String[] exceptions) {
      return new CallVisitor(
          calls,
          (call, arguments, line) -> {
            Judge.Verdict verdict = Judge.judge(call, arguments, forces);
            if (verdict != null) {
              places.add(new Place(type, method, source, line, release, call, verdict));
            }
          });
    }
  }
}
