package dev.durable.demo.publisher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrailerTest {
  @TempDir Path directory;

  @Test
  void aTrailerGivesTheLengthInBytesAndTheCrc32OfTheLinesBeforeIt() {
    var content = ("na\u00efve" + System.lineSeparator() + System.lineSeparator()).getBytes(UTF_8);
    var crc = new CRC32();
    crc.update(content);

    assertEquals(
        List.of(
            "na\u00efve", "", "-- length=%d crc32=%08x".formatted(content.length, crc.getValue())),
        Trailer.seal(List.of("na\u00efve", "")));
  }

  @Test
  void aFileOfSealedLinesEndsWithARightTrailer() throws IOException {
    var file = directory.resolve("sealed.md");

    Files.write(file, Trailer.seal(List.of("na\u00efve", "", "text")), UTF_8);
    assertTrue(Trailer.isRightAtEndOf(Files.readAllBytes(file)));

    Files.write(file, Trailer.sealWithComment(List.of("key: value")), UTF_8);
    assertTrue(Trailer.isRightAtEndOf(Files.readAllBytes(file)));
    assertTrue(Files.readAllLines(file).get(1).startsWith("# -- length="));
  }

  @Test
  void aByteMoreOrLessOrOtherMakesTheTrailerWrong() throws IOException {
    var file = directory.resolve("sealed.md");
    Files.write(file, Trailer.seal(List.of("some text")), UTF_8);
    var sealed = Files.readString(file);

    for (var damaged :
        List.of(sealed + "x", sealed.substring(1), "x" + sealed, sealed.replace("some", "same"))) {
      assertFalse(Trailer.isRightAtEndOf(damaged.getBytes(UTF_8)), damaged);
      assertTrue(Trailer.isIn(damaged.getBytes(UTF_8)), damaged);
    }
  }

  @Test
  void aTrailerThatIsCutOffIsNone() throws IOException {
    var file = directory.resolve("sealed.md");
    Files.write(file, Trailer.seal(List.of("some text")), UTF_8);
    var sealed = Files.readString(file);
    var cut = sealed.substring(0, sealed.length() - System.lineSeparator().length());

    assertFalse(Trailer.isRightAtEndOf(cut.getBytes(UTF_8)));
    assertFalse(Trailer.isIn(cut.getBytes(UTF_8)));
  }
}
