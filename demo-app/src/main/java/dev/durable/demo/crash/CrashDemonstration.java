package dev.durable.demo.crash;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Shows what {@code kill -9} does to the files of an ordinary application, first without and then
 * with durable.jar.
 *
 * <p>A killed process loses nothing that the operating system has in its cache, so this says
 * nothing about power cuts.
 *
 * <p>Exit status: 0 if files were damaged without the agent and none with it; 1 if not, or if the
 * publisher didn't run; 2 for wrong arguments.
 */
public final class CrashDemonstration {
  private static final int DEFAULT_KILLS = 100;
  private static final int MAX_LINES_SHOWN = 10;

  /** What each line of the agent's own begins with. */
  private static final String AGENT = "durable: ";

  private static final String USAGE =
      "usage: java -cp demo-app.jar dev.durable.demo.crash.CrashDemonstration"
          + " DURABLE_JAR TRANSCRIPTS WORK [KILLS]\n"
          + "  DURABLE_JAR  the agent\n"
          + "  TRANSCRIPTS  a directory with .txt files\n"
          + "  WORK         a directory, made if it isn't there; what an earlier demonstration\n"
          + "               published in it is removed\n"
          + "  KILLS        how often to kill the publisher in each series (default: "
          + DEFAULT_KILLS
          + ")";

  private final Path transcripts;
  private final int kills;

  private CrashDemonstration(Path transcripts, int kills) {
    this.transcripts = transcripts;
    this.kills = kills;
  }

  private boolean run(Path agent, Path work) throws IOException, InterruptedException {
    System.out.println("Killing the publisher while it writes, again and again ...");
    Tally without = withoutAgent(Files.createDirectories(work.resolve("without")));
    Tally with = withAgent(agent, Files.createDirectories(work.resolve("with")));
    Report report = new Report(without, with);
    System.out.println();
    System.out.print(report.table());
    System.out.println();
    System.out.println(report.verdict());
    for (String damage : first(with.damages())) {
      System.out.println("  " + damage);
    }
    return report.isConvincing();
  }

  private Tally withoutAgent(Path directory) throws IOException, InterruptedException {
    KillSeries series = new KillSeries(Collections.<String>emptyList(), transcripts, directory);
    Tally tally = series.run(kills, progress("without durable.jar"));
    showMessages(new ArrayList<>(series.messages()));
    return tally;
  }

  private Tally withAgent(Path agent, Path directory) throws IOException, InterruptedException {
    Path configuration = directory.resolve("durable.conf");
    Files.write(configuration, "output/**\n".getBytes(StandardCharsets.US_ASCII));
    List<String> option = Collections.singletonList("-javaagent:" + agent + "=" + configuration);
    KillSeries series = new KillSeries(option, transcripts, directory);
    Tally tally = series.run(kills, progress("with durable.jar"));
    List<String> unexpected = new ArrayList<>();
    for (String message : series.messages()) {
      if (!message.startsWith(AGENT)) {
        unexpected.add(message);
      }
    }
    showMessages(unexpected);
    if (unexpected.size() == series.messages().size()) {
      throw new IOException(
          "the agent didn't say that it had started; is " + agent + " the agent?");
    }
    return tally;
  }

  private Progress progress(String series) {
    return new Progress(System.out, System.console() != null, series, kills);
  }

  private static void showMessages(List<String> messages) {
    for (String message : first(messages)) {
      System.err.println("on the publisher's standard error: " + message);
    }
  }

  private static List<String> first(List<String> lines) {
    return lines.subList(0, Math.min(MAX_LINES_SHOWN, lines.size()));
  }

  public static void main(String[] args) throws InterruptedException {
    int kills = DEFAULT_KILLS;
    if (args.length == 4 && args[3].matches("[1-9][0-9]{0,4}")) {
      kills = Integer.parseInt(args[3]);
    } else if (args.length != 3) {
      System.err.println(USAGE);
      System.exit(2);
    }
    Path agent = absolute(args[0]);
    if (!Files.isRegularFile(agent)) {
      System.err.println("crash demonstration: there is no " + agent + "; build the agent first");
      System.exit(2);
    }
    try {
      boolean convincing =
          new CrashDemonstration(absolute(args[1]), kills).run(agent, absolute(args[2]));
      System.exit(convincing ? 0 : 1);
    } catch (IOException e) {
      System.err.println("crash demonstration: " + e.getMessage());
      System.exit(1);
    }
  }

  private static Path absolute(String path) {
    return Paths.get(path).toAbsolutePath().normalize();
  }
}
