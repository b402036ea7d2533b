package dev.durable.cli.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each way of writing is found in the class file, and judged. */
class ClassScannerTest {
  private static final String EXPECTED =
      """
      channelForUpdate: overwrites -> in place FileChannel.open(Path, OpenOption...)
      channelOfTempFile: creates -> untouched FileChannel.open(Path, OpenOption...)
      channelTruncating: truncates -> staged FileChannel.open(Path, OpenOption...)
      channelWithSet: depends -> depends FileChannel.open(Path, Set, FileAttribute...)
      childsOutput: child -> untouched ProcessBuilder.redirectOutput(File)
      copyOver: unlinks -> replaced Files.copy(InputStream, Path, CopyOption...)
      delete: names -> named Files.delete(Path)
      lambda$lambda$0: names -> named Files.deleteIfExists(Path)
      makeDirectories: names -> named File.mkdirs()
      methodReference: names -> named File.delete()
      move: renames -> moved Files.move(Path, Path, CopyOption...)
      moveAtomically: renames -> moved Files.move(Path, Path, CopyOption...)
      moveOver: unlinks -> moved Files.move(Path, Path, CopyOption...)
      outputStream: truncates -> staged Files.newOutputStream(Path, OpenOption...)
      outputStreamForced: forces -> in place Files.newOutputStream(Path, OpenOption...)
      randomAccess: overwrites -> in place new RandomAccessFile(File, String)
      randomAccessAsAsked: depends -> in place new RandomAccessFile(File, String)
      randomAccessForced: forces -> in place new RandomAccessFile(File, String)
      readArchiveAndDeleteIt: depends -> named new ZipFile(File, int)
      rename: renames -> moved File.renameTo(File)
      stream: truncates -> staged new FileOutputStream(File)
      streamAppending: appends -> in place new FileOutputStream(File, boolean)
      streamNotAppending: truncates -> staged new FileWriter(File, boolean)
      streamThatAppendsIfAsked: depends -> depends new FileOutputStream(File, boolean)
      streamThatMayAppend: depends -> depends new FileOutputStream(File, boolean)
      tempFile: names -> named Files.createTempFile(String, String, FileAttribute...)
      write: truncates -> replaced Files.write(Path, byte[], OpenOption...)
      writeNew: creates -> replaced Files.write(Path, byte[], OpenOption...)
      writeStringAppending: appends -> in place Files.writeString(Path, CharSequence, OpenOption...)
      writeWithAnOptionThatDepends: depends -> replaced Files.write(Path, byte[], OpenOption...)
      writeWithOptions: depends -> replaced Files.write(Path, byte[], OpenOption...)
      """;

  @Test
  void eachWayOfWritingIsJudgedByItsOwnArguments() throws IOException {
    assertEquals(EXPECTED, judged(Writes.class));
  }

  @Test
  void aClassThatForcesIsTrustedToForceWhatItRenamesButNotWhatItTruncates() throws IOException {
    assertEquals(
        """
        moveForced: names -> moved Files.move(Path, Path, CopyOption...)
        truncateAllTheSame: truncates -> staged new FileOutputStream(File)
        updateForced: forces -> in place FileChannel.open(Path, OpenOption...)
        """,
        judged(Writes.Forcing.class));
  }

  @Test
  void aPlaceIsToldAsInAStackTrace() throws IOException {
    Place write =
        scanned(Writes.class).stream().filter(p -> p.method.equals("write")).findAny().get();
    assertTrue(
        write
            .toString()
            .matches("dev\\.durable\\.cli\\.scan\\.Writes\\.write\\(Writes\\.java:\\d+\\)"),
        write.toString());
  }

  @Test
  void aClassOfAJavaThatIsNotOutYetIsReadAllTheSame() throws IOException {
    byte[] bytes = bytes(Writes.class);
    bytes[7] = 99;
    var places = new ArrayList<Place>();
    new ClassScanner(JdkCalls.load()).scan(bytes, 0, places);
    assertEquals(scanned(Writes.class).size(), places.size());
  }

  /** What isn't judged, whatever its arguments are, only reads. */
  @Test
  void ofEachCallOfTheListItIsKnownWhatItDoes() throws IOException {
    var reading = new TreeSet<String>();
    for (Map<String, JdkCall> ofClass : JdkCalls.load().all()) {
      for (JdkCall call : ofClass.values()) {
        if (Judge.judge(call, new Arguments(), false) == null) {
          reading.add(call.toString().replaceAll("\\(.*", ""));
        }
      }
    }
    assertEquals(
        "[ProcessBuilder.Redirect.from, ProcessBuilder.redirectInput, new JarFile, new ZipFile]",
        reading.toString());
  }

  private static String judged(Class<?> type) throws IOException {
    var lines = new TreeMap<String, String>();
    for (Place place : scanned(type)) {
      String line = place.risk + " -> " + place.treatment + ' ' + place.call;
      lines.merge(place.method, line, (one, more) -> one + "; " + more);
    }
    return lines.entrySet().stream()
        .map(each -> each.getKey() + ": " + each.getValue() + '\n')
        .collect(Collectors.joining());
  }

  private static List<Place> scanned(Class<?> type) throws IOException {
    var places = new ArrayList<Place>();
    new ClassScanner(JdkCalls.load()).scan(bytes(type), 0, places);
    return places;
  }

  static byte[] bytes(Class<?> type) throws IOException {
    String file = '/' + type.getName().replace('.', '/') + ".class";
    try (var in = type.getResourceAsStream(file)) {
      assertNotNull(in, file);
      return in.readAllBytes();
    }
  }
}
