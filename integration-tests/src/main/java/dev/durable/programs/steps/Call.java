package dev.durable.programs.steps;

/** Something that a step can do. */
@FunctionalInterface
interface Call {
  /** Does it; returns what is to be compared. */
  Object make(Line line) throws Exception;
}
