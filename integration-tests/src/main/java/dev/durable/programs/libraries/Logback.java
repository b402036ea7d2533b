package dev.durable.programs.libraries;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.TriggeringPolicyBase;
import java.io.File;
import java.nio.file.Path;
import java.util.Map;

/** Logback's appender that begins a new file now and then. */
final class Logback {
  private Logback() {}

  static void addTo(Map<String, Growth> ways) {
    ways.put(
        "Logback RollingFileAppender",
        new Growth(Growth.Kind.UNFORCED, Logback::log, LogFiles::read));
  }

  private static void log(Path directory, Numbers numbers) {
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setContext(context);
    appender.setFile(directory.resolve("log").toString());

    FixedWindowRollingPolicy window = new FixedWindowRollingPolicy();
    window.setContext(context);
    window.setParent(appender);
    window.setFileNamePattern(directory.resolve("log.%i").toString());
    window.setMinIndex(1);
    window.setMaxIndex(20);
    window.start();
    appender.setRollingPolicy(window);

    EveryFewLines trigger = new EveryFewLines();
    trigger.start();
    appender.setTriggeringPolicy(trigger);

    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%m%n");
    encoder.start();
    appender.setEncoder(encoder);
    appender.start();

    Logger logger = context.getLogger(Logback.class);
    logger.addAppender(appender);
    for (int number : numbers) {
      logger.info(LogFiles.line(number));
    }
    context.stop();
  }

  /** Logback's own trigger looks at the size once a minute only. */
  private static final class EveryFewLines extends TriggeringPolicyBase<ILoggingEvent> {
    private int lines;

    @Override
    public boolean isTriggeringEvent(File active, ILoggingEvent event) {
      lines++;
      return lines % 300 == 0;
    }
  }
}
