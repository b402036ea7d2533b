package dev.durable.tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.Machine;
import dev.durable.tests.OnOldestAndNewestJdk;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scan} on the command line; what it finds, unit tests say. */
class ScanTest {
  private static final Path PROGRAMS = Path.of(System.getProperty("programs"));
  private static final String HELLO = "dev/durable/programs/Hello.class";
  private static final String CALLS = "dev/durable/programs/Calls.class";

  @TempDir Path directory;

  private Path fatJar;

  @BeforeEach
  void aFatJar() throws Exception {
    Path library = directory.resolve("library.jar");
    zip(library, CALLS, PROGRAMS.resolve(CALLS));
    fatJar = directory.resolve("app.jar");
    zip(fatJar, HELLO, PROGRAMS.resolve(HELLO), "BOOT-INF/lib/library.jar", library);
    Files.delete(library);
  }

  @OnOldestAndNewestJdk
  void aSummaryComesFirstThenEachPlaceThenWhatTheWordsMean(Jdk jdk) throws Exception {
    var result = Child.on(jdk).command("scan", fatJar.toString());
    List<String> lines = result.lines();

    assertEquals("", result.err());
    assertTrue(
        lines.get(0).matches("2 classes in 2 libraries: \\d+ places that write, .* unsafe .*"),
        lines.get(0));
    assertTrue(lines.get(3).endsWith("  " + fatJar + "!/BOOT-INF/lib/library.jar"), lines.get(3));
    assertTrue(result.out().contains("  dev.durable.programs.Calls."), () -> result.out());
    assertTrue(result.out().contains("\nAs it stands (!: unsafe):\n"), result.out());
    boolean unsafe = lines.stream().anyMatch(line -> line.startsWith("  ! "));
    assertEquals(unsafe ? 1 : 0, result.exit());
  }

  @OnOldestAndNewestJdk
  void jsonTellsTheSame(Jdk jdk) throws Exception {
    var text = Child.on(jdk).command("scan", fatJar.toString());
    JsonNode json =
        new ObjectMapper()
            .readTree(Child.on(jdk).command("scan", "--json", fatJar.toString()).out());

    var places = new ArrayList<String>();
    json.at("/libraries")
        .forEach(
            library ->
                library
                    .get("places")
                    .forEach(
                        place ->
                            places.add(
                                "%s.%s(%s:%d)"
                                    .formatted(
                                        place.get("class").asText(),
                                        place.get("method").asText(),
                                        place.get("source").asText(),
                                        place.get("line").asInt()))));
    assertEquals(json.get("places").asInt(), places.size());
    assertTrue(!places.isEmpty());
    places.forEach(place -> assertTrue(text.out().contains(place), place));
  }

  @Test
  void withoutWritesItEndsWell() throws Exception {
    Path hello = PROGRAMS.resolve(HELLO);
    assertEquals(
        "1 class in 1 library: 0 places that write, move or delete files, 0 of them unsafe as they"
            + " stand\n",
        Child.on(Jdk.newest()).command("scan", hello.toString()).quietly().out());
  }

  @Test
  void whatCanNotBeReadIsAMistake() throws Exception {
    Path none = directory.resolve("none.jar");
    var result = Child.on(Jdk.newest()).command("scan", none.toString());
    assertEquals(2, result.exit());
    assertEquals("durable: " + none + ": there is no such file\n", result.err());

    assertEquals(2, Child.on(Jdk.newest()).command("scan").exit());
  }

  @Test
  void theClassesOfAJdkItselfAreRead() throws Exception {
    Path modules =
        Jdk.all().stream()
            .map(jdk -> jdk.home().resolve("jmods/java.logging.jmod"))
            .filter(Files::exists)
            .findFirst()
            .orElse(null);
    if (modules == null) {
      Machine.skip("no JDK with jmods");
    }
    var result = Child.on(Jdk.newest()).command("scan", modules.toString());
    assertTrue(result.out().contains("java.util.logging.FileHandler.open("), result.out());
  }

  @OnOldestAndNewestJdk
  void ofEachBarrierItShowsWhatItMatches(Jdk jdk) throws Exception {
    String programs = "dev.durable.programs.barriers.";
    Path configuration = directory.resolve("durable.conf");
    Files.writeString(
        configuration,
        String.join(
            "\nbarrier ",
            directory + "/**",
            programs + "Service.s*",
            programs + "Orders.place",
            programs + "Service.sum(int)   scope=process",
            programs + "Service.fail",
            "com.example.Apart.call"));
    Path classes = PROGRAMS.resolve("dev/durable/programs/barriers");
    Path inner = directory.resolve("inner.jar");
    String orders = "dev/durable/programs/barriers/Orders";
    // A class and the interface by which it is matched needn't be in one library.
    zip(inner, orders + ".class", PROGRAMS.resolve(orders + ".class"));
    Path jar = directory.resolve("barriers.jar");
    zip(
        jar,
        orders + "$Plain.class",
        PROGRAMS.resolve(orders + "$Plain.class"),
        "dev/durable/programs/barriers/Service.class",
        classes.resolve("Service.class"),
        "lib/inner.jar",
        inner);
    String[] command = {"scan", "--barriers", configuration.toString(), jar.toString()};
    var result = Child.on(jdk).command(command);
    assertEquals("", result.err());
    assertEquals(1, result.exit(), "some match nothing");
    String place = configuration + ":";
    assertEquals(
        List.of(
            configuration + ": 5 barriers; 3 classes in 2 libraries",
            "",
            place + "2:9: barrier " + programs + "Service.s*",
            "  " + programs + "Service.sum(int, long, double[])",
            "",
            place + "3:9: barrier " + programs + "Orders.place",
            "  " + programs + "Orders$Plain.place(" + programs + "Service$Work)",
            "",
            place + "4:9: barrier " + programs + "Service.sum(int)",
            "  ! it matches nothing: there are other parameters: "
                + programs
                + "Service.sum(int, long, double[])",
            "",
            place + "5:9: barrier " + programs + "Service.fail",
            "  ! it matches nothing: "
                + programs
                + "Service was found and has no such method; did you mean fails?",
            "",
            place + "6:9: barrier com.example.Apart.call",
            "  ! it matches nothing: no such class was found"),
        result.lines());

    var json =
        new ObjectMapper()
            .readTree(
                Child.on(jdk)
                    .command(
                        "scan", "--json", "--barriers", configuration.toString(), jar.toString())
                    .out())
            .get("barriers");
    assertEquals(5, json.size());
    assertEquals(programs + "Service.s*", json.get(0).get("methods").asText());
    assertEquals(
        programs + "Service.sum(int, long, double[])", json.get(0).get("matches").get(0).asText());
    assertEquals("no such class was found", json.get(4).get("nearMiss").asText());

    Files.writeString(configuration, "barrier " + programs + "Service.sum");
    assertEquals(0, Child.on(jdk).command(command).exit(), "each matches something");
    Files.writeString(configuration, "barrier Service");
    assertEquals(2, Child.on(jdk).command(command).exit(), "a mistake in the configuration");
  }

  private static void zip(Path file, Object... namesAndFiles) throws Exception {
    try (OutputStream out = Files.newOutputStream(file);
        var zip = new ZipOutputStream(out)) {
      for (int i = 0; i < namesAndFiles.length; i += 2) {
        zip.putNextEntry(new ZipEntry((String) namesAndFiles[i]));
        zip.write(Files.readAllBytes((Path) namesAndFiles[i + 1]));
      }
    }
  }
}
