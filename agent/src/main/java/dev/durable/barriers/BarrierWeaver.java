package dev.durable.barriers;

import dev.durable.config.Barrier;
import dev.durable.observe.Log;
import dev.durable.weave.JavaBase;
import dev.durable.weave.WeavingException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.Nexus;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.utility.JavaModule;
import net.bytebuddy.utility.OpenedClassReader;

/** Gives the application's methods their barriers, when their classes are loaded, or at once. */
public final class BarrierWeaver {
  private static final String GATE = "java.nio.file.DurableBarrier";

  private final List<Finding> findings = new ArrayList<>();
  private final BarrierMatcher matcher;
  private final Log log;

  private BarrierWeaver(List<Barrier> barriers, Log log) {
    for (Barrier barrier : barriers) {
      findings.add(new Finding(barrier, "loaded"));
    }
    this.matcher = new BarrierMatcher(findings);
    this.log = log;
  }

  /**
   * Has barriers kept from now on, in all classes of the application.
   *
   * @return to be run when the JVM exits
   * @throws WeavingException if this JDK doesn't allow that
   */
  public static Runnable install(List<Barrier> barriers, Instrumentation instrumentation, Log log)
      throws WeavingException {
    final BarrierWeaver weaver = new BarrierWeaver(barriers, log);
    try {
      JavaBase.define(GATE, bytesOf(GATE));
      new BehindTheBarrier();
      weaver.install(instrumentation);
    } catch (Exception | LinkageError e) {
      throw new WeavingException("barriers can't be kept (" + e + ")", e);
    }
    return new Runnable() {
      @Override
      public void run() {
        weaver.tellOfUnmatched();
      }
    };
  }

