package dev.durable.weave;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ModuleVisitor;
import org.objectweb.asm.Opcodes;

/** The class files of a JDK, and what of them is public API. */
final class JdkClasses implements ClassFiles, Closeable {
  /** What Java 8 documents as API; it has no modules to say so. */
  private static final Pattern API_OF_8 =
      Pattern.compile("(javax?|org/(ietf|omg|w3c|xml))/.*|com/sun/(net/httpserver|nio/sctp)(/.*)?");

  private final FileSystem image;
  private final List<ZipFile> jars = new ArrayList<>();
  private final Map<String, String> modules = new HashMap<>();

  JdkClasses(Jdk jdk) throws IOException {
    if (jdk.hasModules()) {
      image =
          FileSystems.newFileSystem(
              URI.create("jrt:/"), Map.of("java.home", jdk.home().toString()));
      return;
    }
    image = null;
    for (String directory : List.of("jre/lib", "jre/lib/ext")) {
      try (DirectoryStream<Path> found =
          Files.newDirectoryStream(jdk.home().resolve(directory), "*.jar")) {
        for (Path jar : found) {
          jars.add(new ZipFile(jar.toFile()));
        }
      }
    }
  }

  @Override
  public void visit(Visitor visitor) throws IOException {
    for (ZipFile jar : jars) {
      for (ZipEntry entry : Collections.list(jar.entries())) {
        String name = entry.getName();
        if (name.endsWith(".class")) {
          String inPackage = name.substring(0, Math.max(0, name.lastIndexOf('/')));
          visitor.visit(bytes(jar, entry), "", API_OF_8.matcher(inPackage).matches());
        }
      }
    }
    if (image != null) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(image.getPath("/modules"))) {
        for (Path module : all) {
          visit(module, visitor);
        }
      }
    }
  }

  private void visit(Path module, Visitor visitor) throws IOException {
    Set<String> exports = exports(Files.readAllBytes(module.resolve("module-info.class")));
    String moduleName = module.getFileName().toString();
    try (Stream<Path> files = Files.walk(module)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        int depth = file.getNameCount();
        if (depth > 3 && file.toString().endsWith(".class")) {
          String inPackage = file.subpath(2, depth - 1).toString();
          modules.put(inPackage, moduleName);
          visitor.visit(Files.readAllBytes(file), moduleName, exports.contains(inPackage));
        }
      }
    }
  }

  @Override
  public byte[] read(String internalName) throws IOException {
    String file = internalName + ".class";
    if (image != null) {
      String inPackage = internalName.substring(0, internalName.lastIndexOf('/'));
      return Files.readAllBytes(image.getPath("/modules", modules.get(inPackage), file));
    }
    for (ZipFile jar : jars) {
      ZipEntry entry = jar.getEntry(file);
      if (entry != null) {
        return bytes(jar, entry);
      }
    }
    throw new FileNotFoundException(file);
  }

  private static byte[] bytes(ZipFile jar, ZipEntry entry) throws IOException {
    try (InputStream in = jar.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  private static Set<String> exports(byte[] moduleInfo) {
    var exports = new HashSet<String>();
    CallGraph.reader(moduleInfo)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public ModuleVisitor visitModule(String name, int access, String version) {
                return new ModuleVisitor(Opcodes.ASM9) {
                  @Override
                  public void visitExport(String name, int access, String... modules) {
                    if (modules == null || modules.length == 0) {
                      exports.add(name);
                    }
                  }
                };
              }
            },
            0);
    return exports;
  }

  @Override
  public void close() throws IOException {
    for (ZipFile jar : jars) {
      jar.close();
    }
    if (image != null) {
      image.close();
    }
  }
}
