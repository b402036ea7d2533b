package dev.durable.programs.barriers;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Appends to a file by a method of a class that is loaded before the agent is, beside one that can
 * be loaded and never linked. Waits for a line in between. Arguments: the file.
 */
public final class Unlinked {
  private Unlinked() {}

  /** What {@link Broken} needs and can't find. */
  static final class Missing extends IOException {
    private static final long serialVersionUID = 1;
  }

  /** As applications have some, since not all of what they can do is used. */
  static final class Broken {
    private Broken() {}

    static void append() throws IOException {
      throw new Missing();
    }
  }

  /** The one that is used. */
  static final class Working {
    private Working() {}

    static void append(FileOutputStream out) throws IOException {
      out.write(1);
    }
  }

  private static final class WithoutMissing extends ClassLoader {
    WithoutMissing() {
      super(Unlinked.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.endsWith("$Missing")) {
        throw new ClassNotFoundException(name);
      }
      return super.loadClass(name, resolve);
    }

    Class<?> load(Class<?> type) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (InputStream in = getResourceAsStream(type.getName().replace('.', '/') + ".class")) {
        for (int read; (read = in.read()) >= 0; ) {
          bytes.write(read);
        }
      }
      return defineClass(null, bytes.toByteArray(), 0, bytes.size());
    }
  }

  public static void main(String[] arguments) throws Exception {
    Class<?> broken = new WithoutMissing().load(Broken.class);
    Class.forName(Working.class.getName());
    System.out.println("loaded");
    System.in.read();
    try (FileOutputStream out = new FileOutputStream(arguments[0], true)) {
      Working.append(out);
    }
    System.out.println(broken.getName() + " is still there");
  }
}
