package dev.durable.cli.scan;

import java.util.ArrayList;
import java.util.List;

/**
 * What is known of the arguments of a call from the instructions right before it: the last one, if
 * it is a constant, and the constants of an array of options that is the last one.
 */
final class Arguments {
  private Object last;
  private List<String> options;

  /** An instruction that says nothing of the arguments. */
  void unknown() {
    last = null;
    options = null;
  }

  /** An instruction that is part of making an array. */
  void element() {
    last = null;
  }

  void constant(Object value) {
    last = value;
  }

  /** An array of options is begun. */
  void array() {
    last = null;
    options = new ArrayList<>();
  }

  /** An option is put into the array. */
  void option(String name) {
    last = null;
    if (options != null) {
      options.add(name);
    }
  }

  /** The last argument, or null if it isn't constant. */
  Object last() {
    return last;
  }

  /** Whether all options are known. */
  boolean optionsKnown() {
    return options != null;
  }

  boolean noOptions() {
    return options != null && options.isEmpty();
  }

  boolean has(String option) {
    return options != null && options.contains(option);
  }
}
