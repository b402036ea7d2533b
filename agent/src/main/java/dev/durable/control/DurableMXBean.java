package dev.durable.control;

import java.util.Map;

/** What {@code dev.durable:type=Durable} shows to JMX. */
public interface DurableMXBean {
  /** The agent's version. */
  String getVersion();

  /** The configuration file. */
  String getConfiguration();

  /** {@code enforce}, {@code audit} or {@code off}. */
  String getMode();

  /** How many lines of the configuration are rules. */
  int getRuleCount();

  /** How often what happened, by outcome. */
  Map<String, Long> getOutcomes();

  /** The same by rule, for those that have met a file. */
  Map<String, Map<String, Long>> getOutcomesByRule();

  /** How often a file could not be replaced, by reason. */
  Map<String, Long> getObstacles();

  /** The bytes of all new versions and appends. */
  long getBytes();

  /** How long it took to force contents. */
  Distribution getForce();

  /** How long the renames took. */
  Distribution getRename();

  /** How long it took to force directories. */
  Distribution getDirectoryForce();

  /** How many warnings were counted and not shown on standard error. */
  long getWarningsWithheld();

  /** All of this as a text, as {@code java -jar durable.jar status} prints it. */
  String status();

  /**
   * What an audit has found so far, for programs: see docs/operations.md.
   *
   * @throws IllegalStateException unless the mode is audit
   */
  String auditReport();

  /**
   * Reads the configuration anew.
   *
   * @return what holds now
   * @throws IllegalArgumentException if it is faulty; nothing has changed then
   */
  String reload();
}
