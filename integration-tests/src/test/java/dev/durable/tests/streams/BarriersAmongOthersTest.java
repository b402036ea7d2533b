package dev.durable.tests.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.OnOldestAndNewestJdk;
import dev.durable.tests.syscalls.Watched;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;

/** Barriers in classes that others change, make, or have loaded already, and in modules. */
class BarriersAmongOthersTest extends StreamsTest {
  private static final String PROGRAMS = "dev.durable.programs.barriers.";
  private static final String SERVICE = PROGRAMS + "Service";
  private static final List<String> ONCE = List.of("fsync file");
  private static final Path JACOCO =
      Path.of(System.getProperty("agents"), "org.jacoco.agent-runtime.jar");

  private Path configuration(String barrier) throws IOException {
    return Files.writeString(
        base.resolve("durable.conf"), guarded + "/** stage-limit=none\nbarrier " + barrier + "\n");
  }

  private Child with(Child child, String barrier) throws IOException {
    Watched.needsStrace();
    return child.with("-Duser.home=" + base).withAgent(configuration(barrier).toString());
  }

  private void isForced(Watched jvm, Object... call) throws Exception {
    ok(jvm, "open", "s", "append-name", old(guarded, "file"));
    Watched.Traced traced = jvm.trace(guarded, call);
    assertEquals("ok ", traced.answer);
    assertEquals(ONCE, traced.commits(), traced::toString);
    ok(jvm, "close", "s");
  }

  @OnOldestAndNewestJdk
  void attachedTheAgentGivesThemToClassesThatAreLoadedAlready(Jdk jdk) throws Exception {
    Watched.needsStrace();
    Child child = Child.on(jdk).with("-Duser.home=" + base);
    Watched jvm = start(jdk.feature() < 21 ? child : child.with("-XX:+EnableDynamicAgentLoading"));
    ok(jvm, "within", "declares", "sum", "0", "0");
    Path configuration = configuration(SERVICE + ".declares");
    Child.on(Jdk.newest())
        .command("attach", Long.toString(jvm.pid()), configuration.toString())
        .quietly();
    isForced(jvm, "within", "declares", "put", "s", NEW);
    endQuietly(jvm);
  }

  @OnOldestAndNewestJdk
  void aSubclassThatIsMadeAtRunTimeForcesWhatIsNew(Jdk jdk) throws Exception {
    subclassesForceWhatIsNew(withLibraries(jdk), "derived");
  }

  @OnOldestAndNewestJdk
  void aSubclassThatCglibMakesForcesWhatIsNew(Jdk jdk) throws Exception {
    Child child = withLibraries(jdk);
    // CGLIB defines its classes by a protected method of ClassLoader.
    subclassesForceWhatIsNew(
        jdk.feature() == 8 ? child : child.with("--add-opens=java.base/java.lang=ALL-UNNAMED"),
        "enhanced");
  }

  private static Child withLibraries(Jdk jdk) {
    String programs = System.getProperty("programs") + File.pathSeparator;
    return Child.on(jdk).classPath(programs + System.getProperty("libraries"));
  }

  private void subclassesForceWhatIsNew(Child child, String kind) throws Exception {
    Watched jvm = start(with(child, SERVICE + ".declares"));
    ok(jvm, "open", "s", "append-name", old(guarded, "file"));
    Watched.Traced both = jvm.trace(guarded, kind, "s", "more", "put", "s", NEW);
    assertEquals("ok ", both.answer);
    assertEquals(List.of("write file", "fsync file", "write file", "fsync file"), both.steps);
    ok(jvm, "open", "other", "append-name", old(free, "other"));
    Watched.Traced inherited = jvm.trace(guarded, kind, "other", "more", "put", "s", NEW);
    assertEquals(List.of("write file", "fsync file"), inherited.steps);
    ok(jvm, "close", "other");
    ok(jvm, "close", "s");
    endQuietly(jvm);
  }

  @OnOldestAndNewestJdk
  void anOsgiBundleReachesThemThatImportsNothing(Jdk jdk) throws Exception {
    var manifest = new Manifest();
    var attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Bundle-ManifestVersion", "2");
    attributes.putValue("Bundle-SymbolicName", "com.example.apart");
    Path bundle = base.resolve("bundle.jar");
    String apart = PROGRAMS.replace('.', '/') + "Apart.class";
    try (var out = new JarOutputStream(Files.newOutputStream(bundle), manifest)) {
      out.putNextEntry(new JarEntry(apart));
      Files.copy(Path.of(System.getProperty("programs"), apart), out);
    }
    Child child = with(withLibraries(jdk), PROGRAMS + "Apart.call");
    // Else Java warns of what Felix does with Unsafe.
    Watched jvm =
        start(jdk.feature() < 24 ? child : child.with("--sun-misc-unsafe-memory-access=allow"));
    isForced(jvm, "bundled", bundle, base.resolve("cache"), "put", "s", NEW);
    endQuietly(jvm);
  }

