package dev.durable.tests.evidence;

import dev.durable.tests.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Assembles docs/evidence.md from the chapters that the instruments left. */
public final class Document {
  private Document() {}

  /**
   * @param arguments the directory of the chapters; the document
   */
  public static void main(String[] arguments) throws Exception {
    Path chapters = Path.of(arguments[0]);
    var text = new StringBuilder(head());
    for (Chapter chapter : Chapter.values()) {
      Path file = chapters.resolve(chapter.file());
      text.append("\n");
      text.append(Files.exists(file) ? Files.readString(file) : chapter.notRun());
    }
    Files.writeString(Path.of(arguments[1]), text);
  }

  private static String head() throws IOException {
    return """
        # Evidence

        What the instruments of `integration-tests` saw in their long form. Written by `mvn verify -Pevidence`, as root; don't edit. Their quick forms run in every `mvn verify`.

        %s"""
        .formatted(
            new Table("machine", "")
                .row("commit", first("git", "describe", "--always", "--dirty=, with changes"))
                .row("kernel", first("uname", "-srm"))
                .row("system", system())
                .row("processors", Runtime.getRuntime().availableProcessors())
                .row("JDKs", jdks())
                .row("ext4", first("mkfs.ext4", "-V"))
                .row("XFS", first("mkfs.xfs", "-V"))
                .row("btrfs", first("mkfs.btrfs", "-V")));
  }

  private static String system() throws IOException {
    return Files.readString(Path.of("/etc/os-release"))
        .lines()
        .filter(line -> line.startsWith("PRETTY_NAME="))
        .map(line -> line.substring("PRETTY_NAME=".length()).replace("\"", ""))
        .findFirst()
        .orElse("unknown");
  }

  private static List<String> jdks() throws IOException {
    var versions = new ArrayList<String>();
    for (Jdk jdk : Jdk.all()) {
      String said = output(jdk.java().toString(), "-version");
      versions.add(
          said.lines().limit(1).map(line -> line.split("\"")[1]).collect(Collectors.joining()));
    }
    return versions;
  }

  /** The first line that a command says; on standard error, too, as mkfs.ext4 does. */
  private static String first(String... command) throws IOException {
    return output(command).lines().findFirst().orElse("unknown");
  }

  private static String output(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var in = process.getInputStream()) {
      return new String(in.readAllBytes());
    }
  }
}
