package dev.durable.tests.libraries;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicInteger;

/** What the tests of libraries share. */
final class Libraries {
  private static final AtomicInteger CHILDREN = new AtomicInteger();

  private static final String CLASS_PATH =
      System.getProperty("programs") + File.pathSeparator + System.getProperty("libraries");

  private Libraries() {}

  /** A child that has the libraries. All of them run on Java 8. */
  static Child child(Jdk jdk) {
    return Child.on(jdk).classPath(CLASS_PATH).with("-Djava.awt.headless=true");
  }

  /** The same with the agent, if it is to be {@code guarded}. */
  static Child child(Jdk jdk, boolean guarded, Path base) throws IOException {
    Child child = child(jdk);
    // A file for each: several children start at once, and none may read what is being rewritten.
    Path configuration =
        base.resolveSibling(base.getFileName() + "-" + CHILDREN.incrementAndGet() + ".conf");
    return guarded ? child.protecting(configuration, "\"" + base + "/**\"") : child;
  }

  static void copyTree(Path from, Path to) throws IOException {
    try (var all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Path copy = to.resolve(from.relativize(path).toString());
        Files.copy(path, copy, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }
}
