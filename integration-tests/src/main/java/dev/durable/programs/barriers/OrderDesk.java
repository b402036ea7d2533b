package dev.durable.programs.barriers;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;

/**
 * Takes orders until it is stopped, and prints each that was taken. Arguments: the journal's file,
 * how it is written ("stream" or "log4j"), and how many customers order at a time.
 */
public final class OrderDesk {
  private OrderDesk() {}

  public static void main(String[] arguments) throws Exception {
    OrderService service = new OrderService(journal(arguments[1], arguments[0]));
    for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
      String customer = "customer" + i;
      new Thread(
              () -> {
                for (int number = 0; ; number++) {
                  System.out.println(service.place(customer, number));
                }
              })
          .start();
    }
  }

  private static OrderService.Journal journal(String way, String file) throws IOException {
    return way.equals("log4j") ? Logs.appendingTo(file) : appendingTo(file);
  }

  private static OrderService.Journal appendingTo(String file) throws IOException {
    FileOutputStream out = new FileOutputStream(file, true);
    return line -> {
      try {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  /** Log4j, which need not be there for the other way. */
  private static final class Logs {
    private static OrderService.Journal appendingTo(String file) {
      ConfigurationBuilder<BuiltConfiguration> builder =
          ConfigurationBuilderFactory.newConfigurationBuilder();
      builder.add(
          builder
              .newAppender("orders", "File")
              .addAttribute("fileName", file)
              .add(builder.newLayout("PatternLayout").addAttribute("pattern", "%m%n")));
      builder.add(builder.newRootLogger(Level.INFO).add(builder.newAppenderRef("orders")));
      Logger logger = Configurator.initialize(builder.build()).getLogger("orders");
      return logger::info;
    }
  }
}
