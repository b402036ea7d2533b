package dev.durable.control;

import dev.durable.config.ConfigurationException;
import dev.durable.engine.Obstacle;
import dev.durable.observe.Counters.Event;
import dev.durable.observe.Tally;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The MBean. */
public final class Durable implements DurableMXBean {
  private final Control control;

  Durable(Control control) {
    this.control = control;
  }

  @Override
  public String getVersion() {
    return control.version();
  }

  @Override
  public String getConfiguration() {
    return control.configuration().file().toString();
  }

  @Override
  public String getMode() {
    return control.mode();
  }

  @Override
  public int getRuleCount() {
    return control.configuration().ruleCount();
  }

  @Override
  public Map<String, Long> getOutcomes() {
    Map<String, Long> outcomes = new TreeMap<>();
    for (Event event : Event.values()) {
      outcomes.put(key(event), control.counters().count(event));
    }
    return outcomes;
  }

  @Override
  public Map<String, Map<String, Long>> getOutcomesByRule() {
    Map<String, Map<String, Long>> rules = new TreeMap<>();
    for (Map.Entry<String, Tally> rule : control.counters().byRule().entrySet()) {
      Map<String, Long> outcomes = new TreeMap<>();
      for (Event event : Event.values()) {
        outcomes.put(key(event), rule.getValue().count(event));
      }
      outcomes.put("bytes", rule.getValue().bytes());
      rules.put(rule.getKey(), outcomes);
    }
    return rules;
  }

  @Override
  public Map<String, Long> getObstacles() {
    Map<String, Long> obstacles = new TreeMap<>();
    for (Obstacle obstacle : Obstacle.values()) {
      obstacles.put(key(obstacle), control.counters().count(obstacle));
    }
    return obstacles;
  }

  private static String key(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public long getBytes() {
    return control.counters().bytes();
  }

  @Override
  public Distribution getForce() {
    return new Distribution(control.counters().force());
  }

  @Override
  public Distribution getRename() {
    return new Distribution(control.counters().rename());
  }

  @Override
  public Distribution getDirectoryForce() {
    return new Distribution(control.counters().directory());
  }

  @Override
  public long getWarningsWithheld() {
    return control.log().withheld();
  }

  @Override
  public String status() {
    return control.status();
  }

  @Override
  public String auditReport() {
    return control.auditReport();
  }

  /** With the agent's permissions: the caller may be allowed to manage, but not to read files. */
  @Override
  public String reload() {
    return AccessController.doPrivileged(
        new PrivilegedAction<String>() {
          @Override
          public String run() {
            try {
              return control.reload();
            } catch (ConfigurationException e) {
              throw new IllegalArgumentException(e.getMessage());
            }
          }
        });
  }
}
