package dev.durable.tests.operating;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.Machine;
import dev.durable.tests.OnOldestAndNewestJdk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page that is made of a recording: what it says, and how a browser shows it. */
class ReportTest {
  private static final int PHONE = 400;

  @TempDir Path directory;

  private Path data;
  private Path recording;
  private Path page;

  @BeforeEach
  void aDirectory() throws IOException {
    data = Files.createDirectory(directory.resolve("data"));
    recording = directory.resolve("recording.jfr");
    page = directory.resolve("report.html");
  }

  private String report(Jdk jdk, Child child, String program, String... arguments)
      throws Exception {
    child.with("-XX:StartFlightRecording=filename=" + recording);
    assertEquals(0, child.run("", "dev.durable.programs." + program, arguments).exit());
    var made =
        Child.on(jdk).command("report", recording.toString(), "-o", page.toString()).quietly();
    assertEquals(page + " is written\n", made.out());
    return Files.readString(page);
  }

  private String busy(Jdk jdk) throws Exception {
    Child child = Child.on(jdk).protecting(directory.resolve("durable.conf"), data + "/**");
    return report(jdk, child, "Busy", data.toString(), "5");
  }

  private String careless(Jdk jdk) throws Exception {
    for (String name : List.of("a", "b", "c", "d", "e")) {
      Files.writeString(data.resolve(name), "old");
    }
    Child child =
        Child.on(jdk).protecting(directory.resolve("durable.conf"), data + "/**", "mode = audit");
    return report(jdk, child, "Careless", data.toString());
  }

  @OnOldestAndNewestJdk
  void itSaysWhatWasProtectedHowOftenAndHowLongThatTook(Jdk jdk) throws Exception {
    String html = busy(jdk);
    assertTrue(html.contains("<td>replaced</td><td class=\"n\">11</td>"), html);
    assertTrue(html.contains("<td>staged and replaced</td><td class=\"n\">5</td>"), html);
    assertTrue(html.contains("<td>moved</td><td class=\"n\">5</td>"), html);
    for (String stage : List.of("whole call", "force", "rename", "directory force")) {
      assertTrue(html.contains("<h3>" + stage + "</h3>"), stage);
    }
    assertTrue(html.contains("<h2>The slowest</h2>"), html);
    assertTrue(html.contains("dev.durable.programs.Busy.main:"), html);
    assertTrue(html.contains("the file has several hard links"), html);
    assertTrue(html.contains("find -samefile"), "advice");
  }

  @OnOldestAndNewestJdk
  void itSaysWhatAnAuditHasFound(Jdk jdk) throws Exception {
    String html = careless(jdk);
    assertTrue(html.contains("<h2>Unsafe: overwritten</h2>"), html);
    assertTrue(html.contains("dev.durable.programs.Careless.main:"), html);
    assertTrue(html.contains(data.resolve("a").toString()), html);
    assertFalse(html.contains("<h2>The slowest</h2>"), "nothing was protected");
  }

  @Test
  void itNeedsNoOtherFile() throws Exception {
    String html = busy(Jdk.newest());
    for (String outside : List.of("http:", "https:", "src=", "href=", "url(", "@import")) {
      assertFalse(html.contains(outside), outside);
    }
  }

  @Test
  void aRecordingWithoutTheAgentIsSaidToBeSo() throws Exception {
    assertEquals(
        0,
        Child.on(Jdk.newest())
            .with("-XX:StartFlightRecording=filename=" + recording)
            .run("", "dev.durable.programs.Hello")
            .exit());
    var refused = Child.on(Jdk.newest()).command("report", recording.toString());
    assertEquals(2, refused.exit());
    assertTrue(refused.err().contains("has none of the agent's events"), refused.err());
  }

  @Test
  void aBrowserShowsItOnAPhoneOnAScreenAndOnPaper() throws Exception {
    Machine.needs("chromium");
    String html = busy(Jdk.newest());
    assertTrue(looksLikeAPage(screenshot(1000)), "on a screen");
    assertTrue(looksLikeAPage(screenshot(PHONE)), "on a phone");
    Path pdf = directory.resolve("report.pdf");
    chromium("--no-pdf-header-footer", "--print-to-pdf=" + pdf, page.toUri().toString());
    assertTrue(new String(Files.readAllBytes(pdf), StandardCharsets.ISO_8859_1).startsWith("%PDF"));
    // What doesn't fit is told by the page itself, with a script that the report doesn't have.
    Path measured = directory.resolve("measured.html");
    Files.writeString(
        measured,
        html.replace(
            "</body>",
            "<script>document.title='wide '+document.documentElement.scrollWidth+' of '"
                + "+document.documentElement.clientWidth</script></body>"));
    String dom = chromium("--window-size=" + PHONE + ",800", "--dump-dom", measured.toString());
    var title = java.util.regex.Pattern.compile("<title>wide (\\d+) of (\\d+)").matcher(dom);
    assertTrue(title.find(), dom);
    assertEquals(title.group(2), title.group(1), "no wider than the window");
  }

  private Path screenshot(int width) throws Exception {
    Path file = directory.resolve("screen" + width + ".png");
    chromium("--window-size=" + width + ",1200", "--screenshot=" + file, page.toUri().toString());
    return file;
  }

  /** Whether text, tiles and bars have been painted, and not one colour only. */
  private static boolean looksLikeAPage(Path file) throws IOException {
    var image = ImageIO.read(file.toFile());
    Set<Integer> colours = new HashSet<>();
    for (int y = 0; y < image.getHeight(); y += 3) {
      for (int x = 0; x < image.getWidth(); x++) {
        colours.add(image.getRGB(x, y));
      }
    }
    return colours.size() > 20;
  }

  private String chromium(String... arguments) throws Exception {
    var command =
        new ArrayList<>(
            List.of(
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--user-data-dir=" + directory.resolve("profile")));
    command.addAll(List.of(arguments));
    Process browser =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .directory(directory.toFile())
            .start();
    String out = new String(browser.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(browser.waitFor(2, TimeUnit.MINUTES), "the browser ends");
    assertEquals(0, browser.exitValue(), out);
    return out;
  }
}
