package dev.durable.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.observe.Audit.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditTest {
  private static final Path FILE = Path.of("/data/file");
  private static final String SITE = "com.example.Orders.save(Orders.java:7)";

  private final Audit audit = new Audit();

  private Audit.Entry only() {
    assertEquals(1, audit.entries().size());
    return audit.entries().get(0);
  }

  @Test
  void whatWasForcedIsSafe() {
    audit.written(Kind.APPENDED, FILE, SITE, true);
    audit.written(Kind.APPENDED, FILE, SITE, false);
    assertEquals(2, only().count());
    assertEquals(1, only().forced());
    assertEquals(1, only().unsafe());
  }

  @Test
  void whatWasCutShortFirstIsUnsafeHoweverItIsForced() {
    audit.written(Kind.TRUNCATED, FILE, SITE, true);
    assertEquals(1, only().forced());
    assertEquals(1, only().unsafe());
  }

  @Test
  void aMoveIsSafeOnceItsDirectoryIsForced() {
    audit.named(Kind.MOVED, FILE, SITE, true);
    audit.directoryForced(Path.of("/other"));
    assertEquals(1, only().unsafe());
    audit.directoryForced(Path.of("/data"));
    assertEquals(0, only().unsafe());
    assertEquals(1, only().forced());
    audit.directoryForced(Path.of("/data"));
    assertEquals(0, only().unsafe(), "once only");
  }

  @Test
  void aMoveOfWhatWasNotForcedStaysUnsafe() {
    audit.named(Kind.MOVED, FILE, SITE, false);
    audit.directoryForced(Path.of("/data"));
    assertEquals(1, only().unsafe());
  }

  @Test
  void aRecorderIsToldOfWhatIsUnsafeOnly() {
    var told = new ArrayList<Path>();
    audit.record(
        new Recorder() {
          @Override
          public void unsafe(Path file, Kind kind, boolean forced) {
            told.add(file);
          }
        });
    audit.written(Kind.CREATED, FILE, SITE, true);
    audit.written(Kind.CREATED, FILE.resolveSibling("other"), SITE, false);
    assertEquals(List.of(Path.of("/data/other")), told);
  }

  @Test
  void manyFilesOfOnePlaceAreToldByTheirDirectory() {
    for (int i = 0; i < Audit.MOST_FILES + 50; i++) {
      audit.written(Kind.CREATED, Path.of("/data/file" + i), SITE, false);
    }
    assertEquals(Audit.MOST_FILES + 1, audit.entries().size());
    assertEquals("/data/*", audit.entries().get(0).file);
    assertEquals(50, audit.entries().get(0).unsafe());
    assertEquals(0, audit.dropped());
  }

  @Test
  void whatThereIsNoRoomForIsCounted() {
    for (int i = 0; i < Audit.MOST_ENTRIES + 7; i++) {
      audit.written(Kind.CREATED, FILE, "com.example.Generated" + i + ".run", false);
    }
    assertEquals(Audit.MOST_ENTRIES, audit.entries().size());
    assertEquals(7, audit.dropped());
    assertTrue(
        new AuditReport(audit).text().endsWith("\n# 7 more writes were counted, not noted\n"));
    assertTrue(
        new AuditReport(audit)
            .summary()
            .get(0)
            .contains("of " + (Audit.MOST_ENTRIES + 7) + " changes"));
  }

  @Test
  void aFieldOfTheReportStaysAField() {
    audit.written(Kind.CREATED, Path.of("/data/a\tb\nc\\d"), SITE, false);
    var lines = new AuditReport(audit).text().lines().toList();
    assertEquals(AuditReport.TITLE, lines.get(0));
    assertEquals(3, lines.size());
    assertEquals("/data/a\\tb\\nc\\\\d", lines.get(2).split("\t")[4]);
  }

  @Test
  void theCallSiteIsThisTest() {
    String site = CallSites.best().here();
    assertTrue(site.startsWith("org.junit."), "the agent's own classes are left out: " + site);
    assertEquals(site, new CallSites().here());
  }
}
