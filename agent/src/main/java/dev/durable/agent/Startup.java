package dev.durable.agent;

import dev.durable.audit.Watching;
import dev.durable.barriers.BarrierWeaver;
import dev.durable.config.AgentArguments;
import dev.durable.config.Configuration;
import dev.durable.config.ConfigurationException;
import dev.durable.control.Control;
import dev.durable.engine.Engine;
import dev.durable.hooks.Hooks;
import dev.durable.hooks.Protection;
import dev.durable.observe.Audit;
import dev.durable.observe.Counters;
import dev.durable.observe.Defects;
import dev.durable.observe.Log;
import dev.durable.observe.Observer;
import dev.durable.observe.Recorder;
import dev.durable.weave.JavaBase;
import dev.durable.weave.Loom;
import dev.durable.weave.WeavingException;
import java.lang.instrument.Instrumentation;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The agent's start, in the order in which nothing can be half done. */
public final class Startup implements Function<Object[], Boolean> {
  private static volatile Control control;
  private static volatile Log said = new Log();

  /** For the agent's entrance, which can't name this class. */
  public Startup() {}

  /** {@link #start} with its four arguments. */
  @Override
  public Boolean apply(Object[] arguments) {
    return start(
        (String) arguments[0],
        (String) arguments[1],
        (Instrumentation) arguments[2],
        (Runnable) arguments[3]);
  }

  /**
   * Reads the configuration, installs the hooks and finishes what a crash cut off, and has the
   * hooks protect last.
   *
   * @param version of the agent
   * @param text the agent's argument, or null
   * @param whenInstalled run once the hooks are at work, on a thread that nobody waits for
   * @return whether the application may run: the agent does its work, or the operator has said that
   *     a failure to start it is only worth a warning
   */
  public static boolean start(
      String version, String text, Instrumentation instrumentation, Runnable whenInstalled) {
    Log log = new Log();
    said = log;
    AgentArguments arguments;
    try {
      arguments = AgentArguments.parse(text);
    } catch (ConfigurationException e) {
      log.line(e.getMessage());
      return e.warnOnly();
    }
    try {
      start(version, arguments, instrumentation, whenInstalled, log);
      return true;
    } catch (ConfigurationException e) {
      return refused(arguments, log, e.getMessage());
    } catch (WeavingException e) {
      String jdk = System.getProperty("java.version");
      return refused(arguments, log, "JDK " + jdk + " is not supported: " + e.getMessage());
    } catch (RuntimeException | LinkageError e) {
      return refused(arguments, log, "a defect in durable.jar: " + e);
    }
  }

  /** What was said last about the start. */
  public static String lastLine() {
    return said.last();
  }

  private static boolean refused(AgentArguments arguments, Log log, String why) {
    boolean warnOnly = arguments.warnOnStartupError();
    log.line(why + (warnOnly ? "; nothing is protected" : ""));
    return warnOnly;
  }

  private static void start(
      String version,
      AgentArguments arguments,
      Instrumentation instrumentation,
      Runnable whenInstalled,
      Log log)
      throws ConfigurationException, WeavingException {
    if (Loom.isInstalled()) {
      log.line("already at work in this JVM; the second -javaagent is ignored");
      return;
    }
    // Before it is known whether hooks are wanted: the configuration takes as long to read.
    openWhatTheEngineUses(instrumentation);
    Aside<Loom> prepared = preparation(instrumentation).begin();
    Configuration configuration = Configuration.load(arguments);
    warnOfExposure(configuration, log);
    String hooks;
    if (configuration.mode() == Configuration.Mode.ENFORCE) {
      hooks =
          ", "
              + protect(
                  prepared, version, arguments, configuration, instrumentation, whenInstalled, log);
    } else if (configuration.mode() == Configuration.Mode.AUDIT) {
      hooks =
          ", mode=audit: nothing is changed, "
              + audit(
                  prepared, version, arguments, configuration, instrumentation, whenInstalled, log);
    } else {
      control = new Control(version, arguments, configuration, new Counters(), log, null, null);
      hooks =
          ", mode="
              + configuration.mode().toString().toLowerCase(Locale.ROOT)
              + ": nothing is protected";
    }
    if (!arguments.quiet()) {
      log.line(
          version
              + ", "
              + configuration.file()
              + ", "
              + configuration.rulesInWords()
              + ", JDK "
              + System.getProperty("java.version")
              + hooks);
    }
  }

  private static void warnOfExposure(Configuration configuration, Log log) {
    Exposure.warn(configuration.file(), "decides what is protected", log);
    Exposure.warn(jar(), "runs code in this JVM", log);
  }

  private static Path jar() {
    try {
      return Paths.get(Startup.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e); // The class loader has opened it by this name.
    }
  }

  private static Aside<Loom> preparation(final Instrumentation instrumentation) {
    return new Aside<Loom>() {
      @Override
      Loom make() throws WeavingException {
        Loom loom = new Loom(instrumentation);
        Hooks.seat(seats(loom));
        loom.prepare();
        return loom;
      }
    };
  }

