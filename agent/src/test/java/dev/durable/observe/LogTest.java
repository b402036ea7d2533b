package dev.durable.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Log log = new Log(err);

  @Test
  void everyLineBeginsWithTheName() {
    log.line("a");
    log.line("b");
    assertEquals(List.of("durable: a", "durable: b"), lines());
  }

  @Test
  void aNameWithALineBreakDoesNotBeginALine() {
    log.line("can't write a\nb\r.txt");
    assertEquals(List.of("durable: can't write a b .txt"), lines());
  }

  @Test
  void aCauseIsShownOnceAtEachPlaceAndThenCounted() {
    log.warn("cause", "here", "first");
    log.warn("cause", "there", "second");
    log.warn("cause", "here", "third");
    log.warn("cause", "here", "fourth");
    assertEquals(List.of("durable: first", "durable: second"), lines());
    assertEquals(2, log.withheld());
  }

  @Test
  void manyPlacesAreNoFlood() {
    for (int i = 0; i < 1000; i++) {
      log.warn("cause", i, "warning");
    }
    assertEquals(100, lines().size());
    assertEquals(900, log.withheld());
  }

  private List<String> lines() {
    return err.toString().lines().toList();
  }
}
