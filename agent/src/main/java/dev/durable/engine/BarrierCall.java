package dev.durable.engine;

/** A call of a method with a barrier, from its beginning to its end. */
public final class BarrierCall {
  final BarrierThread thread;
  final boolean ofProcess;

  /** How many such calls it is in, itself included. */
  final int depth;

  /** Of the calls of one thread, later ones have higher numbers. */
  final long number;

  /** The number of the call that it is in; 0 if there is none. */
  final long outer;

  BarrierCall(BarrierThread thread, boolean ofProcess, int depth, long number, long outer) {
    this.thread = thread;
    this.ofProcess = ofProcess;
    this.depth = depth;
    this.number = number;
    this.outer = outer;
  }
}
