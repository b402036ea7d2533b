package dev.durable.agent;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.security.AllPermission;
import java.security.CodeSource;
import java.security.Permissions;
import java.security.ProtectionDomain;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Loads the agent from its own jar, apart from the application: its classes see the JDK and each
 * other, and no class of the application sees them. Those that the application's class path must
 * not even find are kept in archives within the jar, one for each package, which are opened when
 * one of their classes is asked for.
 */
public final class IsolatedClassLoader extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  private static final String HIDDEN = "META-INF/durable/";
  private static final String ARCHIVE_EXTENSION = ".zip";

  private final ZipFile jar;
  private final ProtectionDomain domain;

  /** Those that were asked for, by the package that they hold; null for packages without one. */
  private final Map<String, NestedArchive> archives = new HashMap<String, NestedArchive>();

  private IsolatedClassLoader(ZipFile jar, ProtectionDomain domain) {
    super(null);
    this.jar = jar;
    this.domain = domain;
  }

  /** A loader of the jar that {@code type} comes from. */
  public static IsolatedClassLoader create(Class<?> type) throws IOException, URISyntaxException {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    Permissions all = new Permissions();
    all.add(new AllPermission());
    // A zip, not a jar file: nothing in it is signed, and checking takes time at start-up.
    ZipFile jar = new ZipFile(new File(source.getLocation().toURI()));
    return new IsolatedClassLoader(jar, new ProtectionDomain(source, all));
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    try {
      ByteBuffer bytes = read(name.replace('.', '/') + ".class");
      if (bytes == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, bytes, domain);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  /** Finds files of the jar and its archives; those of the JDK are not looked for. */
  @Override
  public InputStream getResourceAsStream(String name) {
    try {
      ByteBuffer bytes = read(name);
      return bytes == null
          ? null
          : new ByteArrayInputStream(bytes.array(), bytes.position(), bytes.remaining());
    } catch (IOException e) {
      return null;
    }
  }

  /** What anybody can find, else what is in an archive; null if nowhere. */
  private ByteBuffer read(String file) throws IOException {
    ZipEntry entry = jar.getEntry(file);
    return entry == null ? readArchived(file) : read(entry);
  }

  /** An archive is named after the package whose files it holds, with those of packages below. */
  private ByteBuffer readArchived(String file) throws IOException {
    for (int end = file.lastIndexOf('/'); end > 0; end = file.lastIndexOf('/', end - 1)) {
      NestedArchive archive = archive(file.substring(0, end).replace('/', '.'));
      if (archive != null) {
        return archive.read(file);
      }
    }
    return null;
  }

  private NestedArchive archive(String inPackage) throws IOException {
    synchronized (archives) {
      NestedArchive archive = archives.get(inPackage);
      if (archive == null && !archives.containsKey(inPackage)) {
        ZipEntry entry = jar.getEntry(HIDDEN + inPackage + ARCHIVE_EXTENSION);
        archive = entry == null ? null : new NestedArchive(jar, entry);
        archives.put(inPackage, archive);
      }
      return archive;
    }
  }

  /**
   * Loads and initialises what the hooks may need: later, at the very end of a stack, without
   * descriptors, or with another jar put in this one's place, a class could fail to load, and would
   * be lost for good.
   */
  void loadAll() {
    if (System.getSecurityManager() != null) {
      return; // Initialisers need the permissions that the hooks give them.
    }
    for (Enumeration<? extends ZipEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
      String name = entries.nextElement().getName();
      if (name.startsWith("dev/durable/engine/")) {
        load(name);
      }
    }
    try {
      for (String inPackage : new String[] {"hooks", "config", "observe"}) {
        for (String name : archive("dev.durable." + inPackage).names()) {
          load(name);
        }
      }
    } catch (IOException e) {
      // As below.
    }
    synchronized (archives) {
      archives.clear(); // Nobody will need them for long.
    }
    // Reflection looks at stack traces, also at the end of a stack, and has the JDK initialise what
    // tells their modules (java.lang.StackTraceElement.HashedModules).
    Thread.currentThread().getStackTrace();
  }

  private void load(String file) {
    int end = file.lastIndexOf(".class");
    if (end > 0) {
      try {
        Class.forName(file.substring(0, end).replace('/', '.'), true, this);
      } catch (ClassNotFoundException | LinkageError e) {
        // It will fail again when it is needed, and be reported there.
      }
    }
  }

  private ByteBuffer read(ZipEntry entry) throws IOException {
    byte[] bytes = new byte[(int) entry.getSize()];
    try (InputStream in = jar.getInputStream(entry)) {
      for (int at = 0, read; at < bytes.length; at += read) {
        read = in.read(bytes, at, bytes.length - at);
        if (read < 0) {
          throw new EOFException(entry.getName());
        }
      }
    }
    return ByteBuffer.wrap(bytes);
  }
}
