package dev.durable.tests.edges;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Jdk;
import java.nio.file.Files;

/** What is written is what was given, whatever its size; what fails half-way is not written. */
class ContentTest extends EdgeTest {
  /** Around the sizes of the JDK's buffers and the engine's. */
  private static final int[] LENGTHS = {
    0, 1, 8191, 8192, 8193, 16_384, 65_535, 65_536, 65_537, 200_000
  };

  /** The largest append that is one write, and one more. */
  private static final int[] LARGE = {8 << 20, (8 << 20) + 1};

  private static final String BROKEN = "java.lang.IllegalStateException message=no more lines";

  @OnOldestAndNewestJdk
  void contentOfAnySizeArrivesWhole(Jdk jdk) throws Exception {
    Twins twins =
        twins(
            jdk,
            d -> {
              file(d, "replaced", "old content");
              file(d, "updated", "old content ".repeat(10_000));
              file(d, "appended", "old content");
              Files.createLink(d.resolve("name"), file(d, "linked", "old content"));
            });
    for (int length : LENGTHS) {
      twins.call("fill", "@/replaced", length);
      twins.call("fill", "@/updated", length, "WRITE");
      twins.call("fill", "@/appended", length, "APPEND");
      twins.call("fill", "@/linked", length);
      twins.call("fill", "@/new" + length, length, "CREATE_NEW");
    }
    for (int length : LARGE) {
      twins.call("fill", "@/replaced", length);
      twins.call("fill", "@/appended", length, "APPEND");
    }
  }

  @OnOldestAndNewestJdk
  void linesOfAnyNumberArriveWhole(Jdk jdk) throws Exception {
    Twins twins =
        twins(
            jdk,
            d -> {
              file(d, "replaced", "old content");
              file(d, "updated", "old content ".repeat(10_000));
              file(d, "appended", "old content");
              Files.createLink(d.resolve("name"), file(d, "linked", "old content"));
            });
    for (int length : LENGTHS) {
      String text = lines(length);
      twins.call("lines", "@/replaced", text);
      twins.call("lines", "@/updated", text, "WRITE");
      twins.call("lines", "@/appended", text, "APPEND");
      twins.call("lines", "@/linked", text);
      twins.call("string", "@/linked", text, "WRITE");
      twins.call("ascii", "@/new" + length, text, "CREATE_NEW");
    }
  }

  /** Numbered lines, so that no two stretches are the same. */
  private static String lines(int length) {
    var lines = new StringBuilder();
    for (int i = 0; lines.length() < length; i++) {
      lines.append(i).append('\n');
    }
    lines.setLength(length);
    return lines.toString();
  }

  @OnOldestAndNewestJdk
  void linesThatFailHalfWayLeaveTheOldContent(Jdk jdk) throws Exception {
    // The contract: a protected file holds its complete old content or its complete new content.
    Twins twins =
        twins(
            jdk,
            d -> {
              file(d, "file", "old content");
              Files.createLink(d.resolve("name"), file(d, "linked", "old content"));
            });
    Snapshot before = Snapshot.of(twins.guarded);
    for (String text : new String[] {"new", lines(100_000)}) {
      for (String name : new String[] {"@/file", "@/linked", "@/new"}) {
        assertEquals(BROKEN, twins.withAgent("break", name, text).answer());
        assertEquals(BROKEN, twins.withAgent("break", name, text, "WRITE", "CREATE").answer());
      }
      assertEquals(BROKEN, twins.withAgent("break", "@/new", text, "CREATE_NEW").answer());
    }
    assertEquals(before, Snapshot.of(twins.guarded));
  }

  @OnOldestAndNewestJdk
  void linesThatFailHalfWayAreAppendedAsFarAsTheyCame(Jdk jdk) throws Exception {
    Twins twins = twins(jdk, d -> file(d, "file", "old content\n"));
    for (String text : new String[] {"new", lines(100_000)}) {
      assertEquals(BROKEN, twins.call("break", "@/file", text, "APPEND"));
      assertEquals(BROKEN, twins.call("break", "@/new", text, "CREATE", "APPEND"));
    }
    assertTrue(twins.content("file").startsWith("old content\nnew\n0\n1\n"));
  }

  @OnOldestAndNewestJdk
  void aCharacterThatTheCharsetDoesNotHaveIsRefused(Jdk jdk) throws Exception {
    Twins twins = twins(jdk, d -> file(d, "file", "old content"));
    String unmappable = "java.nio.charset.UnmappableCharacterException message=Input length = 1";

    assertEquals(unmappable, twins.withAgent("ascii", "@/file", "abc\nä").answer());
    assertEquals(unmappable, twins.withoutAgent("ascii", "@/file", "abc\nä").answer());
    assertEquals("old content", twins.content("file"));
    assertEquals(unmappable, twins.withAgent("ascii", "@/new", "abc\nä").answer());
    assertFalse(Files.exists(twins.guarded.resolve("new")));
  }
}
