package dev.durable.programs.crash;

/** A way of changing files, and of saying so; for one {@link Job}, so that it may keep state. */
interface Mode {
  void round(Job job) throws Exception;
}
