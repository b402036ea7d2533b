package dev.durable.cli.report;

/** One event of a recording. */
public final class Happening {
  /** Without its prefix: Replace, Move, ... */
  public String type;

  public String path;
  public String rule = "";

  /** In nanoseconds. */
  public long total;

  public long force;
  public long rename;
  public long directory;
  public long bytes;

  /** What distinguishes it: the obstacle, the error, what an audit calls it. */
  public String what = "";

  /** The obstacle's reason, or what the agent would do. */
  public String why = "";

  /** Whether a stream wrote it, a safety copy stood by, or the application forced it. */
  public boolean flag;

  /** The place in the application's code. */
  public String code = "";
}
