package dev.durable.agent;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.security.AllPermission;
import java.security.CodeSource;
import java.security.Permissions;
import java.security.ProtectionDomain;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Loads the agent from its own jar, apart from the application: its classes see the JDK and each
 * other, and no class of the application sees them. Those that the application's class path must
 * not even find are kept in a folder of the jar, under another extension.
 */
public final class IsolatedClassLoader extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  private static final String HIDDEN = "META-INF/durable/";
  private static final String HIDDEN_EXTENSION = "data";

  private final ZipFile jar;
  private final ProtectionDomain domain;

  private IsolatedClassLoader(ZipFile jar, ProtectionDomain domain) {
    super(null);
    this.jar = jar;
    this.domain = domain;
  }

  /** A loader of the jar that {@code type} comes from. */
  public static ClassLoader create(Class<?> type) throws IOException, URISyntaxException {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    Permissions all = new Permissions();
    all.add(new AllPermission());
    // A zip, not a jar file: nothing in it is signed, and checking takes time at start-up.
    ZipFile jar = new ZipFile(new File(source.getLocation().toURI()));
    return new IsolatedClassLoader(jar, new ProtectionDomain(source, all));
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    String file = name.replace('.', '/') + ".class";
    try {
      ZipEntry entry = jar.getEntry(HIDDEN + file + HIDDEN_EXTENSION);
      if (entry == null) {
        entry = jar.getEntry(file);
      }
      if (entry == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = read(entry);
      return defineClass(name, bytes, 0, bytes.length, domain);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  private byte[] read(ZipEntry entry) throws IOException {
    try (InputStream in = jar.getInputStream(entry)) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) entry.getSize());
      byte[] buffer = new byte[8192];
      for (int read; (read = in.read(buffer)) >= 0; ) {
        bytes.write(buffer, 0, read);
      }
      return bytes.toByteArray();
    }
  }
}
