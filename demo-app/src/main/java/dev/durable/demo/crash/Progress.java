package dev.durable.demo.crash;

import java.io.PrintStream;

/**
 * Tells how far a series of kills has come: on a terminal one line that is written over at each
 * kill, elsewhere a line at every quarter.
 */
final class Progress {
  private final PrintStream out;
  private final boolean terminal;
  private final String series;
  private final int total;

  Progress(PrintStream out, boolean terminal, String series, int total) {
    this.out = out;
    this.terminal = terminal;
    this.series = series;
    this.total = total;
  }

  void show(Tally tally) {
    int kills = tally.kills();
    if (terminal) {
      out.print("\r" + line(tally));
      out.flush();
    } else if (kills < total && kills * 4 / total > (kills - 1) * 4 / total) {
      out.println(line(tally));
    }
  }

  void end(Tally tally) {
    out.println(
        (terminal ? "\r" : "") + line(tally) + (tally.kills() < total ? ", time is up" : ""));
  }

  private String line(Tally tally) {
    return String.format(
        "%s: %d of %d kills, %d files damaged", series, tally.kills(), total, tally.filesDamaged());
  }
}