  private static byte[] bytesOf(String name) throws IOException {
    String file = name.replace('.', '/') + ".class";
    try (InputStream in = BarrierWeaver.class.getClassLoader().getResourceAsStream(file)) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      for (int read; (read = in.read(buffer)) >= 0; ) {
        bytes.write(buffer, 0, read);
      }
      return bytes.toByteArray();
    }
  }

  private void install(Instrumentation instrumentation) throws IOException {
    agentBuilder()
        .disableClassFormatChanges()
        .with(AgentBuilder.DescriptionStrategy.Default.POOL_FIRST)
        .with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION)
        // One class that can't be changed must not keep the others from it.
        .with(AgentBuilder.RedefinitionStrategy.Listener.BatchReallocator.splitting())
        .with(new TroublesOfLoaded())
        .with(new Troubles())
        .ignore(new NotOfTheApplication())
        .type(
            new AgentBuilder.RawMatcher() {
              @Override
              public boolean matches(
                  TypeDescription type,
                  ClassLoader loader,
                  JavaModule module,
                  Class<?> loaded,
                  ProtectionDomain domain) {
                return !matcher.match(type).isEmpty();
              }
            })
        .transform(new Weaving())
        .installOn(instrumentation);
  }

  /**
   * Byte Buddy reads these properties once. Its nexus, which is of no use here, would print
   * warnings on Java 24 and later; and it would refuse classes of a Java that is newer than itself.
   */
  private static AgentBuilder agentBuilder() throws IOException {
    String[] properties = {Nexus.PROPERTY, OpenedClassReader.EXPERIMENTAL_PROPERTY};
    for (String property : properties) {
      System.setProperty(property, "true");
    }
    try {
      OpenedClassReader.of(bytesOf(GATE));
      return new AgentBuilder.Default(new ByteBuddy().with(TypeValidation.DISABLED));
    } finally {
      for (String property : properties) {
        System.clearProperty(property);
      }
    }
  }

  /** The JDK's own classes, those that it makes for reflection, and the agent's. */
  private static final class NotOfTheApplication implements AgentBuilder.RawMatcher {
    private final ClassLoader own = BarrierWeaver.class.getClassLoader();

    /** By its class: the system's class loader, whose parent it usually is, may be another one. */
    private static boolean isPlatform(ClassLoader loader) {
      String type = loader.getClass().getName();
      return type.equals("jdk.internal.loader.ClassLoaders$PlatformClassLoader")
          || type.equals("sun.misc.Launcher$ExtClassLoader");
    }

    @Override
    public boolean matches(
        TypeDescription type,
        ClassLoader loader,
        JavaModule module,
        Class<?> loaded,
        ProtectionDomain domain) {
      return loader == null
          || isPlatform(loader)
          || loader == own
          || loader.getParent() == own
          || type.getName().startsWith("sun.reflect.")
          || type.getName().startsWith("jdk.internal.reflect.");
    }
  }

  /** Puts the advice into the methods that are matched. */
  private final class Weaving implements AgentBuilder.Transformer {
    /** By whether it is of the process (2) and whether the method declares IOException (1). */
    private final Advice[] advice = new Advice[4];

    Weaving() throws IOException {
      ClassFileLocator locator =
          ClassFileLocator.Simple.of(
              BarrierAdvice.class.getName(), bytesOf(BarrierAdvice.class.getName()));
      for (int i = 0; i < advice.length; i++) {
        advice[i] =
            Advice.withCustomMapping()
                .bind(BarrierAdvice.OfProcess.class, (Object) ((i & 2) != 0))
                .bind(BarrierAdvice.Declared.class, (Object) ((i & 1) != 0))
                .to(BarrierAdvice.class, locator);
      }
    }

    @Override
    public DynamicType.Builder<?> transform(
        DynamicType.Builder<?> builder,
        TypeDescription type,
        ClassLoader loader,
        JavaModule module,
        ProtectionDomain domain) {
      AsmVisitorWrapper.ForDeclaredMethods visitor = new AsmVisitorWrapper.ForDeclaredMethods();
      for (Map.Entry<MethodDescription.InDefinedShape, List<Finding>> match :
          matcher.match(type).entrySet()) {
        MethodDescription.InDefinedShape method = match.getKey();
        int kind = declaresIoException(method) ? 1 : 0;
        for (Finding finding : match.getValue()) {
          finding.matched();
          kind |= finding.barrier.ofProcess() ? 2 : 0;
        }
        visitor = visitor.method(ElementMatchers.is(method), advice[kind]);
      }
      return builder.visit(isProxyOfJdk(type) ? withoutFrames(visitor) : visitor);
    }
  }

  private static boolean isProxyOfJdk(TypeDescription type) {
    return type.getSuperClass() != null
        && type.getSuperClass().asErasure().getName().equals("java.lang.reflect.Proxy");
  }

  /**
   * Proxies of Java 24 and later have frames that leave out locals, which Byte Buddy can't adapt.
   */
  private static AsmVisitorWrapper withoutFrames(AsmVisitorWrapper.ForDeclaredMethods visitor) {
    return visitor.writerFlags(ClassWriter.COMPUTE_FRAMES).readerFlags(ClassReader.SKIP_FRAMES);
  }

  private static boolean declaresIoException(MethodDescription method) {
    for (TypeDescription type : method.getExceptionTypes().asErasures()) {
      String name = type.getName();
      if (name.equals("java.io.IOException")
          || name.equals("java.lang.Exception")
          || name.equals("java.lang.Throwable")) {
        return true;
      }
    }
    return false;
  }

  private void cannotBeGiven(String name, Throwable error) {
    log.warn(
        "barriers",
        name,
        "the class "
            + name
            + " can't be given barriers ("
            + error
            + "); if it has methods that a barrier line names, what they write isn't forced at their"
            + " return");
  }

  /** Tells of classes that were loaded already and that the JVM doesn't change. */
  private final class TroublesOfLoaded extends AgentBuilder.RedefinitionStrategy.Listener.Adapter {
    @Override
    public Iterable<? extends List<Class<?>>> onError(
        int index, List<Class<?>> batch, Throwable error, List<Class<?>> types) {
      if (batch.size() == 1) {
        cannotBeGiven(batch.get(0).getName(), error);
      }
      return super.onError(index, batch, error, types);
    }
  }

  /** Tells of classes that can't be read or changed. */
  private final class Troubles extends AgentBuilder.Listener.Adapter {
    @Override
    public void onError(
        String name, ClassLoader loader, JavaModule module, boolean loaded, Throwable error) {
      cannotBeGiven(name, error);
    }
  }

  private void tellOfUnmatched() {
    for (Finding finding : findings) {
      if (!finding.hasMatched()) {
        Barrier barrier = finding.barrier;
        log.line(barrier.place() + ": " + barrier + " has matched nothing: " + finding.nearMiss());
      }
    }
  }
}
