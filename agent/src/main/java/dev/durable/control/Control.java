package dev.durable.control;

import dev.durable.audit.Watching;
import dev.durable.config.AgentArguments;
import dev.durable.config.Barrier;
import dev.durable.config.Configuration;
import dev.durable.config.Configuration.Mode;
import dev.durable.config.ConfigurationException;
import dev.durable.config.Rules;
import dev.durable.engine.AtWork;
import dev.durable.engine.Content;
import dev.durable.engine.Engine;
import dev.durable.engine.Listener;
import dev.durable.engine.Policy;
import dev.durable.engine.WriteOptions;
import dev.durable.hooks.Protection;
import dev.durable.observe.Audit;
import dev.durable.observe.AuditReport;
import dev.durable.observe.Counters;
import dev.durable.observe.Log;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;

/**
 * What an operator may ask of an agent that is at work: how it goes, and to read its rules anew.
 */
public final class Control {
  private final String version;
  private final AgentArguments arguments;
  private final Mode startedWith;
  private final List<Barrier> barriers;
  private final Counters counters;
  private final Log log;
  private final Engine engine;
  private final Audit audit;
  private final long since = System.currentTimeMillis();
  private volatile Configuration configuration;

  /**
   * Serves an agent that has been started.
   *
   * @param engine null if it protects nothing
   * @param audit null if it notes nothing
   */
  public Control(
      String version,
      AgentArguments arguments,
      Configuration configuration,
      Counters counters,
      Log log,
      Engine engine,
      Audit audit) {
    this.version = version;
    this.arguments = arguments;
    this.configuration = configuration;
    this.startedWith = configuration.mode();
    this.barriers = configuration.barriers();
    this.counters = counters;
    this.log = log;
    this.engine = engine;
    this.audit = audit;
  }

  public String version() {
    return version;
  }

  /** When the agent was started, in milliseconds since 1970. */
  public long since() {
    return since;
  }

  public Configuration configuration() {
    return configuration;
  }

  public String mode() {
    return text(configuration.mode());
  }

  static String text(Mode mode) {
    return mode.toString().toLowerCase(Locale.ROOT);
  }

  public Counters counters() {
    return counters;
  }

  public Log log() {
    return log;
  }

  /** How it goes, as a text of several lines. */
  public String status() {
    return StatusText.of(this);
  }

  /**
   * Reads the configuration anew; its rules hold from then on. What is open goes on as it began.
   *
   * @return what holds now, in one line
   * @throws ConfigurationException if the file is faulty, or asks for what only a start can do;
   *     nothing has changed then
   */
  public synchronized String reload() throws ConfigurationException {
    Configuration next;
    try {
      next = Configuration.load(arguments);
      refuse(next.mode());
    } catch (ConfigurationException e) {
      String why = "not reloaded, so the rules are as they were: " + e.getMessage();
      log.line(why);
      throw new ConfigurationException(why);
    }
    if (engine != null) {
      Rules rules = next.mode() == Mode.OFF ? Rules.none() : next.rules();
      recover(engine, rules);
      Protection.change(rules);
    }
    if (audit != null) {
      Watching.change(audited(next));
    }
    configuration = next;
    String now =
        "reloaded " + next.file() + ", " + next.rulesInWords() + ", mode=" + text(next.mode());
    if (engine != null && !Barrier.areSame(barriers, next.barriers())) {
      now += "; barriers change at a start only: those of this JVM's start stay";
    }
    log.line(now);
    return now;
  }

  /** Which paths an audit looks at: null for all. */
  public static Rules audited(Configuration configuration) {
    return configuration.ruleCount() == 0 ? null : configuration.rules();
  }

  /**
   * What an audit has found so far, for programs.
   *
   * @throws IllegalStateException if there is none
   */
  public String auditReport() {
    if (audit == null) {
      throw new IllegalStateException("found mode=" + mode() + ", expected mode=audit");
    }
    return new AuditReport(audit).text();
  }

  /** What an audit has found so far, for people; empty if there is none. */
  List<String> auditSummary() {
    return audit == null ? Collections.<String>emptyList() : new AuditReport(audit).summary();
  }

  /** The application has ended: the report is printed, and written where the configuration says. */
  public void endAudit() {
    Watching.end();
    if (!arguments.quiet()) {
      for (String line : auditSummary()) {
        log.line(line);
      }
    }
    Path file = configuration.report();
    if (file == null) {
      inform("audit: all of it is written to the file that report=FILE names");
      return;
    }
    byte[] text = auditReport().getBytes(StandardCharsets.UTF_8);
    try {
      if (!new Engine(Listener.NONE)
          .write(file, WriteOptions.of(), Policy.DEFAULT, Content.of(text))) {
        writePlainly(file, text);
      }
      inform("audit: all of it is in " + file);
    } catch (IOException e) {
      log.line("audit: the report can't be written: " + e);
    }
  }

  private void inform(String text) {
    if (!arguments.quiet()) {
      log.line(text);
    }
  }

  /** Where a replacement means nothing: to a device, a pipe. */
  private static void writePlainly(Path file, byte[] text) throws IOException {
    try (AtWork work = AtWork.begin();
        FileOutputStream out = new FileOutputStream(file.toFile())) {
      out.write(text);
    }
  }

  private void refuse(Mode next) throws ConfigurationException {
    boolean hooked = startedWith == Mode.ENFORCE && next == Mode.OFF;
    if (next != startedWith && !hooked) {
      throw new ConfigurationException(
          "found mode="
              + text(next)
              + ", expected mode="
              + text(startedWith)
              + " until the next start, since other hooks are needed");
    }
  }

  /** Finishes what a crash cut off in the directories that the rules name. */
  public static void recover(Engine engine, final Rules rules) {
    engine.recover(
        rules.safetyRoots(),
        new BiPredicate<Path, Path>() {
          @Override
          public boolean test(Path root, Path target) {
            Policy policy = rules.policyFor(target);
            return policy != null && policy.safetyRoots.contains(root);
          }
        });
  }
}