  private static String protect(
      Aside<Loom> prepared,
      String version,
      AgentArguments arguments,
      Configuration configuration,
      Instrumentation instrumentation,
      Runnable whenInstalled,
      Log log)
      throws WeavingException {
    Counters counters = new Counters();
    final Observer observer = new Observer(log, counters);
    final Engine engine = new Engine(observer);
    // Nothing of the agent's runs meanwhile: the JVM takes the JDK's classes from memory to have
    // them woven, and may find one half linked that another thread uses first.
    Loom loom = prepared.await();
    if (!configuration.barriers().isEmpty()) {
      Hooks.seatForBarriers(seats(loom));
    }
    // Until the protection begins, hooks let everything through.
    loom.install(losses(log));
    Control.recover(engine, configuration.rules());
    Protection.begin(configuration.rules(), engine, new Defects(log, counters));
    control = new Control(version, arguments, configuration, counters, log, engine, null);
    Services.offer(
        control,
        loom,
        new Services.Recorded() {
          @Override
          public void recordBy(Recorder recorder) {
            observer.record(recorder);
          }
        },
        whenInstalled);
    Runnable barriers =
        configuration.barriers().isEmpty()
            ? null
            : BarrierWeaver.install(configuration.barriers(), instrumentation, log);
    Runtime.getRuntime().addShutdownHook(new AtExit(engine, log, barriers));
    atExit(
        loom,
        new Runnable() {
          @Override
          public void run() {
            engine.openFiles().exit();
          }
        });
    return loom.size() + " of " + loom.size() + " hooks";
  }

  private static String audit(
      Aside<Loom> prepared,
      String version,
      AgentArguments arguments,
      Configuration configuration,
      Instrumentation instrumentation,
      Runnable whenInstalled,
      Log log)
      throws WeavingException {
    prepared.await(); // Not wanted, but nothing may run while classes are woven.
    final Audit audit = new Audit();
    final Control auditing =
        new Control(version, arguments, configuration, new Counters(), log, null, audit);
    control = auditing;
    Watching.begin(audit, Control.audited(configuration));
    final Loom loom = Loom.ofAudit(instrumentation);
    Watching.seat(seats(loom));
    loom.install(losses(log));
    Services.offer(
        auditing,
        loom,
        new Services.Recorded() {
          @Override
          public void recordBy(Recorder recorder) {
            audit.record(recorder);
          }
        },
        whenInstalled);
    atExit(
        loom,
        new Runnable() {
          @Override
          public void run() {
            auditing.endAudit();
          }
        });
    return loom.size() + " of " + loom.size() + " hooks";
  }

  /**
   * Does what the command line has asked of an agent that is at work.
   *
   * @param command {@code status}, {@code reload} or {@code audit}
   * @return the answer, for a terminal
   * @throws IllegalArgumentException if it is refused; the message says why
   */
  public static String command(String command) {
    if (control == null) {
      throw new IllegalArgumentException("no agent is at work in this JVM");
    }
    if (command.equals("status")) {
      return control.status();
    }
    if (command.equals("reload")) {
      try {
        return control.reload();
      } catch (ConfigurationException e) {
        throw new IllegalArgumentException(e.getMessage());
      }
    }
    if (command.equals("audit")) {
      try {
        return control.auditReport();
      } catch (IllegalStateException e) {
        throw new IllegalArgumentException(e.getMessage());
      }
    }
    throw new IllegalArgumentException(
        "found the command " + command + ", expected status, reload or audit");
  }

  /**
   * Installs the hooks with nothing protected.
   *
   * @throws WeavingException if they don't fit this JDK
   */
  public static String selfTest(Instrumentation instrumentation) throws WeavingException {
    openWhatTheEngineUses(instrumentation);
    Loom loom = new Loom(instrumentation);
    Hooks.seat(seats(loom));
    Hooks.seatForBarriers(seats(loom));
    loom.install(losses(new Log()));
    return loom.size() + " of " + loom.size() + " hooks fit";
  }

  static Hooks.Seats seats(final Loom loom) {
    return new Hooks.Seats() {
      @Override
      public void guard(String type, String hooks) {
        loom.guard(type, hooks);
      }

      @Override
      public void guard(String type, String names, String form, String hooks, String hook) {
        loom.guard(type, names, form, hooks, hook);
      }
    };
  }

  /** What is said of classes that lose their hooks after the start. */
  private static BiConsumer<String, String> losses(final Log log) {
    return new BiConsumer<String, String>() {
      @Override
      public void accept(String type, String why) {
        log.warn(
            "hooks",
            type,
            type
                + " has lost its hooks, since another agent has changed it ("
                + why
                + "): not all is protected any more; restart without that agent");
      }
    };
  }

  /** Has open files settled after the application's own shutdown hooks. */
  private static void atExit(Loom loom, final Runnable settling) throws WeavingException {
    loom.atExit(
        new Runnable() {
          @Override
          public void run() {
            AccessController.doPrivileged(
                new PrivilegedAction<Void>() {
                  @Override
                  public Void run() {
                    settling.run();
                    return null;
                  }
                });
          }
        });
  }

  /**
   * Opens the JDK to the engine, which has more to work with then; to be called before its classes
   * are initialised.
   *
   * @throws WeavingException if the JDK has changed
   */
  public static void openWhatTheEngineUses(Instrumentation instrumentation)
      throws WeavingException {
    try {
      JavaBase.open(
          instrumentation,
          "java.io",
          "java.lang",
          "java.nio.channels.spi",
          "sun.nio.ch",
          "sun.nio.fs");
    } catch (RuntimeException e) {
      throw new WeavingException("its packages can't be opened (" + e + ")", e);
    }
  }

  /** The application's last moments. */
  private static final class AtExit extends Thread {
    /** A sweep that takes longer can be left to the next start. */
    private static final long SWEEP_MILLIS = 1000;

    private final Engine engine;
    private final Log log;
    private final Runnable barriers;

    /**
     * @param barriers what there is to be done for barriers, or null
     */
    AtExit(Engine engine, Log log, Runnable barriers) {
      super("durable-exit");
      this.engine = engine;
      this.log = log;
      this.barriers = barriers;
    }

    @Override
    public void run() {
      if (barriers != null) {
        barriers.run();
      }
      engine.awaitSweeps(SWEEP_MILLIS);
      if (log.withheld() > 0) {
        log.line(log.withheld() + " more warnings like those above were counted, not shown");
      }
    }
  }
}
