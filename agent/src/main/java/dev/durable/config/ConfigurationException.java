package dev.durable.config;

/**
 * A mistake in the configuration file or in the agent's argument.
 *
 * <p>{@link #getMessage()} is the whole report, on one line: where it is ({@code file:line:column},
 * or {@code agent argument:column}; columns count characters from 1), what was found there and what
 * was expected.
 */
public final class ConfigurationException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean warnOnly;

  public ConfigurationException(String message) {
    this(message, false);
  }

  ConfigurationException(String message, boolean warnOnly) {
    super(Words.onOneLine(message));
    this.warnOnly = warnOnly;
  }

  /**
   * Whether the agent's argument says {@code on-startup-error=warn}: report the mistake and go on
   * without protection, instead of not starting.
   */
  public boolean warnOnly() {
    return warnOnly;
  }
}