  @OnOldestAndNewestJdk
  void aLoadedClassThatCannotBeLinkedKeepsNoneOfTheOthersFromIt(Jdk jdk) throws Exception {
    Child child = Child.on(jdk).with("-Duser.home=" + base);
    Process jvm =
        (jdk.feature() < 21 ? child : child.with("-XX:+EnableDynamicAgentLoading"))
            .start(PROGRAMS + "Unlinked", guarded.resolve("file").toString());
    var out = jvm.inputReader();
    assertEquals("loaded", out.readLine());
    String pid = Long.toString(jvm.pid());
    String barrier = PROGRAMS + "Unlinked$*.append";
    Child.on(Jdk.newest()).command("attach", pid, configuration(barrier).toString()).quietly();
    jvm.getOutputStream().write('\n');
    jvm.getOutputStream().flush();
    assertEquals(PROGRAMS + "Unlinked$Broken is still there", out.readLine());
    String err = new String(jvm.getErrorStream().readAllBytes());
    assertTrue(err.contains("Unlinked$Broken can't be given barriers"), err);
    assertTrue(!err.contains("has matched nothing"), err);
  }

  @OnOldestAndNewestJdk
  void anotherSystemClassLoaderThanTheJdksMakesNoDifference(Jdk jdk) throws Exception {
    Child child =
        Child.on(jdk)
            .with("-Djava.system.class.loader=" + PROGRAMS + "SystemLoader", "-Xshare:off")
            .classPath(System.getProperty("programs") + File.pathSeparator + Child.AGENT);
    Watched jvm = start(with(child, SERVICE + ".declares"));
    isForced(jvm, "within", "declares", "put", "s", NEW);
    endQuietly(jvm);
  }

  @OnOldestAndNewestJdk
  void jacocoBefore(Jdk jdk) throws Exception {
    worksWithJacoco(with(withJacoco(Child.on(jdk)), SERVICE + ".declares"));
  }

  @OnOldestAndNewestJdk
  void jacocoAfter(Jdk jdk) throws Exception {
    worksWithJacoco(withJacoco(with(Child.on(jdk), SERVICE + ".declares")));
  }

  private Child withJacoco(Child child) {
    return child.with("-javaagent:" + JACOCO + "=destfile=" + base.resolve("jacoco.exec"));
  }

  private void worksWithJacoco(Child child) throws Exception {
    Watched jvm = start(child);
    isForced(jvm, "within", "declares", "put", "s", NEW);
    endQuietly(jvm);
    assertTrue(Files.size(base.resolve("jacoco.exec")) > 0);
  }

  @OnOldestAndNewestJdk
  void aClassThatAnotherAgentHasTransformedAnewKeepsThem(Jdk jdk) throws Exception {
    var manifest = new Manifest();
    var attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Premain-Class", PROGRAMS + "Retransforming");
    attributes.putValue("Can-Retransform-Classes", "true");
    attributes.put(
        Attributes.Name.CLASS_PATH, Path.of(System.getProperty("programs")).toUri().toString());
    Path agent = base.resolve("retransforming.jar");
    new JarOutputStream(Files.newOutputStream(agent), manifest).close();
    Watched jvm = start(with(Child.on(jdk), SERVICE + ".declares").with("-javaagent:" + agent));
    isForced(jvm, "within", "declares", "put", "s", NEW);
    assertEquals(SERVICE, ok(jvm, "retransform", SERVICE));
    isForced(jvm, "within", "declares", "put", "s", NEW);
    endQuietly(jvm);
  }

  @Test
  void theClassesOfANamedModuleReachThem() throws Exception {
    Path sources = Files.createDirectories(base.resolve("sources/com/example/desk"));
    Path module = base.resolve("sources/module-info.java");
    Files.writeString(module, "module com.example.desk { exports com.example.desk; }");
    Path type = sources.resolve("Desk.java");
    Files.writeString(
        type,
        """
        package com.example.desk;

        public final class Desk {
          public static Object call(java.util.concurrent.Callable<?> work) throws Exception {
            if (!Desk.class.getModule().getName().equals("com.example.desk")) {
              throw new IllegalStateException("in no module");
            }
            return work.call();
          }
        }
        """);
    Path classes = base.resolve("classes");
    int failed =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                System.out,
                System.err,
                "--release",
                "9",
                "-Xlint:-options",
                "-d",
                classes.toString(),
                module.toString(),
                type.toString());
    assertEquals(0, failed);
    String modules = "--module-path=" + classes;
    Child child = Child.on(Jdk.newest()).with(modules, "--add-modules=com.example.desk");
    Watched jvm = start(with(child, "com.example.desk.Desk.call"));
    isForced(jvm, "named", "com.example.desk.Desk", "put", "s", NEW);
    endQuietly(jvm);
  }
}
