package dev.durable.programs.libraries;

import java.nio.file.Path;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.builder.api.AppenderComponentBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;

/** Log4j's appenders that begin a new file when one is large. */
final class Log4j {
  private static final String NAME = "rolling";

  private Log4j() {}

  static void addTo(Map<String, Growth> ways) {
    for (String appender : new String[] {"RollingFile", "RollingRandomAccessFile"}) {
      ways.put(
          "Log4j 2 " + appender,
          new Growth(
              Growth.Kind.UNFORCED,
              (directory, numbers) -> log(appender, directory, numbers),
              LogFiles::read));
    }
  }

  private static void log(String plugin, Path directory, Numbers numbers) {
    ConfigurationBuilder<BuiltConfiguration> builder =
        ConfigurationBuilderFactory.newConfigurationBuilder();
    AppenderComponentBuilder appender =
        builder
            .newAppender(NAME, plugin)
            .addAttribute("fileName", directory.resolve("log").toString())
            .addAttribute("filePattern", directory.resolve("log.%i").toString())
            .add(builder.newLayout("PatternLayout").addAttribute("pattern", "%m%n"))
            .addComponent(
                builder.newComponent("SizeBasedTriggeringPolicy").addAttribute("size", "10 KB"))
            .addComponent(
                builder.newComponent("DefaultRolloverStrategy").addAttribute("max", "100"));
    builder.add(appender);
    builder.add(builder.newRootLogger(Level.INFO).add(builder.newAppenderRef(NAME)));
    LoggerContext context = Configurator.initialize(builder.build());
    Logger logger = context.getLogger(NAME);
    for (int number : numbers) {
      logger.info(LogFiles.line(number));
    }
    Configurator.shutdown(context);
  }
}
